#include "app/foreign_file.h"

#include "core/common/error.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace dalescope {

namespace {

/// Judged by its beginning: of a binary format, that holds bytes which are in no text.
bool isText(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray begin = file.read(512);
    return !begin.isEmpty() && std::ranges::none_of(begin, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    });
}

} // namespace

void refuseText(const QString& path) {
    if (!isText(path))
        return;
    if (const QString suffix = QFileInfo(path).suffix().toLower();
        suffix == QLatin1String("csv") || suffix == QLatin1String("tsv"))
        throw Error(path.toStdString(), "it is a table of numbers, which is written but not opened",
                    "open the folder of the run that it tells of, or images as IDX or .npz");
    throw Error(path.toStdString(), "it is a text of no kind that is opened here",
                "open a session (.dalescope), a configuration (.json), a lesson (.md), a figure, a run's "
                "folder, or images as IDX or .npz");
}

} // namespace dalescope
