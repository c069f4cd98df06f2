#include "core/data/glyphs.h"

#include "core/common/rng.h"
#include "core/common/training_turn.h"
#include "core/data/glyph_strokes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <thread>

namespace dalescope {

namespace {

constexpr int side = 28;
using Image = std::array<float, side * side>;

double between(Rng& rng, double low, double high) {
    return low + (high - low) * uniform(rng);
}

/// From the unit square to pixels: rotation, shear, scale and shift.
struct Affine {
    double a, b, c, d, x, y;
    Point operator()(Point p) const {
        const double u = p.x - 0.5, v = p.y - 0.5;
        return {static_cast<float>(a * u + b * v + x), static_cast<float>(c * u + d * v + y)};
    }
};

Affine randomAffine(Rng& rng) {
    const double angle = between(rng, -0.26, 0.26), shear = between(rng, -0.35, 0.35);
    const double width = between(rng, 13, 20), height = between(rng, 16, 22);
    const double c = std::cos(angle), s = std::sin(angle);
    return {width * c,
            height * (shear * c - s),
            width * s,
            height * (shear * s + c),
            side / 2.0 + between(rng, -2.5, 2.5),
            side / 2.0 + between(rng, -2.5, 2.5)};
}

/// Brightens the pixels within `radius` of the line from p to q, with an edge one pixel soft.
void drawLine(Image& image, Point p, Point q, float radius) {
    const float reach = radius + 1;
    const int left = std::max(0, static_cast<int>(std::min(p.x, q.x) - reach));
    const int right = std::min(side - 1, static_cast<int>(std::max(p.x, q.x) + reach));
    const int top = std::max(0, static_cast<int>(std::min(p.y, q.y) - reach));
    const int bottom = std::min(side - 1, static_cast<int>(std::max(p.y, q.y) + reach));
    const float dx = q.x - p.x, dy = q.y - p.y, length2 = std::max(dx * dx + dy * dy, 1e-6F);
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column) {
            const float x = static_cast<float>(column) + 0.5F - p.x, y = static_cast<float>(row) + 0.5F - p.y;
            const float along = std::clamp((x * dx + y * dy) / length2, 0.0F, 1.0F);
            const float distance = std::hypot(x - along * dx, y - along * dy);
            float& pixel = image[static_cast<std::size_t>(row * side + column)];
            pixel = std::max(pixel, std::clamp(radius + 0.5F - distance, 0.0F, 1.0F));
        }
}

void drawGlyph(int digit, Rng& rng, std::uint8_t* out) {
    Image image{};
    const auto& forms = glyphForms(digit);
    const auto& form = forms[uniformBelow(rng, forms.size())];
    const Affine place = randomAffine(rng);
    const auto radius = static_cast<float>(between(rng, 0.7, 1.7));
    // A slow wave bends every line a little, so that no two drawings are affine copies of each other.
    const double bend = between(rng, 0, 0.05), phaseX = between(rng, 0, 2 * std::numbers::pi),
                 phaseY = between(rng, 0, 2 * std::numbers::pi);
    const auto bent = [&](Point p) {
        return Point{p.x + static_cast<float>(bend * std::sin(5.0 * p.y + phaseX)),
                     p.y + static_cast<float>(bend * std::sin(5.0 * p.x + phaseY))};
    };
    for (const auto& stroke : form)
        for (std::size_t i = 1; i < stroke.size(); ++i)
            drawLine(image, place(bent(stroke[i - 1])), place(bent(stroke[i])), radius);
    const double ink = between(rng, 0.75, 1), noise = between(rng, 0, 0.18);
    for (std::size_t i = 0; i < image.size(); ++i) {
        const double value = ink * image[i] + noise * (uniform(rng) - 0.5);
        out[i] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
    }
}

/// Fills examples first .. last - 1; example i of the data set is drawn from its own generator.
void drawRange(Examples& examples, Index first, Index last, std::uint64_t seed, Index before) {
    for (Index i = first; i < last; ++i) {
        Rng rng = makeRng(seed, RngStream::Glyphs, static_cast<std::uint64_t>(before + i));
        const auto digit = static_cast<int>(uniformBelow(rng, 10));
        examples.labels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(digit);
        drawGlyph(digit, rng, examples.bytes.data() + i * examples.features);
    }
}

Examples drawExamples(Index count, std::uint64_t seed, Index before) {
    Examples examples;
    examples.features = side * side;
    examples.labels.resize(static_cast<std::size_t>(count));
    examples.bytes.resize(static_cast<std::size_t>(count * examples.features));
    const Index workers = processors();
    std::vector<std::jthread> threads;
    for (Index w = 0; w < workers; ++w)
        threads.emplace_back(
            [&, w] { drawRange(examples, count * w / workers, count * (w + 1) / workers, seed, before); });
    threads.clear();
    return examples;
}

} // namespace

Dataset makeGlyphs(std::uint64_t seed, Index train, Index test) {
    Dataset data;
    data.name = "glyphs";
    data.shape = {1, side, side};
    data.classes = 10;
    for (int digit = 0; digit < 10; ++digit)
        data.classNames.push_back(std::to_string(digit));
    data.train = drawExamples(train, seed, 0);
    data.test = drawExamples(test, seed, train);
    return data;
}

} // namespace dalescope
