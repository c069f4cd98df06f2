#include "core/training/journal_columns.h"

#include <charconv>

namespace dalescope {

namespace {

template <class Number>
void append(std::string& line, Number number) {
    char buffer[40];
    line.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

} // namespace

void appendNumber(std::string& line, std::int64_t number) {
    append(line, number);
}
void appendNumber(std::string& line, double number) {
    append(line, number);
}
void appendNumber(std::string& line, float number) {
    append(line, number);
}

JournalColumns::JournalColumns(const std::vector<std::string>& names, std::vector<std::size_t> series)
    : series_(std::move(series)), next_(series_.size(), 0) {
    for (const std::size_t s : series_)
        names_.push_back(names[s]);
}

std::string JournalColumns::header() const {
    std::string line;
    for (const auto& name : names_)
        line += "," + name;
    return line;
}

bool JournalColumns::append(const Journal& journal, std::size_t row, std::string& line) {
    bool any = false;
    for (std::size_t c = 0; c < series_.size(); ++c) {
        line += ',';
        const Series& series = journal.series(series_[c]);
        if (next_[c] < series.size() && series[next_[c]].row == row) {
            appendNumber(line, series[next_[c]++].value);
            any = true;
        }
    }
    return any;
}

} // namespace dalescope
