#include "core/network/pooling.h"

#include "core/common/share_out.h"

namespace dalescope {

namespace {

/// Calls visit(example) for each column of x.
template <class M, class Visit>
void forEachExample(const M& x, Visit visit) {
    shareOut(x.cols(), x.rows(), [&](Index first, Index count) {
        for (Index example = first; example < first + count; ++example)
            visit(example);
    });
}

/// Calls visit(output, first pixel of its window) for every window of an example.
template <class Visit>
void forEachWindow(const PoolShape& s, Visit visit) {
    Index output = 0;
    for (Index channel = 0; channel < s.channels; ++channel)
        for (Index row = 0; row < s.outRows(); ++row)
            for (Index column = 0; column < s.outColumns(); ++column)
                visit(output++, (channel * s.rows + row * s.size) * s.columns + column * s.size);
}

} // namespace

template <class Scalar>
void Pooling<Scalar>::forward(const ConstMatrixRef<Scalar>& x, const PassMode&,
                              TransformWork<Scalar>& work) const {
    work.out.resize(shape_.channels * shape_.outRows() * shape_.outColumns(), x.cols());
    auto& own = static_cast<Work&>(work);
    if (shape_.mean)
        forwardMean(x, own);
    else
        forwardMax(x, own);
}

/// Of equal values the first counts. A NaN is passed on, so that a diverging run is seen.
template <class Scalar>
void Pooling<Scalar>::forwardMax(const ConstMatrixRef<Scalar>& x, Work& work) const {
    work.largest.resize(work.out.rows(), work.out.cols());
    forEachExample(x, [&](Index example) {
        const Scalar* in = x.data() + example * x.outerStride();
        Scalar* out = work.out.col(example).data();
        std::int32_t* largest = work.largest.col(example).data();
        forEachWindow(shape_, [&](Index output, Index first) {
            Index best = first;
            for (Index row = 0; row < shape_.size; ++row)
                for (Index column = 0; column < shape_.size; ++column) {
                    const Index pixel = first + row * shape_.columns + column;
                    if (!(in[pixel] <= in[best]))
                        best = pixel;
                }
            out[output] = in[best];
            largest[output] = static_cast<std::int32_t>(best);
        });
    });
}

template <class Scalar>
void Pooling<Scalar>::forwardMean(const ConstMatrixRef<Scalar>& x, Work& work) const {
    const Scalar share = Scalar(1) / static_cast<Scalar>(shape_.size * shape_.size);
    forEachExample(x, [&](Index example) {
        const Scalar* in = x.data() + example * x.outerStride();
        Scalar* out = work.out.col(example).data();
        forEachWindow(shape_, [&](Index output, Index first) {
            Scalar sum = 0;
            for (Index row = 0; row < shape_.size; ++row)
                for (Index column = 0; column < shape_.size; ++column)
                    sum += in[first + row * shape_.columns + column];
            out[output] = share * sum;
        });
    });
}

template <class Scalar>
void Pooling<Scalar>::backward(const TransformWork<Scalar>& work, Matrix<Scalar>& dx) const {
    const auto& own = static_cast<const Work&>(work);
    const Scalar share = Scalar(1) / static_cast<Scalar>(shape_.size * shape_.size);
    dx.resize(shape_.channels * shape_.rows * shape_.columns, work.dOut.cols());
    forEachExample(dx, [&](Index example) {
        dx.col(example).setZero();
        const Scalar* d = work.dOut.col(example).data();
        Scalar* out = dx.col(example).data();
        if (!shape_.mean) {
            const std::int32_t* largest = own.largest.col(example).data();
            for (Index output = 0; output < work.dOut.rows(); ++output)
                out[largest[output]] += d[output];
            return;
        }
        forEachWindow(shape_, [&](Index output, Index first) {
            for (Index row = 0; row < shape_.size; ++row)
                for (Index column = 0; column < shape_.size; ++column)
                    out[first + row * shape_.columns + column] = share * d[output];
        });
    });
}

template class Pooling<float>;
template class Pooling<double>;

} // namespace dalescope
