#include "widgets/plots/chart_words.h"

#include "core/common/finite_range.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr const char* chartProperty = "isChart";

QString tr(const char* text) {
    return QCoreApplication::translate("ChartWords", text);
}

QAccessibleInterface* chartInterface(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    return widget && widget->property(chartProperty).toBool()
               ? new QAccessibleWidget(widget, QAccessible::Chart)
               : nullptr;
}

} // namespace

void makeChart(QWidget& widget) {
    QAccessible::installFactory(chartInterface); // again and again is once
    widget.setProperty(chartProperty, true);
}

QString inWords(double value) {
    return QString::number(value, 'g', 4);
}

Trend trendOf(std::span<const double> y) {
    std::vector<double> values;
    for (const double value : y.subspan(y.size() / 2))
        if (std::isfinite(value))
            values.push_back(value);
    if (y.size() < 4 || values.size() < 2)
        return Trend::Unknown;
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values)
        mean += value / n;
    double xx = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double dx = static_cast<double>(i) - (n - 1) / 2, dy = values[i] - mean;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    const double slope = xy / xx, rest = std::max(0.0, yy - slope * xy);
    const double error = values.size() > 2 ? std::sqrt(rest / (n - 2) / xx) : 0;
    // Rounding alone is no trend.
    if (std::abs(slope) * n <= 1e-6 * std::abs(mean) || std::abs(slope) <= 3 * error)
        return Trend::Level;
    return slope < 0 ? Trend::Falling : Trend::Rising;
}

QString inWords(Trend trend) {
    switch (trend) {
    case Trend::Falling:
        return tr("falling");
    case Trend::Level:
        return tr("level");
    case Trend::Rising:
        return tr("rising");
    case Trend::Unknown:
        break;
    }
    return {};
}

QString courseInWords(const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < y.size(); ++i)
        if (std::isfinite(y[i]))
            known.push_back(i);
    if (known.empty())
        return {};
    const auto at = [&](std::size_t i) { return tr("%1 at %2").arg(inWords(y[i]), inWords(x[i])); };
    const auto [least, most] = std::ranges::minmax_element(known, {}, [&](std::size_t i) { return y[i]; });
    QStringList parts;
    if (const Trend trend = trendOf(y); trend != Trend::Unknown)
        parts << inWords(trend);
    parts << at(known.back()) << tr("lowest %1").arg(at(*least)) << tr("highest %1").arg(at(*most));
    return parts.join(QStringLiteral(", "));
}

QString updatesInWords(std::int64_t count) {
    return count == 1 ? tr("1 update") : tr("%L1 updates").arg(count);
}

QString valuesInWords(const Matrix<float>& values) {
    const FiniteRange range = finiteRange(values.data(), values.size());
    const QString size = tr("%1 \u00d7 %2 values").arg(values.rows()).arg(values.cols());
    if (range.count == 0)
        return size;
    const float strongest = -range.least > range.most ? range.least : range.most;
    const Index place = std::find(values.data(), values.data() + values.size(), strongest) - values.data();
    return tr("%1 from %2 to %3, mean %4, strongest %5 in row %6, column %7")
        .arg(size, inWords(static_cast<double>(range.least)), inWords(static_cast<double>(range.most)),
             inWords(range.sum / static_cast<double>(range.count)), inWords(static_cast<double>(strongest)))
        .arg(place % values.rows())
        .arg(place / values.rows());
}

} // namespace dalescope
