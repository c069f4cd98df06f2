// A network from the arrays of a snapshot.
#pragma once

#include "core/io/npz.h"
#include "core/network/network.h"

#include <filesystem>
#include <string>

namespace dalescope {

/// Kinds come from meta.json or, where that is missing, from `kinds` (see GradientsRequest::layers); shapes
/// from the arrays. `file` is for messages. Throws Error naming the layer and the array that does not fit.
template <class Scalar>
Network<Scalar> networkFromSnapshot(const Npz& npz, const std::string& kinds,
                                    const std::filesystem::path& file);

} // namespace dalescope
