#include "widgets/plots/figure_file.h"

#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "widgets/theme/theme.h"

#include <QBuffer>
#include <QImageReader>
#include <QPdfWriter>
#include <QXmlStreamReader>

#include <array>
#include <zlib.h>

namespace dalescope {

namespace {

constexpr std::size_t mostBytes = 64u << 20;
constexpr std::string_view beginning = R"({"format":"dalescope-figure")"; // as originToJson() writes it

QString key() {
    return QStringLiteral("Dalescope");
}

std::string readPng(const QByteArray& bytes) {
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    return reader.text(key()).toStdString();
}

std::string readSvg(const QByteArray& bytes) {
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("metadata") &&
            xml.attributes().value(QLatin1String("id")) == key())
            return xml.readElementText(QXmlStreamReader::SkipChildElements).trimmed().toStdString();
    return {};
}

/// What the zlib stream at the beginning of `packed` holds, if that begins as an origin does.
std::string unpacked(std::string_view packed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 1 << 16> part;
    int state = Z_OK;
    while (state == Z_OK && text.size() < mostBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), part.size() - stream.avail_out);
        if (!std::string_view(text).starts_with(beginning))
            break;
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END && std::string_view(text).starts_with(beginning) ? text : std::string();
}

/// The attachment is one of the document's packed streams; which one, its beginning tells.
std::string readPdf(std::string_view bytes) {
    constexpr std::string_view opening = "stream\n";
    for (auto at = bytes.find(opening); at != bytes.npos; at = bytes.find(opening, at + 1))
        if (const auto text = unpacked(bytes.substr(at + opening.size())); !text.empty())
            return text;
    return {};
}

/// Empty where there is none.
std::string findOrigin(const QString& path) {
    const std::string bytes = readFile(path.toStdString(), mostBytes);
    const QByteArray view = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return view.startsWith("\x89PNG") ? readPng(view)
           : view.startsWith("%PDF")  ? readPdf(bytes)
                                      : readSvg(view);
}

} // namespace

void putOrigin(QImage& image, const std::string& origin) {
    if (!origin.empty())
        image.setText(key(), QString::fromStdString(origin));
}

void putOrigin(QPdfWriter& pdf, const std::string& origin) {
    if (!origin.empty())
        pdf.addFileAttachment(QStringLiteral("dalescope.json"), QByteArray::fromStdString(origin),
                              QStringLiteral("application/json"));
}

QByteArray withFontsToFallBackOn(QByteArray svg) {
    const QStringList families = Theme::font(1).families();
    return svg.replace("font-family=\"" + families.front().toUtf8() + '"',
                       "font-family=\"" + families.join(QStringLiteral(", ")).toUtf8() + '"');
}

QByteArray withOrigin(QByteArray svg, const std::string& origin) {
    const auto place = svg.indexOf("<defs>");
    if (origin.empty() || place < 0)
        return svg;
    const QString text = QString::fromStdString(origin).toHtmlEscaped();
    return svg.insert(place, QStringLiteral("<metadata id=\"%1\">%2</metadata>\n").arg(key(), text).toUtf8());
}

bool isFigureFile(const QString& path) {
    for (const char* suffix : {".png", ".svg", ".pdf"})
        if (path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive))
            return true;
    return false;
}

bool carriesRun(const QString& path) {
    return !findOrigin(path).empty();
}

std::string readOrigin(const QString& path) {
    std::string origin = findOrigin(path);
    if (origin.empty())
        throw Error(path.toStdString(), "it carries no run",
                    "choose a figure that this program exported, not edited since");
    return origin;
}

} // namespace dalescope
