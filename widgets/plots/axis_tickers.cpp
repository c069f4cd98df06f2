#include "widgets/plots/axis_tickers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

QString tickText(double value, double step) {
    // Steps are 1, 2, 2.5 or 5 times a power of ten; 0.025 needs three decimals.
    const auto decimals = [](double s) {
        int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(s) - 1e-6)), 0, 9);
        const double units = s * std::pow(10, digits);
        return std::abs(units - std::round(units)) > 1e-6 ? digits + 1 : digits;
    };
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions); // groups of three digits
    const double size = std::abs(value);
    if (size < step * 1e-6)
        return QStringLiteral("0");
    if (step >= 1e9)
        return QString::number(value, 'g', 3);
    if (step >= 1e5 || (size >= 1e6 && step >= 1e4))
        return locale.toString(value / 1e6, 'f', decimals(step / 1e6)) + QStringLiteral("M");
    if (step >= 1e4 || (size >= 1e5 && step >= 100))
        return locale.toString(value / 1e3, 'f', decimals(step / 1e3)) + QStringLiteral("k");
    if (step < 1e-6)
        return QString::number(value, 'g', 3);
    return locale.toString(value, 'f', decimals(step));
}

bool RoomyTicker::areCrowded(const QCPRange& range, const QVector<double>& ticks,
                             const QVector<QString>* labels) const {
    if (!axis_ || axis_->orientation() != Qt::Horizontal || !labels)
        return false;
    // A plot that has not been laid out yet has no width.
    const double room = axis_->axisRect()->width() > 1 ? axis_->axisRect()->width()
                                                       : 0.8 * axis_->parentPlot()->viewport().width();
    const QFontMetrics metrics(axis_->tickLabelFont());
    const auto place = [&](double tick) {
        return axis_->scaleType() == QCPAxis::stLogarithmic
                   ? room * std::log(tick / range.lower) / std::log(range.upper / range.lower)
                   : room * (tick - range.lower) / range.size();
    };
    double end = -std::numeric_limits<double>::infinity(); // of the last number
    for (qsizetype i = 0; i < ticks.size(); ++i) {
        if (!range.contains(ticks[i]))
            continue;
        const double half = metrics.horizontalAdvance((*labels)[i]) / 2.0;
        if (place(ticks[i]) - half < end + metrics.horizontalAdvance(u'n'))
            return true;
        end = place(ticks[i]) + half;
    }
    return false;
}

void LinearTicker::generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                            QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) {
    for (int count = most_; count > 0; --count) {
        setTickCount(count);
        QCPAxisTicker::generate(range, locale, format, precision, ticks, subTicks, labels);
        if (!areCrowded(range, ticks, labels))
            return;
    }
}

double LinearTicker::getTickStep(const QCPRange& range) {
    step_ = std::max(least_, QCPAxisTicker::getTickStep(range));
    return step_;
}

QString LinearTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return tickText(tick, step_);
}

void LogTicker::generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                         QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* labels) {
    constexpr int sparsest = 8;
    for (sparser_ = 0; sparser_ <= sparsest; ++sparser_) {
        setTickCount(std::max(1, 5 - sparser_));
        QCPAxisTicker::generate(range, locale, format, precision, ticks, subTicks, labels);
        if (!areCrowded(range, ticks, labels))
            return;
    }
}

QVector<double> LogTicker::createTickVector(double, const QCPRange& range) {
    const double decades = std::log10(range.upper / range.lower);
    if (!(range.lower > 0) || !(decades < 300))
        return {};
    if (decades < 0.7)
        return QCPAxisTicker::createTickVector(QCPAxisTicker::getTickStep(range), range);
    const bool parted = decades < 2.5; // into 1, 2 and 5
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / 7)) + sparser_ - (parted ? 1 : 0));
    QVector<double> ticks;
    int power = static_cast<int>(std::floor(std::log10(range.lower)));
    power = static_cast<int>(std::floor(static_cast<double>(power) / stride)) * stride;
    for (; std::pow(10, power) <= range.upper; power += stride) {
        const double decade = std::pow(10, power);
        ticks.append(decade);
        if (parted && sparser_ == 0)
            ticks << 2 * decade << 5 * decade;
    }
    return ticks;
}

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    if (tick < 0.9e-3)
        return QString::number(tick, 'g', 3);
    // Within a decade the steps may be finer than the first digit.
    const double power = std::pow(10, std::floor(std::log10(tick) + 1e-9));
    const double digits = tick / power;
    const double step = std::abs(digits - std::round(digits)) < 1e-6             ? power
                        : std::abs(digits * 10 - std::round(digits * 10)) < 1e-5 ? power / 10
                                                                                 : power / 100;
    return tickText(tick, step);
}

} // namespace dalescope
