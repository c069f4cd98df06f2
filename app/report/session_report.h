// What was done in a session, for a person to read or to hand in: settings, plots, errors, notes, and how to
// do it again.
#pragma once

#include "app/session.h"
#include "widgets/plots/plot_sheet.h"

#include <QImage>

#include <vector>

namespace dalescope {

/// A page of HTML whose pictures are left open: "<img src="picture:N">" stands for the Nth. What it folds
/// away (<details>) a document on paper leaves out.
struct SessionReport {
    QString title;
    QString html;
    struct Picture {
        QByteArray svg;
        QImage image; ///< the same, 300 dots an inch
        QString title;
    };
    std::vector<Picture> pictures;
    /// Of each run, to replay it from: folded into a page, attached to a document.
    struct Attachment {
        QString name;
        QByteArray json;
    };
    std::vector<Attachment> configurations;
};

/// Makes one of all runs in their order, in parts that do not hold up the window. On the GUI thread.
class ReportMaker {
public:
    /// Takes down everything but the pictures as it is now; `title` is plain text.
    ReportMaker(const Session& session, const QString& title);
    ~ReportMaker();

    /// Draws a part of a picture, some milliseconds long; false once nothing was left.
    bool advance();
    std::size_t drawn() const { return report_.pictures.size(); }
    std::size_t pictures() const { return sources_.size(); }
    /// Once advance() was false.
    SessionReport take() { return std::move(report_); }

private:
    QString addPicture(const Run& run, const PlotSpec& spec, Medium medium = Medium::Paper);
    QString section(const Run& run);

    QString replay(const Run& run);

    SessionReport report_;
    std::vector<PlotSource> sources_;
    std::vector<Medium> media_;        ///< as many
    std::unique_ptr<PlotSheet> sheet_; ///< of the next picture
    bool behind_ = true;
    QByteArray svg_;
};

/// All at once.
SessionReport makeReport(const Session& session, const QString& title);

/// One file that needs no other. Throws Error. On any thread.
void writeHtml(const SessionReport& report, const QString& path);
/// On A4. Throws Error. On any thread.
void writePdf(const SessionReport& report, const QString& path);

} // namespace dalescope
