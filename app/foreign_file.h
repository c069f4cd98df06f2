// Files that are none of this program's, though a person may take them for that.
#pragma once

#include <QString>

namespace dalescope {

/// Throws Error saying what a table or a text is and what can be opened instead. What may be data passes:
/// IDX, zipped and other binary files.
void refuseText(const QString& path);

} // namespace dalescope
