#include "core/data/glyph_strokes.h"

#include <array>
#include <cmath>
#include <numbers>

namespace dalescope {

namespace {

/// Part of an ellipse from angle `from` to `to`, in degrees clockwise from the right, as seen on screen.
Stroke arc(Point centre, float radiusX, float radiusY, float from, float to) {
    constexpr int pieces = 12;
    Stroke stroke;
    for (int i = 0; i <= pieces; ++i) {
        const float angle =
            (from + (to - from) * static_cast<float>(i) / pieces) * std::numbers::pi_v<float> / 180;
        stroke.push_back({centre.x + radiusX * std::cos(angle), centre.y + radiusY * std::sin(angle)});
    }
    return stroke;
}

Stroke joined(Stroke a, const Stroke& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::array<std::vector<GlyphForm>, 10> makeForms() {
    return {{
        // 0: round, narrow, slashed
        {{arc({.5F, .5F}, .33F, .45F, -90, 270)},
         {arc({.5F, .5F}, .22F, .45F, -100, 260)},
         {arc({.5F, .5F}, .3F, .45F, -90, 270), {{.68F, .2F}, {.32F, .8F}}}},
        // 1: plain, with a flag, with flag and foot
        {{{{.5F, .05F}, {.5F, .95F}}},
         {{{.3F, .27F}, {.54F, .05F}, {.54F, .95F}}},
         {{{.32F, .25F}, {.52F, .05F}, {.52F, .95F}}, {{.28F, .95F}, {.76F, .95F}}}},
        // 2: straight foot, looped foot
        {{joined(arc({.48F, .3F}, .3F, .25F, 190, 380), {{.7F, .52F}, {.18F, .95F}, {.85F, .95F}})},
         {joined(arc({.48F, .28F}, .28F, .23F, 200, 390),
                 {{.42F, .75F}, {.2F, .88F}, {.3F, .72F}, {.6F, .92F}, {.86F, .86F}})}},
        // 3: round, flat top
        {{joined(arc({.45F, .28F}, .28F, .23F, 200, 450), arc({.45F, .72F}, .32F, .23F, 270, 520))},
         {joined({{.2F, .05F}, {.78F, .05F}, {.44F, .42F}}, arc({.45F, .69F}, .32F, .26F, 270, 510))}},
        // 4: open, closed
        {{{{.25F, .05F}, {.2F, .58F}, {.85F, .58F}}, {{.68F, .1F}, {.66F, .95F}}},
         {{{.64F, .95F}, {.64F, .05F}, {.12F, .66F}, {.88F, .66F}}}},
        // 5: cornered, in one sweep
        {{joined({{.8F, .05F}, {.28F, .05F}, {.24F, .46F}}, arc({.48F, .68F}, .32F, .27F, 225, 510))},
         {joined({{.74F, .1F}, {.36F, .08F}, {.3F, .42F}}, arc({.47F, .67F}, .27F, .26F, 240, 490))}},
        // 6: curved, straight-backed
        {{joined(arc({.66F, .5F}, .45F, .46F, 275, 150), arc({.5F, .69F}, .28F, .25F, 180, 540))},
         {joined({{.62F, .04F}, {.3F, .5F}, {.23F, .7F}}, arc({.49F, .7F}, .26F, .24F, 180, 540))}},
        // 7: plain, crossed
        {{{{.15F, .06F}, {.84F, .06F}, {.42F, .95F}}},
         {{{.16F, .14F}, {.2F, .06F}, {.82F, .08F}, {.4F, .95F}}, {{.34F, .5F}, {.76F, .48F}}}},
        // 8: two rings, one crossing line
        {{arc({.5F, .27F}, .24F, .22F, 90, 450), arc({.5F, .72F}, .3F, .23F, -90, 270)},
         {joined(arc({.5F, .27F}, .24F, .21F, 0, -210), arc({.5F, .72F}, .28F, .23F, -60, 250)),
          {{.32F, .62F}, {.73F, .3F}}}},
        // 9: straight tail, curved tail
        {{joined(arc({.5F, .3F}, .28F, .25F, 0, 360), {{.78F, .3F}, {.7F, .95F}})},
         {joined(arc({.5F, .3F}, .27F, .25F, 0, 360), arc({.4F, .5F}, .37F, .45F, -25, 110))}},
    }};
}

} // namespace

const std::vector<GlyphForm>& glyphForms(int digit) {
    static const auto forms = makeForms();
    return forms[static_cast<std::size_t>(digit)];
}

} // namespace dalescope
