#include "app/report/report_job.h"

#include "core/common/error.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace dalescope {

ReportJob::ReportJob(const Session& session, const QString& title, const QString& path, QObject* parent)
    : QObject(parent), maker_(session, title), path_(path) {
    connect(&parts_, &QTimer::timeout, this, &ReportJob::advance);
    parts_.start(0);
}

void ReportJob::advance() {
    const std::size_t before = maker_.drawn();
    if (!maker_.advance()) {
        parts_.stop();
        write();
    } else if (maker_.drawn() != before) {
        Q_EMIT advanced(static_cast<int>(maker_.drawn()), static_cast<int>(maker_.pictures()));
    }
}

void ReportJob::write() {
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), report = std::make_shared<const SessionReport>(maker_.take()), path = path_] {
            QString fault;
            try {
                path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive) ? writePdf(*report, path)
                                                                          : writeHtml(*report, path);
            } catch (const Error& error) {
                fault = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(qApp, [self, path, fault] {
                if (!self)
                    return;
                fault.isEmpty() ? Q_EMIT self->written(path) : Q_EMIT self->failed(fault);
                self->deleteLater();
            });
        });
}

} // namespace dalescope
