#include "widgets/experiments/search_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("SearchView", text, nullptr, n);
}

/// Configurations that have a value on both axes.
std::vector<std::size_t> withValues(const SearchAxis& x, const SearchAxis& y) {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < x.values.size(); ++i)
        if (std::isfinite(x.values[i]) && std::isfinite(y.values[i]))
            known.push_back(i);
    return known;
}

/// After Pearson, of the coordinates as they are drawn; NaN where one of them does not vary.
double correlation(const SearchPicture& picture, const std::vector<std::size_t>& points) {
    const auto coordinates = [&](std::size_t axis, bool log) {
        const SearchAxis& values = picture.axes[axis];
        Eigen::ArrayXd all(static_cast<Index>(points.size()));
        for (std::size_t i = 0; i < points.size(); ++i)
            all[static_cast<Index>(i)] = values.values[points[i]];
        if (log && values.smallest() > 0)
            all = all.log().eval();
        return all;
    };
    const Eigen::ArrayXd x = coordinates(picture.x, picture.logX), y = coordinates(picture.y, picture.logY);
    const Eigen::ArrayXd dx = x - x.mean(), dy = y - y.mean();
    return (dx * dy).sum() / std::sqrt(dx.square().sum() * dy.square().sum());
}

} // namespace

QString scatterInWords(const SearchPicture& picture) {
    const SearchAxis &x = picture.axes[picture.x], &y = picture.axes[picture.y];
    const auto points = withValues(x, y);
    const QString what = tr("%1 against %2").arg(y.label, x.label);
    if (points.empty())
        return tr("%1: no configuration has been measured yet").arg(what);
    const auto [least, most] =
        std::ranges::minmax_element(points, {}, [&](std::size_t i) { return y.values[i]; });
    const auto at = [&](std::size_t i) {
        return tr("%1 at %2").arg(y.textOf(y.values[i]), x.textOf(x.values[i]));
    };
    QString said = tr("%1, %n configuration(s): lowest %2, highest %3", static_cast<int>(points.size()))
                       .arg(what, at(*least), at(*most));
    const double r = correlation(picture, points);
    return std::isfinite(r) ? said + tr(", correlation %1").arg(r, 0, 'f', 2) : said;
}

QString parallelInWords(const SearchPicture& picture) {
    const SearchAxis& error = picture.axes.back();
    const auto ended = withValues(error, error);
    if (ended.empty())
        return tr("No configuration has been measured yet");
    const auto [best, worst] =
        std::ranges::minmax_element(ended, {}, [&](std::size_t i) { return error.values[i]; });
    const auto line = [&](std::size_t i) {
        QStringList values;
        for (const SearchAxis& axis : picture.axes)
            values << QStringLiteral("%1 %2").arg(
                axis.label, std::isfinite(axis.values[i]) ? axis.textOf(axis.values[i]) : tr("unknown"));
        return values.join(QStringLiteral(", "));
    };
    return tr("%n configuration(s). Best: %1. Worst: %2", static_cast<int>(ended.size()))
        .arg(line(*best), line(*worst));
}

} // namespace dalescope
