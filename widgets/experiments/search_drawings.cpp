#include "widgets/experiments/search_drawings.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dalescope {

namespace {

bool canBeLog(const SearchAxis& axis) {
    return axis.words.isEmpty() && axis.smallest() > 0;
}

void clear(QCustomPlot& plot, const PlotStyle& style) {
    plot.clearPlottables();
    plot.clearItems();
    plot.setBackground(style.background);
    plot.legend->setVisible(false);
    const int margin = static_cast<int>(style.scaled(10));
    plot.axisRect()->setMinimumMargins(QMargins(margin, margin, 2 * margin, margin));
}

void scale(QCPAxis& axis, const SearchAxis& values, bool log) {
    log = log && canBeLog(values);
    axis.setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (!values.words.isEmpty()) {
        const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
        for (qsizetype i = 0; i < values.words.size(); ++i)
            ticker->addTick(static_cast<double>(i), values.words[i]);
        axis.setTicker(ticker);
    } else if (log) {
        axis.setTicker(QSharedPointer<LogTicker>::create(&axis));
    } else {
        axis.setTicker(QSharedPointer<LinearTicker>::create(5, &axis));
    }
    const double low = values.smallest(), high = values.largest();
    if (!std::isfinite(low))
        return axis.setRange(log ? 1 : 0, log ? 10 : 1);
    if (log) {
        const double pad = std::max(1.1, std::pow(high / low, 0.05));
        return axis.setRange(low / pad, high * pad);
    }
    const double pad = high > low ? 0.06 * (high - low) : std::max(1e-3, 0.1 * std::abs(high));
    axis.setRange(low - pad, high + pad);
}

/// From 0 to 1 along an axis of parallel coordinates.
double heightOf(const SearchAxis& axis, double x) {
    const double low = axis.smallest(), high = axis.largest();
    if (!(high > low))
        return 0.5;
    return axis.wantsLog() ? std::log(x / low) / std::log(high / low) : (x - low) / (high - low);
}

/// Configurations with a test error, the worst first, so that the best is drawn above.
std::vector<std::size_t> byError(const SearchPicture& picture) {
    std::vector<std::size_t> order;
    const auto& errors = picture.axes.back().values;
    for (std::size_t i = 0; i < errors.size(); ++i)
        if (std::isfinite(errors[i]))
            order.push_back(i);
    std::ranges::sort(order, std::greater(), [&](std::size_t i) { return errors[i]; });
    return order;
}

QByteArray number(double x) {
    return QByteArray::number(x, 'g', 7);
}

QByteArray escaped(const QString& text) {
    QByteArray out;
    for (const char c : text.toUtf8())
        out += QByteArray("%&#_${}").contains(c) ? QByteArray("\\") + c : QByteArray(1, c);
    return out;
}

} // namespace

QList<int> foremost(const SearchPicture& picture) {
    QList<int> places;
    for (const std::size_t i : byError(picture))
        places.prepend(static_cast<int>(i));
    std::ranges::stable_partition(
        places, [&](int place) { return picture.chosen.contains(static_cast<std::size_t>(place)); });
    return places;
}

void drawScatter(QCustomPlot& plot, const PlotStyle& style, const SearchPicture& picture) {
    clear(plot, style);
    const SearchAxis &x = picture.axes[picture.x], &y = picture.axes[picture.y];
    furnishAxis(*plot.xAxis, style, x.label);
    furnishAxis(*plot.yAxis, style, y.label);
    scale(*plot.xAxis, x, picture.logX);
    scale(*plot.yAxis, y, picture.logY);
    bool any = false;
    for (const bool chosen : {false, true}) {
        QVector<double> keys, values;
        for (std::size_t i = 0; i < x.values.size(); ++i)
            if (picture.chosen.contains(i) == chosen && std::isfinite(x.values[i]) &&
                std::isfinite(y.values[i])) {
                keys.append(x.values[i]);
                values.append(y.values[i]);
            }
        any = any || !keys.isEmpty();
        auto* points = new QCPGraph(plot.xAxis, plot.yAxis);
        points->setLineStyle(QCPGraph::lsNone);
        QColor fill = style.theme.series(chosen ? 1 : 0);
        fill.setAlphaF(chosen || style.vector ? 1.0f : 0.75f);
        points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle,
                                                QPen(style.background, style.hairline), fill,
                                                style.dot * (chosen ? 1.8 : 1.2)));
        points->setAdaptiveSampling(false);
        points->setData(keys, values);
    }
    if (!any && !style.vector)
        writeNote(plot, style, QObject::tr("Points appear as runs are done"));
}

void drawParallel(QCustomPlot& plot, const PlotStyle& style, const SearchPicture& picture) {
    clear(plot, style);
    const auto last = static_cast<double>(picture.axes.size()) - 1;
    furnishAxis(*plot.xAxis, style, {});
    const auto names = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t a = 0; a < picture.axes.size(); ++a)
        names->addTick(static_cast<double>(a), picture.axes[a].label);
    plot.xAxis->setTicker(names);
    plot.xAxis->setTickLabelColor(style.theme.text);
    plot.xAxis->setTickLength(0, 0);
    plot.xAxis->setBasePen(Qt::NoPen);
    plot.xAxis->grid()->setPen(QPen(style.theme.axis, style.hairline));
    plot.xAxis->setScaleType(QCPAxis::stLinear);
    plot.xAxis->grid()->setZeroLinePen(QPen(style.theme.axis, style.hairline));
    plot.xAxis->setRange(-0.5, last + 0.5); // room for the names
    plot.yAxis->setScaleType(QCPAxis::stLinear);
    plot.yAxis->setVisible(false);
    plot.yAxis->setRange(-0.08, 1.1);
    const auto order = byError(picture);
    if (order.empty() && !style.vector)
        writeNote(plot, style, QObject::tr("Lines appear as runs are done"));
    for (std::size_t place = 0; place < order.size(); ++place) {
        const std::size_t i = order[place];
        const double rank =
            order.size() > 1 ? static_cast<double>(place) / static_cast<double>(order.size() - 1) : 1;
        auto* line = new QCPGraph(plot.xAxis, plot.yAxis);
        const bool chosen = picture.chosen.contains(i);
        line->setPen(QPen(chosen ? style.theme.series(1) : style.faint(0, 0.15 + 0.85 * rank * rank),
                          style.curve * (chosen ? 1.8 : 0.6 + 0.6 * rank)));
        if (chosen)
            line->setLayer(QStringLiteral("axes"));
        for (std::size_t a = 0; a < picture.axes.size(); ++a)
            line->addData(static_cast<double>(a), heightOf(picture.axes[a], picture.axes[a].values[i]));
    }
    const auto write = [&](double x, double y, const QString& text) {
        auto* item = new QCPItemText(&plot);
        item->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        item->position->setCoords(x + 0.015, y);
        item->setText(text);
        item->setFont(Theme::font(style.textPx));
        item->setColor(style.theme.mutedText);
        item->setBrush(style.background);
    };
    for (std::size_t a = 0; a < picture.axes.size(); ++a) {
        const SearchAxis& axis = picture.axes[a];
        if (!std::isfinite(axis.smallest()))
            continue;
        const auto x = static_cast<double>(a);
        if (!axis.words.isEmpty()) {
            for (qsizetype w = 0; w < axis.words.size(); ++w)
                write(x, heightOf(axis, static_cast<double>(w)), axis.words[w]);
            continue;
        }
        const double low = axis.smallest(), high = axis.largest();
        write(x, heightOf(axis, low), axis.textOf(low));
        if (high > low)
            write(x, 1, axis.textOf(high));
    }
}

QByteArray scatterPgfplots(const SearchPicture& picture) {
    const SearchAxis &x = picture.axes[picture.x], &y = picture.axes[picture.y];
    QByteArray text = "    xlabel={" + escaped(x.label) + "}, ylabel={" + escaped(y.label) +
                      "},\n    xmode=" + (picture.logX && canBeLog(x) ? "log" : "normal") +
                      ", ymode=" + (picture.logY && canBeLog(y) ? "log" : "normal") +
                      ", axis lines*=left]\n\\addplot[only marks, mark size=1pt] table {\nx y\n";
    for (std::size_t i = 0; i < x.values.size(); ++i)
        if (std::isfinite(x.values[i]) && std::isfinite(y.values[i]))
            text += number(x.values[i]) + ' ' + number(y.values[i]) + '\n';
    return text + "};\n";
}

QByteArray parallelPgfplots(const SearchPicture& picture) {
    QByteArray places, labels;
    for (std::size_t a = 0; a < picture.axes.size(); ++a) {
        const SearchAxis& axis = picture.axes[a];
        places += (a ? "," : "") + QByteArray::number(a);
        labels += (a ? "," : "") + QByteArray("{") + escaped(axis.label) + "\\\\" +
                  escaped(axis.textOf(axis.smallest())) + " to " + escaped(axis.textOf(axis.largest())) + '}';
    }
    QByteArray text = "    xtick={" + places + "}, xticklabels={" + labels +
                      "},\n    xticklabel style={align=center}, ytick=\\empty, ymin=0, ymax=1, xmajorgrids, "
                      "axis lines*=left]\n";
    const auto order = byError(picture);
    for (std::size_t place = 0; place < order.size(); ++place) {
        const double rank =
            order.size() > 1 ? static_cast<double>(place) / static_cast<double>(order.size() - 1) : 1;
        text += "\\addplot[blue!" + QByteArray::number(static_cast<int>(15 + 85 * rank * rank)) +
                "!white, no marks] coordinates {";
        for (std::size_t a = 0; a < picture.axes.size(); ++a)
            text += " (" + QByteArray::number(a) + ',' +
                    number(heightOf(picture.axes[a], picture.axes[a].values[order[place]])) + ')';
        text += " };\n";
    }
    return text;
}

} // namespace dalescope
