// How a run is known to the person: what may change without touching what it computes.
#pragma once

#include <QString>

namespace dalescope {

struct RunLabel {
    QString name;
    /// Index of Theme::series(), with the sign of signOf(); negative: the session chooses one that is free.
    int colour = -1;
    QString notes;
    bool pinned = false; ///< always drawn in the plots, first in the list
    bool hidden = false; ///< drawn in the plots only while it is the current run

    bool operator==(const RunLabel&) const = default;
};

} // namespace dalescope
