// A table of results as text for people and for other tools.
#pragma once

#include "core/experiments/result_table.h"

#include <string>

namespace dalescope {

enum class TableFormat { Text, Markdown, Csv, Latex };

/// "text", "markdown", "csv", "latex". Throws Error that names `format` and these.
TableFormat tableFormat(const std::string& format);

/// One table for each of the work's, then one of other runs; mean and sample standard deviation over seeds in
/// percent, the published ones beside them, the difference of the test errors with its 95 % confidence
/// interval (Welch), and the verdicts. CSV is a single table with a line for each group and numbers in full.
std::string tableText(const ResultTable& table, TableFormat format);

} // namespace dalescope
