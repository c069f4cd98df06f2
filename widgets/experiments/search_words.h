// The pictures of a search in words.
#pragma once

#include "widgets/experiments/search_drawings.h"

namespace dalescope {

/// How many configurations the scatter shows, its lowest and highest point, and the correlation of what is
/// drawn.
QString scatterInWords(const SearchPicture& picture);
/// The best and the worst configuration, axis by axis.
QString parallelInWords(const SearchPicture& picture);

} // namespace dalescope
