#include "core/training/ledger_csv.h"

#include "core/settings/layer_kinds.h"

#include <algorithm>

namespace dalescope {

namespace {

std::vector<std::size_t> seriesOf(const std::vector<std::string>& kinds) {
    using S = SeriesIndex;
    const SeriesIndex index(kinds.size());
    std::vector<std::size_t> series;
    for (std::size_t l = 0; l < kinds.size(); ++l) {
        const LayerKind& layer = layerKind(kinds[l]);
        for (const auto& role : layer.parameters) {
            const auto add = [&](S::Ledger quantity) {
                series.push_back(index.ledger(l, S::kindOf(role), quantity));
            };
            add(S::GradientNorm);
            add(S::UpdateNorm);
            if (std::ranges::find(layer.clamped, role) != layer.clamped.end())
                for (const auto quantity : {S::ClampedShare, S::UpdateCosine, S::SilentShare})
                    add(quantity);
        }
    }
    return series;
}

} // namespace

LedgerCsv::LedgerCsv(const std::vector<std::string>& kinds)
    : columns_(SeriesIndex(kinds.size()).names(), seriesOf(kinds)) {}

std::string LedgerCsv::header() const {
    return "update,epoch" + columns_.header() + "\n";
}

std::string LedgerCsv::newLines(const Journal& journal) {
    std::string lines, line;
    for (const std::size_t rows = journal.rows(); nextRow_ < rows; ++nextRow_) {
        const Tick& tick = journal.tick(nextRow_);
        line.clear();
        appendNumber(line, tick.update);
        line += ',';
        appendNumber(line, tick.epoch);
        if (columns_.append(journal, nextRow_, line))
            lines += line + "\n";
    }
    return lines;
}

} // namespace dalescope
