#include "core/data/delayed_match.h"

#include "core/common/rng.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalescope {

namespace {

constexpr std::size_t inputs = 16, patterns = 8, shown = 3, delay = 6, steps = 2 * shown + delay;
constexpr double noise = 0.15;

using Pattern = std::array<double, inputs>;

/// Each has half of the inputs on, so that no pattern is told by its sum.
std::array<Pattern, patterns> drawPatterns(std::uint64_t seed) {
    std::array<Pattern, patterns> drawn{};
    Rng rng = makeRng(seed, RngStream::DelayedMatch, 0);
    for (std::size_t p = 0; p < patterns;) {
        Pattern& pattern = drawn[p];
        std::fill_n(pattern.begin(), inputs / 2, 0.8);
        std::fill(pattern.begin() + inputs / 2, pattern.end(), 0.1);
        for (std::size_t i = inputs; i > 1; --i)
            std::swap(pattern[i - 1], pattern[uniformBelow(rng, i)]);
        if (std::find(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(p), pattern) ==
            drawn.begin() + static_cast<std::ptrdiff_t>(p))
            ++p;
    }
    return drawn;
}

void drawExample(const std::array<Pattern, patterns>& all, bool match, Rng& rng, std::uint8_t* out) {
    const std::size_t first = uniformBelow(rng, patterns);
    const std::size_t second = match ? first : (first + 1 + uniformBelow(rng, patterns - 1)) % patterns;
    constexpr Pattern nothing{};
    for (std::size_t step = 0; step < steps; ++step) {
        const bool before = step < shown, after = step >= shown + delay;
        const Pattern& pattern = before ? all[first] : after ? all[second] : nothing;
        for (const double level : pattern)
            *out++ = static_cast<std::uint8_t>(
                std::lround(255 * std::clamp(level + noise * (uniform(rng) - 0.5), 0.0, 1.0)));
    }
}

Examples drawExamples(const std::array<Pattern, patterns>& all, Index count, std::uint64_t seed,
                      Index before) {
    Examples examples;
    examples.features = static_cast<Index>(steps * inputs);
    examples.labels.resize(static_cast<std::size_t>(count));
    examples.bytes.resize(static_cast<std::size_t>(count * examples.features));
    for (Index i = 0; i < count; ++i) {
        Rng rng = makeRng(seed, RngStream::DelayedMatch, static_cast<std::uint64_t>(1 + before + i));
        const bool match = i % 2 == 0;
        examples.labels[static_cast<std::size_t>(i)] = match ? 1 : 0;
        drawExample(all, match, rng, examples.bytes.data() + i * examples.features);
    }
    return examples;
}

} // namespace

Dataset makeDelayedMatch(std::uint64_t seed, Index train, Index test) {
    const auto all = drawPatterns(seed);
    Dataset data;
    data.name = "delayed-match";
    data.shape = {1, static_cast<Index>(steps), static_cast<Index>(inputs)};
    data.classes = 2;
    data.classNames = {"different", "same"};
    data.train = drawExamples(all, train, seed, 0);
    data.test = drawExamples(all, test, seed, train);
    return data;
}

} // namespace dalescope
