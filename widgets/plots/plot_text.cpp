#include "widgets/plots/plot_text.h"

#include <QIODevice>

#include <charconv>
#include <limits>

namespace dalescope {

namespace {

// The fewest digits that read back as the same number.
template <class Number>
void put(QByteArray& line, Number value) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    line.append(digits.data(), end - digits.data());
}

/// As a cell of a CSV file (RFC 4180).
QByteArray quoted(QByteArray text) {
    if (!text.contains(',') && !text.contains('"'))
        return text;
    return '"' + text.replace("\"", "\"\"") + '"';
}

} // namespace

void writeCsv(QIODevice& out, const PlotSource& source) {
    struct Column {
        const Series* series;
        std::size_t next, size;
    };
    std::vector<Column> columns;
    QByteArray text(source.spec.hasSeconds ? "update,epoch,seconds" : "update,epoch");
    for (const CurveSpec& curve : source.spec.curves)
        for (const std::string& name : {curve.series, curve.low, curve.high})
            if (const Series* series = name.empty() ? nullptr : source.journal->find(name)) {
                columns.push_back({series, 0, series->size()});
                text += ',' + quoted(QByteArray::fromStdString(name));
            }
    text += '\n';
    while (true) {
        std::int64_t row = std::numeric_limits<std::int64_t>::max();
        for (const Column& c : columns)
            if (c.next < c.size)
                row = std::min(row, (*c.series)[c.next].row);
        if (row == std::numeric_limits<std::int64_t>::max())
            break;
        const Tick& tick = source.journal->tick(static_cast<std::size_t>(row));
        put(text, tick.update);
        text += ',';
        put(text, tick.epoch);
        if (source.spec.hasSeconds) {
            text += ',';
            put(text, tick.seconds);
        }
        for (Column& c : columns) {
            text += ',';
            if (c.next < c.size && (*c.series)[c.next].row == row)
                put(text, (*c.series)[c.next++].value);
        }
        text += '\n';
        if (text.size() > 1 << 20) {
            out.write(text);
            text.clear();
        }
    }
    out.write(text);
}

} // namespace dalescope
