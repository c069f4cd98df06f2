// Series of a journal as columns of a CSV table.
#pragma once

#include "core/training/journal.h"

#include <string>
#include <vector>

namespace dalescope {

/// The cells of some series, row by row as they come.
class JournalColumns {
public:
    /// names: of all series; series: indices of those that are columns, in their order.
    JournalColumns(const std::vector<std::string>& names, std::vector<std::size_t> series);

    std::size_t count() const { return series_.size(); }
    /// Each name after a comma.
    std::string header() const;
    /// Adds each value at `row` after a comma, nothing where there is none; true where there was one. Rows
    /// must rise from call to call.
    bool append(const Journal& journal, std::size_t row, std::string& line);

private:
    std::vector<std::string> names_;
    std::vector<std::size_t> series_;
    std::vector<std::size_t> next_; // next sample of each
};

/// The shortest text that is read as the same number.
void appendNumber(std::string& line, std::int64_t number);
void appendNumber(std::string& line, double number);
void appendNumber(std::string& line, float number);

} // namespace dalescope
