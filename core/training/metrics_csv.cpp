#include "core/training/metrics_csv.h"

#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <charconv>

namespace dalescope {

namespace {

template <class Number>
void append(std::string& line, Number number) {
    char buffer[40];
    line.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

} // namespace

MetricsCsv::MetricsCsv(std::size_t layers, const MetricsColumns& columns) {
    using S = SeriesIndex;
    const SeriesIndex index(layers);
    const auto all = index.names();
    series_ = {S::TrainLoss, S::TrainError, S::TestLoss, S::TestError};
    for (std::size_t l = 0; l < layers; ++l)
        for (const auto quantity : {S::EiRatio, S::DivisiveMatch, S::ZMean, S::ZStd})
            series_.push_back(index.layer(l, quantity));
    if (columns.alignment) {
        series_.insert(series_.end(), {index.cosine(S::Corrected), index.cosine(S::Uncorrected)});
        for (const auto which : {S::Corrected, S::Uncorrected})
            for (std::size_t l = 0; l < layers; ++l)
                series_.push_back(index.layerCosine(l, which));
    }
    if (columns.learningRates)
        for (std::size_t l = 0; l < layers; ++l)
            series_.push_back(index.learningRate(l));
    if (columns.penalty)
        series_.push_back(index.balancePenalty());
    for (std::size_t l = 0; l < columns.ledger.size(); ++l) {
        const LayerKind& layer = layerKind(columns.ledger[l]);
        for (const auto& role : layer.parameters) {
            const auto add = [&](S::Ledger quantity) {
                series_.push_back(index.ledger(l, S::kindOf(role), quantity));
            };
            add(S::GradientNorm);
            add(S::UpdateNorm);
            if (std::ranges::find(layer.clamped, role) != layer.clamped.end())
                for (const auto quantity : {S::ClampedShare, S::UpdateCosine, S::SilentShare})
                    add(quantity);
        }
    }
    for (const std::size_t s : series_)
        names_.push_back(all[s]);
    next_.resize(series_.size());
}

std::string MetricsCsv::header() const {
    std::string line = "update,epoch,seconds";
    for (const auto& name : names_)
        line += "," + name;
    return line + "\n";
}

std::string MetricsCsv::newLines(const Journal& journal) {
    std::string lines;
    times_.clear();
    for (const std::size_t rows = journal.rows(); nextRow_ < rows; ++nextRow_) {
        const Tick& tick = journal.tick(nextRow_);
        append(lines, tick.update);
        lines += ',';
        append(lines, tick.epoch);
        lines += ',';
        append(times_, tick.update);
        times_ += ',';
        append(times_, tick.epoch);
        times_ += ',';
        append(times_, tick.seconds);
        times_ += '\n';
        for (std::size_t c = 0; c < series_.size(); ++c) {
            lines += ',';
            const Series& series = journal.series(series_[c]);
            if (next_[c] < series.size() && series[next_[c]].row == static_cast<std::int64_t>(nextRow_))
                append(lines, series[next_[c]++].value);
        }
        lines += '\n';
    }
    return lines;
}

} // namespace dalescope
