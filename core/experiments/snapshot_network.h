// A network from the arrays of a snapshot.
#pragma once

#include "core/io/npz.h"
#include "core/network/network.h"

#include <filesystem>
#include <string>

namespace dalescope {

template <class Scalar>
struct SnapshotNetwork {
    Network<Scalar> network;
    FeatureShape in; ///< an example that it takes
};

/// Kinds come from meta.json or, where that is missing, from `kinds` (see GradientsRequest::layers); sizes
/// from the arrays. `in` is the shape of the examples at hand, used where meta.json does not say it. `file`
/// is for messages. A layer of kind conv or recurrent is the DANN one where its arrays hold WEE, else the
/// standard one. Throws Error naming the layer and the array that does not fit.
template <class Scalar>
SnapshotNetwork<Scalar> networkFromSnapshot(const Npz& npz, const std::string& kinds, const FeatureShape& in,
                                            const std::filesystem::path& file);

} // namespace dalescope
