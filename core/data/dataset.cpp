#include "core/data/dataset.h"

#include <numeric>

namespace dalescope {

namespace {

template <class Scalar>
void copyExample(const Examples& examples, std::size_t index, Scalar* out) {
    const auto features = static_cast<std::size_t>(examples.features);
    if (examples.values.empty()) {
        const std::uint8_t* pixels = examples.bytes.data() + index * features;
        for (std::size_t i = 0; i < features; ++i)
            out[i] = static_cast<Scalar>(pixels[i]) * (Scalar(1) / Scalar(255));
    } else {
        const float* pixels = examples.values.data() + index * features;
        for (std::size_t i = 0; i < features; ++i)
            out[i] = static_cast<Scalar>(pixels[i]);
    }
}

} // namespace

template <class Scalar>
void Examples::gather(std::span<const std::uint32_t> indices, Eigen::Ref<Matrix<Scalar>> x,
                      std::span<std::int32_t> y) const {
    for (std::size_t i = 0; i < indices.size(); ++i) {
        copyExample(*this, indices[i], x.col(static_cast<Index>(i)).data());
        y[i] = labels[indices[i]];
    }
}

template <class Scalar>
void Examples::gatherRange(Index first, Eigen::Ref<Matrix<Scalar>> x, std::span<std::int32_t> y) const {
    for (std::size_t i = 0; i < y.size(); ++i) {
        const std::size_t index = static_cast<std::size_t>(first) + i;
        copyExample(*this, index, x.col(static_cast<Index>(i)).data());
        y[i] = labels[index];
    }
}

double Examples::meanPixel() const {
    if (values.empty()) {
        const auto sum = std::accumulate(bytes.begin(), bytes.end(), std::uint64_t(0));
        return bytes.empty() ? 0 : static_cast<double>(sum) / 255 / static_cast<double>(bytes.size());
    }
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<Index> Examples::classCounts(Index classes) const {
    std::vector<Index> counts(static_cast<std::size_t>(classes));
    for (const auto label : labels)
        ++counts[label];
    return counts;
}

template void Examples::gather<float>(std::span<const std::uint32_t>, Eigen::Ref<Matrix<float>>,
                                      std::span<std::int32_t>) const;
template void Examples::gather<double>(std::span<const std::uint32_t>, Eigen::Ref<Matrix<double>>,
                                       std::span<std::int32_t>) const;
template void Examples::gatherRange<float>(Index, Eigen::Ref<Matrix<float>>, std::span<std::int32_t>) const;
template void Examples::gatherRange<double>(Index, Eigen::Ref<Matrix<double>>, std::span<std::int32_t>) const;

} // namespace dalescope
