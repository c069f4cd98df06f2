#include "core/training/metrics_csv.h"

namespace dalescope {

namespace {

std::vector<std::size_t> seriesOf(std::size_t layers, const MetricsColumns& columns) {
    using S = SeriesIndex;
    const SeriesIndex index(layers);
    std::vector<std::size_t> series = {S::TrainLoss, S::TrainError, S::TestLoss, S::TestError};
    for (std::size_t l = 0; l < layers; ++l)
        for (const auto quantity : {S::EiRatio, S::DivisiveMatch, S::ZMean, S::ZStd})
            series.push_back(index.layer(l, quantity));
    if (columns.alignment) {
        series.insert(series.end(), {index.cosine(S::Corrected), index.cosine(S::Uncorrected)});
        for (const auto which : {S::Corrected, S::Uncorrected})
            for (std::size_t l = 0; l < layers; ++l)
                series.push_back(index.layerCosine(l, which));
    }
    if (columns.learningRates)
        for (std::size_t l = 0; l < layers; ++l)
            series.push_back(index.learningRate(l));
    if (columns.penalty)
        series.push_back(index.balancePenalty());
    for (std::size_t l = 0; l < layers; ++l) // last, where they were added
        for (const auto quantity : {S::Active, S::EiCorrelation, S::GammaMin})
            series.push_back(index.layer(l, quantity));
    return series;
}

} // namespace

MetricsCsv::MetricsCsv(std::size_t layers, const MetricsColumns& columns)
    : columns_(SeriesIndex(layers).names(), seriesOf(layers, columns)) {}

std::string MetricsCsv::header() const {
    return "update,epoch,seconds" + columns_.header() + "\n";
}

std::string MetricsCsv::newLines(const Journal& journal) {
    std::string lines;
    times_.clear();
    for (const std::size_t rows = journal.rows(); nextRow_ < rows; ++nextRow_) {
        const Tick& tick = journal.tick(nextRow_);
        appendNumber(lines, tick.update);
        lines += ',';
        appendNumber(lines, tick.epoch);
        lines += ',';
        appendNumber(times_, tick.update);
        times_ += ',';
        appendNumber(times_, tick.epoch);
        times_ += ',';
        appendNumber(times_, tick.seconds);
        times_ += '\n';
        columns_.append(journal, nextRow_, lines);
        lines += '\n';
    }
    return lines;
}

} // namespace dalescope
