#include "core/common/share_out.h"
#include "core/network/balance_penalty.h"
#include "core/network/kernels.h"
#include "core/network/network.h"
#include "core/network/step.h"

#include <cmath>

namespace dalescope {

template <class Scalar>
Pass<Scalar>::Pass(const Network<Scalar>& network) : h_(network.size() - 1), delta_(network.size()) {
    for (std::size_t i = 0; i < network.size(); ++i) {
        works_.push_back(network[i].makeWork());
        auto& works = transformWorks_.emplace_back();
        for (const auto& transform : network.transforms(i))
            works.push_back(transform->makeWork());
    }
}

/// What layer i takes: the output of the last step before it that acted, or of the layer before.
template <class Scalar>
ConstMatrixRef<Scalar> Pass<Scalar>::input(const ConstMatrixRef<Scalar>& x, std::size_t layer) const {
    const auto& works = transformWorks_[layer];
    for (std::size_t t = works.size(); t-- > 0;)
        if (works[t]->acted)
            return works[t]->out;
    return layer == 0 ? x : ConstMatrixRef<Scalar>(h_[layer - 1]);
}

template <class Scalar>
const Matrix<Scalar>& Pass<Scalar>::forward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                            const PassMode& mode) {
    mode_ = mode;
    for (std::size_t i = 0; i < network.size(); ++i) {
        auto& works = transformWorks_[i];
        for (auto& work : works)
            work->acted = false; // so that input() sees as far as the steps below have come
        for (std::size_t t = 0; t < works.size(); ++t)
            if (const auto& transform = *network.transforms(i)[t]; transform.acts(mode)) {
                transform.forward(input(x, i), mode, *works[t]);
                works[t]->acted = true;
            }
        network[i].forward(input(x, i), mode, *works_[i]);
        if (i + 1 == network.size())
            break;
        const Matrix<Scalar>& z = works_[i]->z;
        const Index rows = network[i].passedOn();
        h_[i].resize(rows, z.cols());
        const Index skipped = z.rows() - rows;
        shareOut(z.cols(), rows, [&](Index first, Index count) {
            for (Index example = first; example < first + count; ++example)
                kernels::relu(z.col(example).data() + skipped, h_[i].col(example).data(), rows);
        });
    }
    softmax(logits(), probabilities_);
    return logits();
}

template <class Scalar>
void Pass<Scalar>::backward(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                            PerLayer<Scalar>* gradients, PerLayer<Scalar>* squares) {
    for (std::size_t i = network.size(); i-- > 0;) {
        backwardOne(network, x, i, gradients ? &(*gradients)[i] : nullptr,
                    squares ? &(*squares)[i] : nullptr);
        if (i > 0)
            backwardBetween(network, i);
    }
}

template <class Scalar>
void Pass<Scalar>::backwardOne(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x, std::size_t i,
                               Vector<Scalar>* gradient, Vector<Scalar>* squares) {
    Wanted<Scalar> wanted;
    wanted.gradient = gradient;
    wanted.squares = squares;
    if (i > 0) {
        wanted.dx = &delta_[i - 1];
        for (const auto& work : transformWorks_[i])
            if (work->acted)
                wanted.dx = &work->dOut; // in the end, of the last
    }
    network[i].backward(input(x, i), delta_[i], *works_[i], wanted);
}

template <class Scalar>
void Pass<Scalar>::setOutputDelta(std::span<const std::int32_t> y, double scale) {
    delta_.back().resize(probabilities_.rows(), probabilities_.cols());
    crossEntropyGradient(probabilities_, y, scale, whole(delta_.back()));
}

template <class Scalar>
bool Pass<Scalar>::descendsWithFisher(const Network<Scalar>& network, Index batch) const {
    for (std::size_t i = 0; i < network.size(); ++i)
        if (!network[i].descendsWithFisher(batch) || !network.transforms(i).empty() ||
            network[i].passedOn() != network[i].outputs())
            return false;
    return true;
}

template <class Scalar>
void Pass<Scalar>::descendWithFisher(Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                     std::span<const std::int32_t> y, std::span<const std::int32_t> labels,
                                     const std::vector<std::vector<Scalar>>& rates,
                                     const std::vector<FisherStep<Scalar>>& steps) {
    const Index batch = x.cols(), classes = probabilities_.rows();
    delta_.swap(wideDelta_); // each keeps its size, so that nothing is allocated from update to update
    delta_.resize(network.size());
    Matrix<Scalar>& both = delta_.back();
    both.resize(classes, 2 * batch);
    const auto half = [&](Index i) {
        return MatrixView<Scalar>(both.data() + i * classes * batch, classes, batch,
                                  Eigen::OuterStride<>(classes));
    };
    crossEntropyGradient(probabilities_, y, 1.0 / static_cast<double>(batch), half(0));
    crossEntropyGradient(probabilities_, labels, 1 / std::sqrt(static_cast<double>(batch)), half(1));
    for (std::size_t i = network.size(); i-- > 0;) {
        backwardOne(network, x, i, nullptr, nullptr);
        network[i].descend(input(x, i), delta_[i], *works_[i], rates[i], &steps[i]);
        if (i == 0)
            break;
        const Matrix<Scalar>& z = works_[i - 1]->z;
        for (Index first = 0; first < 2 * batch; first += batch)
            kernels::reluBackward(z.data(), delta_[i - 1].col(first).data(), z.size());
    }
    delta_.swap(wideDelta_);
    releasePulls(network);
}

template <class Scalar>
void Pass<Scalar>::descend(Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                           std::span<const std::int32_t> y, const std::vector<std::vector<Scalar>>& rates,
                           PerLayer<Scalar>& gradients) {
    setOutputDelta(y, 1.0 / static_cast<double>(x.cols()));
    for (std::size_t i = network.size(); i-- > 0;) {
        const bool itself = network[i].descends(x.cols());
        backwardOne(network, x, i, itself ? nullptr : &gradients[i], nullptr);
        if (itself)
            network[i].descend(input(x, i), delta_[i], *works_[i], rates[i]);
        else
            takeStep<Scalar>(network[i].layout(), gradients[i], rates[i], network[i].parameters());
        if (i > 0)
            backwardBetween(network, i);
    }
    releasePulls(network);
}

/// From the gradient by layer i's input to delta_[i - 1].
template <class Scalar>
void Pass<Scalar>::backwardBetween(const Network<Scalar>& network, std::size_t i) {
    auto& works = transformWorks_[i];
    for (std::size_t t = works.size(); t-- > 0;) {
        if (!works[t]->acted)
            continue;
        Matrix<Scalar>* to = &delta_[i - 1];
        for (std::size_t before = 0; before < t; ++before)
            if (works[before]->acted)
                to = &works[before]->dOut;
        network.transforms(i)[t]->backward(*works[t], *to);
    }
    const Matrix<Scalar>& z = works_[i - 1]->z;
    Matrix<Scalar>& delta = delta_[i - 1];
    const Index skipped = z.rows() - delta.rows();
    shareOut(z.cols(), delta.rows(), [&](Index first, Index count) {
        for (Index example = first; example < first + count; ++example)
            kernels::reluBackward(z.col(example).data() + skipped, delta.col(example).data(), delta.rows());
    });
}

template <class Scalar>
void Pass<Scalar>::gradients(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                             std::span<const std::int32_t> y, PerLayer<Scalar>& gradients) {
    setOutputDelta(y, 1.0 / static_cast<double>(x.cols()));
    backward(network, x, &gradients, nullptr);
    releasePulls(network);
}

template <class Scalar>
double Pass<Scalar>::penaliseImbalance(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                       double weight) {
    double sum = 0;
    pulls_.resize(network.size());
    currents_.resize(network.size());
    for (std::size_t i = 0; i < network.size(); ++i) {
        if (!network[i].isDivisive())
            continue;
        currents(network, x, i, currents_[i]);
        const auto penalty = balancePenalty(currents_[i], weight);
        sum += penalty.value;
        pulls_[i] = penalty.pull;
        network[i].setPull(*works_[i], &pulls_[i]);
    }
    return sum;
}

template <class Scalar>
void Pass<Scalar>::releasePulls(const Network<Scalar>& network) {
    for (std::size_t i = 0; i < pulls_.size(); ++i)
        network[i].setPull(*works_[i], nullptr);
    pulls_.clear();
}

template <class Scalar>
void Pass<Scalar>::meanSquares(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                               std::span<const std::int32_t> y, PerLayer<Scalar>& squares) {
    setOutputDelta(y, 1 / std::sqrt(static_cast<double>(x.cols())));
    squaresOfDelta(network, x, squares);
}

template <class Scalar>
void Pass<Scalar>::meanSquaresOfClass(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                      Index c, PerLayer<Scalar>& squares) {
    weightedClassGradient(probabilities_, c, delta_.back());
    delta_.back() /= std::sqrt(static_cast<Scalar>(x.cols()));
    squaresOfDelta(network, x, squares);
}

/// delta_.back() has each example's own gradient in its column, divided by the root of B, so that sums of
/// squares are means.
template <class Scalar>
void Pass<Scalar>::squaresOfDelta(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                                  PerLayer<Scalar>& squares) {
    if (!network.couplesExamples(mode_)) {
        backward(network, x, nullptr, &squares);
    } else {
        if (example_.empty())
            example_ = zerosLike(network);
        for (auto& layer : squares)
            layer.setZero();
        allExamples_ = delta_.back();
        for (Index example = 0; example < x.cols(); ++example) {
            delta_.back().setZero();
            delta_.back().col(example) = allExamples_.col(example);
            backward(network, x, &example_, nullptr);
            for (std::size_t i = 0; i < squares.size(); ++i)
                squares[i].array() += example_[i].array().square();
        }
    }
}

template <class Scalar>
void Pass<Scalar>::updateState(Network<Scalar>& network) const {
    for (std::size_t i = 0; i < network.size(); ++i)
        network[i].updateState(*works_[i]);
}

template <class Scalar>
void Pass<Scalar>::currents(const Network<Scalar>& network, const ConstMatrixRef<Scalar>& x,
                            std::size_t layer, Currents<Scalar>& out) const {
    network[layer].currents(input(x, layer), *works_[layer], out);
}

template class Pass<float>;
template class Pass<double>;

} // namespace dalescope
