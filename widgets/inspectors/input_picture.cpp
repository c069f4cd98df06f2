#include "widgets/inspectors/input_picture.h"

#include "core/common/error.h"

#include <QFileInfo>
#include <QImageReader>
#include <QPainter>

#include <algorithm>

namespace dalescope {

namespace {

constexpr qint64 mostPixels = 64'000'000;

float level(int value) {
    return static_cast<float>(value) / 255.0f;
}

/// Mean of the outermost pixels.
double edgeOf(const QImage& grey) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x)
            if (x == 0 || y == 0 || x == grey.width() - 1 || y == grey.height() - 1) {
                sum += qGray(grey.pixel(x, y));
                ++count;
            }
    return sum / count;
}

} // namespace

bool isPicture(const QString& path) {
    return QImageReader::supportedImageFormats().contains(QFileInfo(path).suffix().toLower().toUtf8());
}

QImage readPicture(const QString& path) {
    const std::string name = path.toStdString();
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (!reader.canRead())
        throw Error(name, "it is no picture that can be read", "choose a PNG, JPEG, GIF or SVG");
    const QSize size = reader.size();
    if (static_cast<qint64>(size.width()) * size.height() > mostPixels)
        throw Error(name, "it has more than 64 million pixels", "make it smaller");
    const QImage picture = reader.read();
    if (picture.isNull())
        throw Error(name, "it is damaged (" + reader.errorString().toStdString() + ")",
                    "save it again in the program that it comes from");
    return picture;
}

Vector<float> inputFrom(const QImage& picture, const ImageShape& shape) {
    Vector<float> values = Vector<float>::Zero(shape.features());
    const QSize wanted(static_cast<int>(shape.columns), static_cast<int>(shape.rows));
    if (picture.isNull() || wanted.isEmpty())
        return values;
    const bool grey = shape.channels == 1;
    const QImage scaled =
        picture
            .scaled(picture.size()
                        .scaled(wanted, grey ? Qt::KeepAspectRatio : Qt::KeepAspectRatioByExpanding)
                        .expandedTo({1, 1}),
                    Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_ARGB32);
    QImage onPaper(scaled.size(), QImage::Format_RGB32);
    onPaper.fill(Qt::white);
    QPainter(&onPaper).drawImage(0, 0, scaled);
    // Of paper that is not quite white nothing is left either.
    const auto paper = static_cast<float>(edgeOf(onPaper) / 255);
    const bool turned = grey && paper > 0.5f;
    const int left = (wanted.width() - onPaper.width()) / 2, top = (wanted.height() - onPaper.height()) / 2;
    for (int y = std::max(0, top); y < std::min(wanted.height(), top + onPaper.height()); ++y)
        for (int x = std::max(0, left); x < std::min(wanted.width(), left + onPaper.width()); ++x) {
            const QRgb pixel = onPaper.pixel(x - left, y - top);
            const Index at = static_cast<Index>(y) * shape.columns + x, plane = shape.rows * shape.columns;
            if (grey) {
                values[at] = turned ? std::max(0.0f, 1 - level(qGray(pixel)) / paper) : level(qGray(pixel));
                continue;
            }
            const int parts[] = {qRed(pixel), qGreen(pixel), qBlue(pixel)};
            for (Index channel = 0; channel < shape.channels; ++channel)
                values[channel * plane + at] = level(parts[std::min<Index>(channel, 2)]);
        }
    return values;
}

} // namespace dalescope
