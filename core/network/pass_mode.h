// What differs between training a network and using it.
#pragma once

#include <cstdint>

namespace dalescope {

/// By default a network in use: running statistics, no dropout.
struct PassMode {
    bool batchStatistics = false; ///< batch norm takes the batch's own mean and variance
    bool dropout = false;
    std::uint64_t seed = 0;  ///< of the run, for the dropout masks
    std::int64_t update = 0; ///< the update that the pass belongs to, likewise

    static PassMode training(std::uint64_t seed, std::int64_t update) { return {true, true, seed, update}; }
    /// The training loss as a function of the weights alone, for comparing gradients.
    static PassMode withoutNoise() { return {.batchStatistics = true}; }
};

} // namespace dalescope
