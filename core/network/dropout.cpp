#include "core/network/dropout.h"

namespace dalescope {

template <class Scalar>
void Dropout<Scalar>::forward(const ConstMatrixRef<Scalar>& x, const PassMode& mode,
                              TransformWork<Scalar>& work) const {
    constexpr std::uint64_t layersAtMost = 1
                                           << 16; // each update has its own block of positions in the stream
    Rng rng = makeRng(mode.seed, RngStream::Dropout,
                      static_cast<std::uint64_t>(mode.update) * layersAtMost + position_);
    auto& mask = static_cast<Work&>(work).mask;
    mask.resize(x.rows(), x.cols());
    const auto kept = static_cast<Scalar>(1 / (1 - rate_));
    for (Index i = 0; i < mask.size(); ++i)
        mask.data()[i] = uniform(rng) < rate_ ? Scalar(0) : kept;
    work.out = x.cwiseProduct(mask);
}

template <class Scalar>
void Dropout<Scalar>::backward(const TransformWork<Scalar>& work, Matrix<Scalar>& dx) const {
    dx = work.dOut.cwiseProduct(static_cast<const Work&>(work).mask);
}

template class Dropout<float>;
template class Dropout<double>;

} // namespace dalescope
