// Loss, gradients, corrected gradients and squared gradients of a given network on a given batch: what other
// programs and the tests compare with.
#pragma once

#include "core/io/npz.h"

#include <filesystem>
#include <string>

namespace dalescope {

struct GradientsRequest {
    std::filesystem::path snapshot, batch;
    /// Kinds where the snapshot has no meta.json: "dann,dann,mlp", "columnei:0,columnei:2" (:N inhibitory
    /// inputs), "conv,dann" (each convolution 3 x 3, stride 1, padding 1, then 2 x 2 max pooling),
    /// "recurrent,dann".
    std::string layers;
    bool single = false; ///< compute in float instead of double
};

/// Batch norm takes the batch's own statistics, and nothing is dropped out.
/// loss, logits (n x C), layers.i.z (n x units, n x channels x rows x columns, or n x steps x units), and for
/// each parameter layers.i.NAME.grad, .corrected (DANN) and, where the batch has y_fisher, .fisher: the mean
/// of squared per-example gradients against y_fisher. Throws Error.
Npz computeGradients(const GradientsRequest& request);

} // namespace dalescope
