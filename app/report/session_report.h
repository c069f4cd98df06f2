// What was done in a session, for a person to read or to hand in: settings, plots, errors, notes, and how to
// do it again.
#pragma once

#include "app/session.h"

#include <QImage>

#include <vector>

namespace dalescope {

/// A page of HTML whose pictures are left open: "<img src="picture:N">" stands for the Nth.
struct SessionReport {
    QString title;
    QString html;
    struct Picture {
        QByteArray svg;
        QImage image; ///< the same, 300 dots an inch
    };
    std::vector<Picture> pictures;
};

/// Of all runs in their order, as they are now. On the GUI thread; `title` is plain text.
SessionReport makeReport(const Session& session, const QString& title);

/// One file that needs no other. Throws Error.
void writeHtml(const SessionReport& report, const QString& path);
/// On A4. Throws Error.
void writePdf(const SessionReport& report, const QString& path);

} // namespace dalescope
