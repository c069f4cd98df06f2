// Loss and error on examples that are not trained on.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"

namespace dalescope {

/// Passes `examples` through a network in chunks of at most 500 (fewer for large ones), with buffers that are
/// kept from call to call.
class Evaluator {
public:
    explicit Evaluator(const Network<float>& network) : pass_(network) {}
    LossSum operator()(const Network<float>& network, const Examples& examples);

private:
    Pass<float> pass_;
    Matrix<float> x_;
    std::vector<std::int32_t> y_;
};

} // namespace dalescope
