// Measurements that leave the run as it is: E/I balance on a fixed batch, the alignment of gradients, and
// what comes of an update.
#pragma once

#include "core/data/dataset.h"
#include "core/learning/alignment.h"
#include "core/learning/update_ledger.h"
#include "core/network/balance.h"
#include "core/training/journal.h"
#include "core/training/series.h"

namespace dalescope {

/// Measures every layer's balance on the same examples each time.
class BalanceProbe {
public:
    /// Takes `size` examples of `examples` (all, if it has fewer), drawn with `seed`.
    BalanceProbe(const Network<float>& network, const Examples& examples, Index size, std::uint64_t seed);

    /// Puts the measures in the journal's open row, and returns them.
    const std::vector<Balance>& measure(const Network<float>& network, const SeriesIndex& index,
                                        Journal& journal);

private:
    Pass<float> pass_;
    Matrix<float> x_;
    Currents<float> currents_;
    std::vector<Balance> balances_;
};

/// Puts an alignment in the journal's open row.
void recordAlignment(const Alignment& alignment, const SeriesIndex& index, Journal& journal);

/// Puts what came of the last update in the journal's open row: of each layer and kind of parameter.
void recordLedger(const UpdateLedger& ledger, const Network<float>& network, const SeriesIndex& index,
                  Journal& journal);

} // namespace dalescope
