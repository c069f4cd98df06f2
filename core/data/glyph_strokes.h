// How the digits are written: lines of a pen in a unit square, several hands for each digit.
#pragma once

#include <span>
#include <vector>

namespace dalescope {

struct Point {
    float x = 0, y = 0; ///< 0..1, y downwards
};
using Stroke = std::vector<Point>;     ///< a line through the points
using GlyphForm = std::vector<Stroke>; ///< one way to write a digit

/// The ways to write `digit` (0 to 9); at least two.
const std::vector<GlyphForm>& glyphForms(int digit);

} // namespace dalescope
