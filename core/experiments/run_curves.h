// The errors of a run as its metrics.csv grows, and their means over seeds.
#pragma once

#include "core/training/journal.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dalescope {

/// Where the test error was measured. Errors in percent; NaN where there is none.
struct CurvePoint {
    std::int64_t update = 0;
    double epoch = 0;
    double trainError = 0; ///< mean of the mini-batches since the point before
    double testError = 0;
};

/// Reads what a run folder's metrics.csv, or metrics.csv.part while it runs, has gained.
class RunCurveReader {
public:
    explicit RunCurveReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// True where something came. Lines that are not whole yet wait; a table that has become shorter, as one
    /// that a run was taken up with, is read anew. Never throws: what is no such table has no points.
    bool read();

    const std::vector<CurvePoint>& points() const { return points_; }
    /// Of the last whole line.
    std::int64_t update() const { return update_; }
    double epoch() const { return epoch_; }

private:
    void reset();
    bool takeHeader(std::string_view line);
    void takeRow(std::string_view line);

    std::filesystem::path folder_;
    std::uintmax_t read_ = 0; ///< bytes of whole lines taken
    std::size_t trainColumn_ = 0, testColumn_ = 0;
    double trainSum_ = 0;
    std::size_t trainCount_ = 0;
    std::int64_t update_ = 0;
    double epoch_ = 0;
    std::vector<CurvePoint> points_;
};

/// The same of a run in this process, as far as it has come.
std::vector<CurvePoint> curvePoints(const Journal& journal);

/// A configuration's runs.
struct SeedCurves {
    struct Seed {
        std::int64_t seed;
        const std::vector<CurvePoint>* points;
    };
    std::string name; ///< told apart from the others' by it
    std::vector<Seed> seeds;
};

/// Names of the series in seedMeans()' journal, for quantity "train_error" or "test_error".
std::string meanSeries(const std::string& quantity, const std::string& name);
std::string lowSeries(const std::string& quantity, const std::string& name);  ///< mean - sd
std::string highSeries(const std::string& quantity, const std::string& name); ///< mean + sd
std::string seedSeries(const std::string& quantity, const std::string& name, std::int64_t seed);

/// Each configuration's mean, at each point over the seeds that have come so far, with one sample standard
/// deviation on either side where there are two or more; and each seed by itself.
std::shared_ptr<const Journal> seedMeans(const std::vector<SeedCurves>& configurations);

} // namespace dalescope
