// A figure's origin within a PNG (a text chunk), an SVG (its metadata) or a PDF (an attached file), where it
// survives mailing and copying and other programs leave it alone.
#pragma once

#include <QByteArray>
#include <QImage>

#include <optional>
#include <string>

class QPdfWriter;

namespace dalescope {

/// `origin` is JSON, see originToJson(); nothing is put in where it is empty.
void putOrigin(QImage& image, const std::string& origin);
void putOrigin(QPdfWriter& pdf, const std::string& origin);
/// `svg` as QSvgGenerator writes it.
QByteArray withOrigin(QByteArray svg, const std::string& origin);

/// `svg` as QSvgGenerator writes it, which names one family alone, with those to take where that is missing.
QByteArray withFontsToFallBackOn(QByteArray svg);

/// By its suffix: whether `path` may be such a file.
bool isFigureFile(const QString& path);
/// Whether readOrigin() finds one in it. Throws where it cannot be read.
bool carriesRun(const QString& path);
/// The JSON in the file at `path`. Throws Error naming it where it cannot be read, is larger than 64 MB or
/// carries no run.
std::string readOrigin(const QString& path);

} // namespace dalescope
