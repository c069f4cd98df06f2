// How fast the models of the paper train on this machine, and how near that is to what it can do.
#pragma once

#include "core/settings/config.h"

#include <functional>
#include <string>
#include <vector>

namespace dalescope {

struct BenchRequest {
    int rounds = 15;             ///< each times every model once, one after another, and the large product
    double secondsPerTurn = 0.2; ///< how long a model trains in a round
    int threads = 2;
    std::vector<std::string> models; ///< names of BenchModels; empty for all
};

/// Of the rounds.
struct Spread {
    double median = 0, low = 0, high = 0; ///< low and high: the quartiles
};

struct BenchResult {
    std::string name, about;
    Spread updatesPerSecond;
    double operationsPerUpdate = 0; ///< multiplications and additions of its matrix products
    Spread shareOfPeak;             ///< those per second, as a share of the large product's in the same round
};

struct BenchReport {
    std::string processor;
    int threads = 0;
    Spread peak; ///< operations per second of the large product: the better of the two below, round by round
    Spread openBlas;    ///< OpenBLAS's sgemm, 1536 x 1536 x 1536
    Spread ownProducts; ///< the same product by gemm()
    std::vector<BenchResult> models;
};

/// Trains each model in this process on images made in memory. Throws Error for a model that is not known.
/// progress(round) is called as rounds begin.
BenchReport runBench(const BenchRequest& request, const std::function<void(int)>& progress);

/// Names of the models with what each is.
std::vector<std::pair<std::string, std::string>> benchModels();

} // namespace dalescope
