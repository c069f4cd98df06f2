#include "core/inspection/disturbance.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

/// Calls visit(channel's first pixel) for every channel.
template <class Visit>
void forEachPlane(const ImageShape& shape, Visit visit) {
    for (Index channel = 0; channel < shape.channels; ++channel)
        visit(channel * shape.rows * shape.columns);
}

void shift(Eigen::Ref<Vector<float>> x, const ImageShape& shape, Index by) {
    forEachPlane(shape, [&](Index plane) {
        for (Index row = 0; row < shape.rows; ++row) {
            float* line = x.data() + plane + row * shape.columns;
            std::shift_right(line, line + shape.columns, by);
            std::fill_n(line, by, 0.0f);
        }
    });
}

void occlude(Eigen::Ref<Vector<float>> x, const ImageShape& shape, double share, Rng& rng) {
    const auto side = [share](Index all) {
        return std::min(all, static_cast<Index>(std::lround(std::sqrt(share) * static_cast<double>(all))));
    };
    const Index rows = side(shape.rows), columns = side(shape.columns);
    // Drawn as shares of the room, so that a growing square grows where it is.
    const double down = uniform(rng), right = uniform(rng);
    const auto top = static_cast<Index>(down * static_cast<double>(shape.rows - rows + 1));
    const auto left = static_cast<Index>(right * static_cast<double>(shape.columns - columns + 1));
    forEachPlane(shape, [&](Index plane) {
        for (Index row = top; row < top + rows; ++row)
            x.segment(plane + row * shape.columns + left, columns).setZero();
    });
}

} // namespace

void disturb(Eigen::Ref<Vector<float>> x, const ImageShape& shape, Disturbance kind, double strength,
             Rng& rng) {
    const auto share = static_cast<float>(strength);
    switch (kind) {
    case Disturbance::Noise:
        for (float& value : x)
            value = std::clamp(value + share * static_cast<float>(normal(rng)), 0.0f, 1.0f);
        break;
    case Disturbance::Contrast:
        x.array() += share * (x.mean() - x.array());
        break;
    case Disturbance::Shift:
        shift(x, shape, static_cast<Index>(std::lround(strength * static_cast<double>(shape.columns))));
        break;
    case Disturbance::Occlusion:
        occlude(x, shape, strength, rng);
        break;
    }
}

std::vector<double> errorUnderDisturbance(const Network<float>& network, const Dataset& data,
                                          Disturbance kind, const std::vector<double>& strengths,
                                          Index examples, std::uint64_t seed,
                                          const std::function<bool()>& goOn) {
    constexpr Index chunk = 250;
    const Index all = std::min(examples, data.test.count());
    std::vector<double> errors;
    Pass<float> pass(network);
    Matrix<float> x;
    std::vector<std::int32_t> y;
    for (const double strength : strengths) {
        if (!goOn())
            break;
        LossSum sum;
        for (Index first = 0; first < all; first += chunk) {
            const Index count = std::min(chunk, all - first);
            x.resize(data.test.features, count);
            y.resize(static_cast<std::size_t>(count));
            data.test.gatherRange<float>(first, x, y);
            for (Index i = 0; i < count; ++i) {
                Rng rng = makeRng(seed, RngStream::Disturbance, static_cast<std::uint64_t>(first + i));
                disturb(x.col(i), data.shape, kind, strength, rng);
            }
            sum += crossEntropy<float>(pass.forward(network, x), y);
        }
        errors.push_back(sum.errorRate());
    }
    return errors;
}

} // namespace dalescope
