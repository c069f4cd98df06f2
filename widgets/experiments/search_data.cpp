#include "widgets/experiments/search_data.h"

#include "core/experiments/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

SearchAxis settingAxis(const VariedSetting& setting) {
    SearchAxis axis{QString::fromStdString(setting.label), setting.numbers, {}, false};
    if (std::ranges::any_of(setting.numbers, [](double x) { return std::isfinite(x); }))
        return axis;
    for (const auto& text : setting.texts)
        if (const QString word = QString::fromStdString(text); !axis.words.contains(word))
            axis.words.append(word);
    for (std::size_t i = 0; i < setting.texts.size(); ++i)
        axis.values[i] = static_cast<double>(axis.words.indexOf(QString::fromStdString(setting.texts[i])));
    return axis;
}

SearchAxis resultAxis(const QString& label, const SweepOutline& outline, const SweepSnapshot& snapshot,
                      double RunSummary::*error) {
    std::vector<std::vector<double>> found(outline.names.size());
    for (std::size_t run = 0; run < snapshot.runs.size(); ++run)
        if (const auto& summary = snapshot.runs[run].status.summary;
            summary && !summary->diverged && std::isfinite(*summary.*error))
            found[outline.configurationOf[run]].push_back(*summary.*error);
    SearchAxis axis{label, {}, {}, true};
    for (const auto& values : found)
        axis.values.push_back(values.empty() ? nan : describe(values).mean);
    return axis;
}

QByteArray quoted(QByteArray text) {
    return text.contains(',') || text.contains('"') ? '"' + text.replace("\"", "\"\"") + '"' : text;
}

} // namespace

double SearchAxis::smallest() const {
    double least = nan;
    for (const double x : values)
        least = std::isfinite(x) && !(x >= least) ? x : least;
    return least;
}

double SearchAxis::largest() const {
    double most = nan;
    for (const double x : values)
        most = std::isfinite(x) && !(x <= most) ? x : most;
    return most;
}

QString SearchAxis::textOf(double x) const {
    return words.isEmpty() ? QString::number(x, 'g', 3) : words.value(static_cast<qsizetype>(x));
}

bool SearchAxis::wantsLog() const {
    return words.isEmpty() && smallest() > 0 && largest() > 20 * smallest();
}

std::vector<SearchAxis> searchAxes(const SweepOutline& outline, const SweepSnapshot& snapshot) {
    std::vector<SearchAxis> axes;
    for (const auto& setting : outline.settings)
        axes.push_back(settingAxis(setting));
    axes.push_back(resultAxis(QStringLiteral("Train error (%)"), outline, snapshot, &RunSummary::trainError));
    axes.push_back(resultAxis(QStringLiteral("Test error (%)"), outline, snapshot, &RunSummary::testError));
    return axes;
}

QByteArray searchCsv(const SweepOutline& outline, const std::vector<SearchAxis>& axes) {
    QByteArray text("configuration");
    for (const auto& axis : axes)
        text += ',' + quoted(axis.label.toUtf8());
    for (std::size_t i = 0; i < outline.names.size(); ++i) {
        text += '\n' + quoted(QByteArray::fromStdString(outline.names[i]));
        for (const auto& axis : axes) {
            const double x = axis.values[i];
            text += ',';
            if (std::isfinite(x))
                text += axis.words.isEmpty() ? QByteArray::number(x, 'g', 9)
                                             : quoted(axis.words[static_cast<qsizetype>(x)].toUtf8());
        }
    }
    return text + '\n';
}

} // namespace dalescope
