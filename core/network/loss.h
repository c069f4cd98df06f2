// Softmax cross-entropy: loss, error, gradients, and labels drawn from the model.
#pragma once

#include "core/common/rng.h"
#include "core/network/parameters.h"

#include <cstdint>
#include <span>

namespace dalescope {

/// Of one batch, or added up over several.
struct LossSum {
    double loss = 0;  ///< summed cross-entropy, in nats
    Index errors = 0; ///< examples whose answerOf() is not their label
    Index examples = 0;

    double meanLoss() const { return examples ? loss / static_cast<double>(examples) : 0; }
    /// percent
    double errorRate() const {
        return examples ? 100.0 * static_cast<double>(errors) / static_cast<double>(examples) : 0;
    }
    LossSum& operator+=(const LossSum& other);
};

/// The first of the classes with the largest value among one example's logits or their softmax; -1: none,
/// where the output is not finite.
template <class Scalar>
Index answerOf(std::span<const Scalar> output);

/// p = softmax(logits), C x B, column by column.
template <class Scalar>
void softmax(const Matrix<Scalar>& logits, Matrix<Scalar>& p);

/// Loss of labels y (below C) under `logits` (C x B).
template <class Scalar>
LossSum crossEntropy(const Matrix<Scalar>& logits, std::span<const std::int32_t> y);

/// delta = scale (p - onehot(y)): the gradient of scale times the summed cross-entropy by the logits.
template <class Scalar>
void crossEntropyGradient(const Matrix<Scalar>& p, std::span<const std::int32_t> y, double scale,
                          MatrixView<Scalar> delta);

/// delta = sqrt(p_c) (p - onehot(c)), column by column: its square is p_c times that of the gradient against
/// class c.
template <class Scalar>
void weightedClassGradient(const Matrix<Scalar>& p, Index c, Matrix<Scalar>& delta);

/// Draws one label per column of p (Categorical(p), algorithm 4).
template <class Scalar>
void sampleLabels(const Matrix<Scalar>& p, Rng& rng, std::span<std::int32_t> y);

} // namespace dalescope
