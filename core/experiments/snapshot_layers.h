// The list of layers that a snapshot holds.
#pragma once

#include "core/common/feature_shape.h"
#include "core/io/npz.h"
#include "core/settings/config.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace dalescope {

struct SnapshotLayer {
    LayerConfig config;
    Index inhibitoryInputs = 0; ///< ColumnEi: the last so many inputs
};

struct SnapshotLayers {
    std::vector<SnapshotLayer> layers; ///< with those without weights
    std::optional<FeatureShape> in;    ///< where meta.json says it
    std::uint64_t seed = 0;            ///< of the run, for interventions on random shares of units
};

/// From meta.json where there is one and `kinds` is empty, else from `kinds`; units, inhibitory units and
/// kernels as the arrays have them. Throws Error.
SnapshotLayers readSnapshotLayers(const Npz& npz, const std::string& kinds,
                                  const std::filesystem::path& file);

} // namespace dalescope
