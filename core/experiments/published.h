// What the work reports: tables 1 to 3 and the figures under figure 7.
#pragma once

#include "core/experiments/statistics.h"
#include "core/settings/config.h"

#include <string>
#include <vector>

namespace dalescope {

/// Seeds behind each published mean and standard deviation.
constexpr std::size_t publishedSeeds = 6;

struct PublishedRow {
    const char* table;  ///< "Table 1"
    const char* title;  ///< "MNIST"
    const char* model;  ///< "DANN nc"
    int inhibitory;     ///< units of a hidden layer; -1: not a single number
    const char* preset; ///< the preset that repeats it
    double learningRate;
    MeanSd train, test; ///< errors in percent; train.count is 0 where none is given
};

/// In the work's order.
const std::vector<PublishedRow>& publishedRows();

/// What makes two runs the same experiment: configurationKey() without the settings that only measure. The
/// probes cost time and change no update.
std::string experimentKey(Config config);

/// The row's preset as the published figures were made. The authors' code draws the first layer of a DANN
/// with another mean than the formulas of section 3 (initialisation "reference"), and normalises the output
/// layer of LayerNorm and BatchNorm as well.
Config asPublished(const PublishedRow& row);

/// The row that a run of `config` repeats: the same experiment as its preset or as asPublished(). Null where
/// there is none.
const PublishedRow* publishedFor(const Config& config);

/// "DANN", or where `config` is asPublished() and its preset is not: "DANN (reference)".
std::string modelName(const PublishedRow& row, const Config& config);

/// How a mean over seeds compares with a published one.
enum class Verdict { None, Within1Sd, Within2Sd, Outside };

/// "within 1 sd", "within 2 sd", "outside", "" for None.
const char* verdictText(Verdict verdict);

/// By the distance of the means in published standard deviations, those of single runs. The published figures
/// are rounded to three decimals: half of the last one is no distance and no spread.
///
/// How hard it is to pass depends on the seeds, since both means and the published deviation are estimates:
/// were all runs from one normal distribution, |distance| / sd / sqrt(1/n + 1/6) would follow Student's t
/// with 5 degrees of freedom. Two deviations are then passed by chance in one row of 8 with one seed, of 27
/// with three, of 56 with six. None where nothing was measured or published.
Verdict judge(const MeanSd& measured, const MeanSd& published);

} // namespace dalescope
