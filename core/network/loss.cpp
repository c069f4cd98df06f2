#include "core/network/loss.h"

#include <cmath>

namespace dalescope {

LossSum& LossSum::operator+=(const LossSum& other) {
    loss += other.loss;
    errors += other.errors;
    examples += other.examples;
    return *this;
}

template <class Scalar>
Index answerOf(std::span<const Scalar> output) {
    Index answer = -1;
    for (std::size_t c = 0; c < output.size(); ++c) {
        if (std::isnan(output[c]))
            return -1;
        if (answer < 0 || output[c] > output[static_cast<std::size_t>(answer)])
            answer = static_cast<Index>(c);
    }
    return answer >= 0 && std::isfinite(output[static_cast<std::size_t>(answer)]) ? answer : -1;
}

template <class Scalar>
void softmax(const Matrix<Scalar>& logits, Matrix<Scalar>& p) {
    p.resize(logits.rows(), logits.cols());
    for (Index column = 0; column < logits.cols(); ++column) {
        p.col(column) = (logits.col(column).array() - logits.col(column).maxCoeff()).exp();
        p.col(column) /= p.col(column).sum();
    }
}

template <class Scalar>
LossSum crossEntropy(const Matrix<Scalar>& logits, std::span<const std::int32_t> y) {
    LossSum sum;
    sum.examples = logits.cols();
    for (Index column = 0; column < logits.cols(); ++column) {
        const Index label = y[static_cast<std::size_t>(column)];
        const auto z = logits.col(column);
        const double own = static_cast<double>(z(label));
        double largest = own;
        for (Index c = 0; c < z.size(); ++c)
            largest = std::max(largest, static_cast<double>(z(c)));
        double total = 0;
        for (Index c = 0; c < z.size(); ++c)
            total += std::exp(static_cast<double>(z(c)) - largest);
        sum.loss += std::log(total) + largest - own;
        sum.errors += answerOf<Scalar>({z.data(), static_cast<std::size_t>(z.size())}) == label ? 0 : 1;
    }
    return sum;
}

template <class Scalar>
void crossEntropyGradient(const Matrix<Scalar>& p, std::span<const std::int32_t> y, double scale,
                          MatrixView<Scalar> delta) {
    delta = static_cast<Scalar>(scale) * p;
    for (Index column = 0; column < p.cols(); ++column)
        delta(y[static_cast<std::size_t>(column)], column) -= static_cast<Scalar>(scale);
}

template <class Scalar>
void weightedClassGradient(const Matrix<Scalar>& p, Index c, Matrix<Scalar>& delta) {
    delta = p;
    delta.row(c).array() -= Scalar(1);
    for (Index column = 0; column < p.cols(); ++column)
        delta.col(column) *= std::sqrt(p(c, column));
}

template <class Scalar>
void sampleLabels(const Matrix<Scalar>& p, Rng& rng, std::span<std::int32_t> y) {
    for (Index column = 0; column < p.cols(); ++column) {
        const double u = uniform(rng);
        double below = 0;
        Index label = 0;
        for (; label + 1 < p.rows(); ++label) {
            below += static_cast<double>(p(label, column));
            if (u < below)
                break;
        }
        y[static_cast<std::size_t>(column)] = static_cast<std::int32_t>(label);
    }
}

template Index answerOf<float>(std::span<const float>);
template Index answerOf<double>(std::span<const double>);
template void softmax<float>(const Matrix<float>&, Matrix<float>&);
template void softmax<double>(const Matrix<double>&, Matrix<double>&);
template LossSum crossEntropy<float>(const Matrix<float>&, std::span<const std::int32_t>);
template LossSum crossEntropy<double>(const Matrix<double>&, std::span<const std::int32_t>);
template void crossEntropyGradient<float>(const Matrix<float>&, std::span<const std::int32_t>, double,
                                          MatrixView<float>);
template void crossEntropyGradient<double>(const Matrix<double>&, std::span<const std::int32_t>, double,
                                           MatrixView<double>);
template void weightedClassGradient<float>(const Matrix<float>&, Index, Matrix<float>&);
template void weightedClassGradient<double>(const Matrix<double>&, Index, Matrix<double>&);
template void sampleLabels<float>(const Matrix<float>&, Rng&, std::span<std::int32_t>);
template void sampleLabels<double>(const Matrix<double>&, Rng&, std::span<std::int32_t>);

} // namespace dalescope
