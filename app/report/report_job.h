// A report that is made while the window stays alive.
#pragma once

#include "app/report/session_report.h"

#include <QObject>
#include <QTimer>

namespace dalescope {

/// Draws part by part between the window's other work, writes on another thread, and goes away.
class ReportJob : public QObject {
    Q_OBJECT

public:
    /// To `path`: a document where that ends in ".pdf", else a page. Of the session as it is now.
    ReportJob(const Session& session, const QString& title, const QString& path, QObject* parent);

Q_SIGNALS:
    /// So many of the pictures are drawn.
    void advanced(int drawn, int pictures);
    void written(const QString& path);
    void failed(const QString& sentence);

private:
    void advance();
    void write();

    ReportMaker maker_;
    QString path_;
    QTimer parts_;
};

} // namespace dalescope
