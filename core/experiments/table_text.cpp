#include "core/experiments/table_text.h"

#include "core/common/error.h"
#include "core/common/text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

namespace dalescope {

namespace {

using Cells = std::vector<std::string>;

std::string decimals(double x, const char* format = "%.3f") {
    char text[40];
    std::snprintf(text, sizeof text, format, x);
    return text;
}

/// "1.325 ± 0.066"; without the spread where there is none, empty where nothing was measured.
std::string meanAndSd(const MeanSd& sample) {
    if (sample.count == 0)
        return "";
    return decimals(sample.mean) + (std::isfinite(sample.sd) ? " ± " + decimals(sample.sd) : "");
}

/// "6", "2 (1 unfinished)", "5 (1 diverged)"
std::string seedsText(const ResultGroup& group) {
    std::string text = std::to_string(group.runs.size() - group.diverged()), besides;
    if (group.diverged())
        besides += std::to_string(group.diverged()) + " diverged";
    if (group.unfinished)
        besides += (besides.empty() ? "" : ", ") + std::to_string(group.unfinished) + " unfinished";
    return besides.empty() ? text : text + " (" + besides + ")";
}

std::string differenceText(const ResultGroup& group) {
    if (!group.published || group.test().count == 0)
        return "";
    const auto d = welchDifference(group.test(), group.published->test);
    const std::string mean = decimals(d.mean, "%+.3f");
    return std::isfinite(d.low)
               ? mean + " [" + decimals(d.low, "%+.3f") + ", " + decimals(d.high, "%+.3f") + "]"
               : mean;
}

std::string dataText(const ResultGroup& group) {
    const auto& data = group.config.data;
    return data.name + (data.validation > 0 ? " (validation)" : "");
}

std::string inhibitoryText(const ResultGroup& group) {
    return group.published->inhibitory < 0 ? "10 %" : std::to_string(group.published->inhibitory);
}

Cells publishedHeader() {
    return {"Model",      "# inhib",   "Learning rate",        "Seeds", "Train error", "published",
            "Test error", "published", "Difference [95 % CI]", "Train", "Test"};
}

Cells publishedCells(const ResultGroup& group) {
    const auto& row = *group.published;
    return {group.label,
            inhibitoryText(group),
            shortNumber(row.learningRate),
            seedsText(group),
            meanAndSd(group.train()),
            meanAndSd(row.train),
            meanAndSd(group.test()),
            meanAndSd(row.test),
            differenceText(group),
            verdictText(judge(group.train(), row.train)),
            verdictText(judge(group.test(), row.test))};
}

Cells otherHeader() {
    return {"Model", "Data", "Learning rate", "Seeds", "Train error", "Test error"};
}

Cells otherCells(const ResultGroup& group) {
    return {group.label,      dataText(group),          shortNumber(group.config.training.learningRate),
            seedsText(group), meanAndSd(group.train()), meanAndSd(group.test())};
}

/// One of the work's tables, or the other runs.
struct Part {
    std::string title;
    Cells header;
    std::vector<Cells> lines;
};

std::vector<Part> partsOf(const ResultTable& table) {
    std::vector<Part> parts;
    for (const auto& group : table.groups) {
        const std::string title = group.published
                                      ? std::string(group.published->table) + ": " + group.published->title
                                      : "Other runs";
        if (parts.empty() || parts.back().title != title)
            parts.push_back({title, group.published ? publishedHeader() : otherHeader(), {}});
        parts.back().lines.push_back(group.published ? publishedCells(group) : otherCells(group));
    }
    return parts;
}

/// Characters, not bytes, of UTF-8.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string alignedLine(const Cells& cells, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t c = 0; c < cells.size(); ++c)
        line += cells[c] + std::string(widths[c] - width(cells[c]) + 2, ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string plain(const Part& part) {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < part.header.size(); ++c) {
        widths.push_back(width(part.header[c]));
        for (const auto& line : part.lines)
            widths[c] = std::max(widths[c], width(line[c]));
    }
    std::string text = part.title + "\n" + alignedLine(part.header, widths);
    for (const auto& line : part.lines)
        text += alignedLine(line, widths);
    return text;
}

std::string markdownLine(const Cells& cells) {
    std::string line = "|";
    for (std::string cell : cells) {
        for (auto at = cell.find('|'); at != std::string::npos; at = cell.find('|', at + 2))
            cell.insert(at, "\\");
        line += " " + cell + " |";
    }
    return line + "\n";
}

std::string markdown(const Part& part) {
    std::string text = "### " + part.title + "\n\n" + markdownLine(part.header) + "|";
    for (std::size_t c = 0; c < part.header.size(); ++c)
        text += "---|";
    text += "\n";
    for (const auto& line : part.lines)
        text += markdownLine(line);
    return text;
}

std::string latexCell(const std::string& cell) {
    std::string text;
    for (std::size_t i = 0; i < cell.size(); ++i)
        if (cell.compare(i, 2, "±") == 0) {
            text += "$\\pm$";
            ++i;
        } else if (std::string_view("#%&_$").find(cell[i]) != std::string_view::npos) {
            text += std::string("\\") + cell[i];
        } else {
            text += cell[i];
        }
    return text;
}

std::string latexLine(const Cells& cells) {
    std::string line;
    for (const auto& cell : cells)
        line += (&cell == &cells.front() ? "" : " & ") + latexCell(cell);
    return line + " \\\\\n";
}

std::string latex(const Part& part) {
    std::string text = "\\begin{table}\n\\caption{" + latexCell(part.title) + "}\n\\begin{tabular}{" +
                       std::string(part.header.size(), 'l') + "}\n\\hline\n" + latexLine(part.header) +
                       "\\hline\n";
    for (const auto& line : part.lines)
        text += latexLine(line);
    return text + "\\hline\n\\end{tabular}\n\\end{table}\n";
}

std::string number(double x) {
    return std::isfinite(x) ? shortNumber(x) : "";
}

std::string csvCell(std::string cell) {
    if (cell.find_first_of(",\"\n") == std::string::npos)
        return cell;
    for (auto at = cell.find('"'); at != std::string::npos; at = cell.find('"', at + 2))
        cell.insert(at, "\"");
    return "\"" + cell + "\"";
}

std::string csvLine(const Cells& cells) {
    std::string line;
    for (const auto& cell : cells)
        line += (&cell == &cells.front() ? "" : ",") + csvCell(cell);
    return line + "\n";
}

Cells csvCells(const ResultGroup& group) {
    const MeanSd train = group.train(), test = group.test();
    const PublishedRow* row = group.published;
    const auto published = [&](double x) { return row ? number(x) : ""; };
    const Difference d = row && test.count ? welchDifference(test, row->test) : Difference{};
    const auto difference = [&](double x) { return row && test.count ? number(x) : ""; };
    return {row ? row->table : "",
            group.label,
            group.config.data.name,
            group.config.data.validation > 0 ? "validation" : "test",
            row && row->inhibitory >= 0 ? std::to_string(row->inhibitory) : "",
            number(group.config.training.learningRate),
            std::to_string(test.count),
            std::to_string(group.diverged()),
            std::to_string(group.unfinished),
            number(train.mean),
            number(train.sd),
            number(test.mean),
            number(test.sd),
            published(row ? row->train.mean : 0),
            published(row ? row->train.sd : 0),
            published(row ? row->test.mean : 0),
            published(row ? row->test.sd : 0),
            difference(d.mean),
            difference(d.low),
            difference(d.high),
            row ? verdictText(judge(train, row->train)) : "",
            row ? verdictText(judge(test, row->test)) : ""};
}

std::string csv(const ResultTable& table) {
    std::string text =
        "table,model,dataset,test_error_on,inhibitory,learning_rate,seeds,diverged,unfinished,train_mean,"
        "train_sd,"
        "test_mean,test_sd,published_train_mean,published_train_sd,published_test_mean,published_test_sd,"
        "test_difference,difference_low,difference_high,train_verdict,test_verdict\n";
    for (const auto& group : table.groups)
        text += csvLine(csvCells(group));
    return text;
}

} // namespace

TableFormat tableFormat(const std::string& format) {
    const Cells names = {"text", "markdown", "csv", "latex"};
    const auto found = std::ranges::find(names, format);
    if (found == names.end()) {
        const std::string guess = nearest(format, names);
        throw Error("--format", "\"" + format + "\" is not known",
                    guess.empty() ? "say text, markdown, csv or latex" : "did you mean \"" + guess + "\"?");
    }
    return static_cast<TableFormat>(found - names.begin());
}

std::string tableText(const ResultTable& table, TableFormat format) {
    if (format == TableFormat::Csv)
        return csv(table);
    std::string text;
    for (const auto& part : partsOf(table))
        text += (text.empty() ? "" : "\n") + (format == TableFormat::Markdown ? markdown(part)
                                              : format == TableFormat::Latex  ? latex(part)
                                                                              : plain(part));
    return text;
}

} // namespace dalescope
