#include "widgets/plots/plot_text.h"

#include <QIODevice>

#include <algorithm>
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

/// The rows of one journal, at which at least one of the columns has a value.
class CsvRows {
public:
    CsvRows(const Journal& journal, bool seconds) : journal_(journal), seconds_(seconds) {}
    /// Null: a column that stays empty.
    void add(const Series* series) { columns_.push_back({series, 0, series ? series->size() : 0}); }

    void write(QIODevice& out, const QByteArray& first) {
        QByteArray text;
        for (std::int64_t row = next(); row < none; row = next()) {
            text += first;
            putTick(text, journal_.tick(static_cast<std::size_t>(row)));
            for (Column& c : columns_) {
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

private:
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    struct Column {
        const Series* series;
        std::size_t next, size;
    };
    std::int64_t next() const {
        std::int64_t row = none;
        for (const Column& c : columns_)
            if (c.next < c.size)
                row = std::min<std::int64_t>(row, (*c.series)[c.next].row);
        return row;
    }
    void putTick(QByteArray& text, const Tick& tick) const {
        put(text, tick.update);
        text += ',';
        put(text, tick.epoch);
        if (seconds_) {
            text += ',';
            put(text, tick.seconds);
        }
    }
    const Journal& journal_;
    bool seconds_;
    std::vector<Column> columns_;
};

} // namespace

// Of several runs, one after another with the run's name in the first column: their updates need not meet.
void writeCsv(QIODevice& out, const PlotSource& source) {
    struct OfRun {
        const Journal* journal;
        QString name;
    };
    std::vector<OfRun> runs;
    std::vector<std::string> names; // the columns: series of any of the runs
    const auto journalOf = [&](const CurveSpec& curve) {
        return curve.journal ? curve.journal.get() : source.journal.get();
    };
    for (const CurveSpec& curve : source.spec.curves) {
        if (std::ranges::find(runs, journalOf(curve), &OfRun::journal) == runs.end())
            runs.push_back({journalOf(curve), curve.run});
        for (const std::string& name : {curve.series, curve.low, curve.high})
            if (!name.empty() && journalOf(curve)->find(name) &&
                std::ranges::find(names, name) == names.end())
                names.push_back(name);
    }
    const bool several = runs.size() > 1;
    QByteArray header(several ? "run,update,epoch" : "update,epoch");
    header += source.spec.hasSeconds ? ",seconds" : "";
    for (const std::string& name : names)
        header += ',' + quoted(QByteArray::fromStdString(name));
    out.write(header + '\n');
    for (const OfRun& run : runs) {
        CsvRows rows(*run.journal, source.spec.hasSeconds);
        for (const std::string& name : names)
            rows.add(run.journal->find(name));
        rows.write(out, several ? quoted(run.name.toUtf8()) + ',' : QByteArray());
    }
}

} // namespace dalescope
