#include "core/training/probes.h"

#include "core/data/batch_order.h"

#include <array>
#include <cmath>

namespace dalescope {

namespace {

void putIfMeasured(Journal& journal, std::size_t series, double value) {
    if (!std::isnan(value))
        journal.put(series, value);
}

} // namespace

BalanceProbe::BalanceProbe(const Network<float>& network, const Examples& examples, Index size,
                           std::uint64_t seed)
    : pass_(network), balances_(network.size()) {
    // Epoch -1 of the batch order: an order that no epoch of the run has.
    auto order = epochOrder(seed, -1, static_cast<std::uint32_t>(examples.count()));
    order.resize(static_cast<std::size_t>(std::min(size, examples.count())));
    x_.resize(examples.features, static_cast<Index>(order.size()));
    std::vector<std::int32_t> y(order.size());
    examples.gather<float>(order, x_, y);
}

const std::vector<Balance>& BalanceProbe::measure(const Network<float>& network, const SeriesIndex& index,
                                                  Journal& journal) {
    using S = SeriesIndex;
    pass_.forward(network, x_);
    for (std::size_t l = 0; l < network.size(); ++l) {
        pass_.currents(network, x_, l, currents_);
        const Balance& b = balances_[l] = measureBalance(currents_, pass_.z(l));
        putIfMeasured(journal, index.layer(l, S::EiRatio), b.ratio);
        putIfMeasured(journal, index.layer(l, S::DivisiveMatch), b.divisiveMatch);
        putIfMeasured(journal, index.layer(l, S::ZMean), b.zMean);
        putIfMeasured(journal, index.layer(l, S::ZStd), b.zStd);
        putIfMeasured(journal, index.layer(l, S::Active), b.activeFraction);
        putIfMeasured(journal, index.layer(l, S::EiCorrelation), b.correlation);
        putIfMeasured(journal, index.layer(l, S::GammaMin), b.gammaMin);
    }
    return balances_;
}

void recordAlignment(const Alignment& alignment, const SeriesIndex& index, Journal& journal) {
    using S = SeriesIndex;
    putIfMeasured(journal, index.cosine(S::Corrected), alignment.network.corrected);
    putIfMeasured(journal, index.cosine(S::Uncorrected), alignment.network.uncorrected);
    for (std::size_t l = 0; l < alignment.layers.size(); ++l) {
        putIfMeasured(journal, index.layerCosine(l, S::Corrected), alignment.layers[l].corrected);
        putIfMeasured(journal, index.layerCosine(l, S::Uncorrected), alignment.layers[l].uncorrected);
    }
}

void recordLedger(const UpdateLedger& ledger, const Network<float>& network, const SeriesIndex& index,
                  Journal& journal) {
    using S = SeriesIndex;
    const auto put = [&](std::size_t series, double value) {
        if (std::isfinite(value))
            journal.put(series, value);
    };
    for (std::size_t l = 0; l < network.size(); ++l) {
        std::array<StepAccount, S::kinds.size()> accounts{};
        std::array<bool, S::kinds.size()> present{};
        const auto& layout = network[l].layout();
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            const std::size_t kind = S::kindOf(layout[p].role());
            accounts[kind] += ledger[l][p];
            present[kind] = true;
        }
        for (std::size_t kind = 0; kind < accounts.size(); ++kind) {
            if (!present[kind])
                continue;
            const StepAccount& account = accounts[kind];
            put(index.ledger(l, kind, S::GradientNorm), std::sqrt(account.gradient));
            put(index.ledger(l, kind, S::UpdateNorm), std::sqrt(account.made));
            if (account.clamped > 0) {
                put(index.ledger(l, kind, S::ClampedShare), account.clampedShare());
                put(index.ledger(l, kind, S::UpdateCosine), account.cosine());
                put(index.ledger(l, kind, S::SilentShare), account.silentShare());
            }
        }
    }
}

} // namespace dalescope
