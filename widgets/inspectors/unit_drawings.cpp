#include "widgets/inspectors/unit_drawings.h"

#include "widgets/inspectors/input_terms.h"
#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/dots_graph.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(UnitPlots)
public:
    static QString axis(UnitPlot plot, bool y, const UnitPicture& picture) {
        switch (plot) {
        case UnitPlot::Distribution:
            return y ? tr("examples") : picture.quantity;
        case UnitPlot::Tuning:
            return y ? tr("mean activity") : tr("class");
        default:
            break;
        }
        const QString term = y ? subtractionTerm(picture.inhibition) : excitationTerm(picture.inhibition);
        return picture.inhibition == Inhibition::NegativeWeights ? tr("input %1").arg(term) : term;
    }
    static QString nothing() { return tr("This population has no inhibitory input"); }
};

struct Histogram {
    double low = 0, width = 1;
    std::vector<int> counts;
    double middle(std::size_t bin) const { return low + (static_cast<double>(bin) + 0.5) * width; }
};

/// Bins of equal width; 0 is an edge, so that no bin is half active.
Histogram histogramOf(const Vector<float>& values) {
    constexpr double bins = 30;
    Histogram histogram;
    if (values.size() == 0 || !values.allFinite())
        return histogram;
    const auto least = static_cast<double>(values.minCoeff()), most = static_cast<double>(values.maxCoeff());
    histogram.width = most > least ? (most - least) / bins : std::max(1e-3, std::abs(most) / bins);
    histogram.low = std::floor(least / histogram.width) * histogram.width;
    const auto binOf = [&](double value) {
        return static_cast<std::size_t>(std::max(0.0, std::floor((value - histogram.low) / histogram.width)));
    };
    histogram.counts.assign(binOf(most) + 1, 0);
    for (const float value : values)
        ++histogram.counts[std::min(binOf(static_cast<double>(value)), histogram.counts.size() - 1)];
    return histogram;
}

QColor ownColour(const PlotStyle& style, const UnitPicture& picture) {
    return picture.inhibitory ? style.theme.inhibitory : style.theme.excitatory;
}

QCPBars* bars(QCustomPlot& plot, const QColor& colour, double width) {
    auto* made = new QCPBars(plot.xAxis, plot.yAxis);
    made->setPen(Qt::NoPen);
    made->setBrush(colour);
    made->setWidth(width);
    return made;
}

void drawDistribution(QCustomPlot& plot, const PlotStyle& style, const UnitPicture& picture) {
    const Histogram histogram = histogramOf(picture.profile.z);
    auto* silent = bars(plot, style.quiet, 0.92 * histogram.width);
    auto* active = bars(plot, ownColour(style, picture), 0.92 * histogram.width);
    double most = 0;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        const double middle = histogram.middle(bin), count = histogram.counts[bin];
        (middle > 0 ? active : silent)->addData(middle, count);
        most = std::max(most, count);
    }
    const double high = histogram.low + histogram.width * static_cast<double>(histogram.counts.size());
    plot.xAxis->setRange(std::min(0.0, histogram.low) - histogram.width,
                         std::max(0.0, high) + histogram.width);
    plot.yAxis->setRange(0, 1.08 * std::max(1.0, most));
}

void drawTuning(QCustomPlot& plot, const PlotStyle& style, const UnitPicture& picture) {
    const int preferred = picture.preferred();
    auto* others = bars(plot, style.quiet, 0.7);
    auto* best = bars(plot, ownColour(style, picture), 0.7);
    auto* means = new QCPGraph(plot.xAxis, plot.yAxis); // what the error bars stand on
    means->setLineStyle(QCPGraph::lsNone);
    auto* spread = new QCPErrorBars(plot.xAxis, plot.yAxis);
    spread->setDataPlottable(means);
    spread->setPen(QPen(style.theme.text, style.hairline));
    spread->setWhiskerWidth(style.scaled(6));
    const auto names = QSharedPointer<QCPAxisTickerText>::create();
    double most = 0;
    const auto& tuning = picture.profile.tuning;
    for (std::size_t c = 0; c < tuning.size(); ++c) {
        const auto x = static_cast<double>(c);
        names->addTick(x, picture.classes.value(static_cast<int>(c)));
        if (std::isnan(tuning[c].mean))
            continue;
        (static_cast<int>(c) == preferred ? best : others)->addData(x, tuning[c].mean);
        means->addData(x, tuning[c].mean);
        // Activity is never below 0, and so is no bar.
        spread->addData(std::min(tuning[c].mean, tuning[c].deviation), tuning[c].deviation);
        most = std::max(most, tuning[c].mean + tuning[c].deviation);
    }
    plot.xAxis->setTicker(names);
    const bool wordy = std::ranges::any_of(picture.classes, [](const QString& n) { return n.size() > 3; });
    plot.xAxis->setTickLabelRotation(wordy ? -40 : 0);
    plot.xAxis->grid()->setVisible(false);
    plot.xAxis->setRange(-0.6, static_cast<double>(tuning.size()) - 0.4);
    plot.yAxis->setRange(0, most > 0 ? 1.05 * most : 1);
}

void dots(QCustomPlot& plot, const PlotStyle& style, const QColor& colour, double size,
          const Vector<float>& x, const Vector<float>& y, const auto& wanted) {
    auto* graph = new DotsGraph(plot.xAxis, plot.yAxis);
    graph->setScatterStyle({QCPScatterStyle::ssDisc, colour, style.scaled(size)});
    QVector<QCPGraphData> data;
    for (Index i = 0; i < x.size(); ++i)
        if (wanted(i))
            data.append({static_cast<double>(x[i]), static_cast<double>(y[i])});
    graph->data()->set(data);
}

void drawScatter(QCustomPlot& plot, const PlotStyle& style, const UnitPicture& picture, bool ofLayer) {
    const auto& x = ofLayer ? picture.profile.layerExcitation : picture.profile.excitation;
    const auto& y = ofLayer ? picture.profile.layerSubtraction : picture.profile.subtraction;
    if (x.size() == 0 || !x.allFinite() || !y.allFinite())
        return writeNote(plot, style, Text::nothing());
    const auto low = static_cast<double>(std::min(x.minCoeff(), y.minCoeff())),
               high = static_cast<double>(std::max(x.maxCoeff(), y.maxCoeff()));
    const double pad = high > low ? 0.06 * (high - low) : std::max(1e-3, 0.1 * std::abs(high));
    auto* balance = new QCPItemStraightLine(&plot); // where subtraction takes all of the excitation
    balance->point1->setCoords(0, 0);
    balance->point2->setCoords(1, 1);
    balance->setPen(QPen(style.theme.mutedText, style.hairline, Qt::DashLine));
    const int preferred = picture.preferred();
    const auto chosen = [&](Index i) {
        return ofLayer ? i == picture.row : picture.labels[static_cast<std::size_t>(i)] == preferred;
    };
    dots(plot, style, style.quiet, 4, x, y, [&](Index i) { return !chosen(i); });
    dots(plot, style, ofLayer ? style.theme.accent : style.theme.excitatory, ofLayer ? 9 : 5, x, y, chosen);
    plot.xAxis->setRange(low - pad, high + pad);
    plot.yAxis->setRange(low - pad, high + pad);
}

QByteArray number(double value) {
    return QByteArray::number(value, 'g', 7);
}

} // namespace

int UnitPicture::preferred() const {
    int best = -1;
    for (std::size_t c = 0; c < profile.tuning.size(); ++c)
        if (const double mean = profile.tuning[c].mean;
            mean > 0 && (best < 0 || mean > profile.tuning[static_cast<std::size_t>(best)].mean))
            best = static_cast<int>(c);
    return best;
}

QString titleOf(UnitPlot plot) {
    switch (plot) {
    case UnitPlot::Distribution:
        return Text::tr("Distribution over examples");
    case UnitPlot::Tuning:
        return Text::tr("Class tuning");
    case UnitPlot::Balance:
        return Text::tr("E against I, examples");
    case UnitPlot::Layer:
        return Text::tr("E against I, units of the layer");
    }
    return {};
}

void drawUnit(QCustomPlot& plot, const PlotStyle& style, const UnitPicture& picture, UnitPlot which) {
    plot.clearPlottables();
    plot.clearItems();
    plot.setBackground(style.background);
    plot.legend->setVisible(false);
    const int margin = static_cast<int>(style.scaled(6));
    plot.axisRect()->setMinimumMargins(QMargins(margin, margin, 2 * margin, margin));
    for (auto* axis : {plot.xAxis, plot.yAxis}) {
        furnishAxis(*axis, style, Text::axis(which, axis == plot.yAxis, picture));
        axis->setTicker(QSharedPointer<LinearTicker>::create(4, axis));
        axis->grid()->setZeroLinePen(QPen(style.theme.axis, style.hairline));
    }
    switch (which) {
    case UnitPlot::Distribution:
        return drawDistribution(plot, style, picture);
    case UnitPlot::Tuning:
        return drawTuning(plot, style, picture);
    case UnitPlot::Balance:
    case UnitPlot::Layer:
        return drawScatter(plot, style, picture, which == UnitPlot::Layer);
    }
}

QByteArray unitCsv(const UnitPicture& picture, UnitPlot which) {
    const UnitProfile& profile = picture.profile;
    QByteArray text;
    const auto cell = [&](const Vector<float>& values, Index i) {
        text += ',';
        if (i < values.size())
            text += QByteArray::number(static_cast<double>(values[i]), 'g', 9);
    };
    switch (which) {
    case UnitPlot::Distribution:
    case UnitPlot::Balance:
        text = "example,class,zE,WEI_zI,gamma,z,h\n";
        for (Index i = 0; i < profile.examples(); ++i) {
            text += QByteArray::number(static_cast<qlonglong>(i)) + ',' +
                    QByteArray::number(picture.labels[static_cast<std::size_t>(i)]);
            for (const auto* values :
                 {&profile.excitation, &profile.subtraction, &profile.division, &profile.z, &profile.h})
                cell(*values, i);
            text += '\n';
        }
        break;
    case UnitPlot::Tuning:
        text = "class,name,examples,mean,standard_deviation\n";
        for (std::size_t c = 0; c < profile.tuning.size(); ++c) {
            const ClassTuning& tuning = profile.tuning[c];
            text += QByteArray::number(c) + ",\"" + picture.classes.value(static_cast<int>(c)).toUtf8() +
                    "\"," + QByteArray::number(static_cast<qlonglong>(tuning.examples)) + ',' +
                    number(tuning.mean) + ',' + number(tuning.deviation) + '\n';
        }
        break;
    case UnitPlot::Layer:
        text = "unit,mean_zE,mean_WEI_zI\n";
        for (Index i = 0; i < profile.layerExcitation.size(); ++i) {
            text += QByteArray::number(static_cast<qlonglong>(i));
            cell(profile.layerExcitation, i);
            cell(profile.layerSubtraction, i);
            text += '\n';
        }
        break;
    }
    return text;
}

QByteArray unitPgfplots(const UnitPicture& picture, UnitPlot which) {
    const UnitProfile& profile = picture.profile;
    QByteArray text = "    xlabel={" + Text::axis(which, false, picture).toUtf8() + "}, ylabel={" +
                      Text::axis(which, true, picture).toUtf8() + "},\n";
    const auto coordinates = [&](const Vector<float>& x, const Vector<float>& y) {
        text += "    only marks, mark size=0.7pt]\n\\addplot coordinates {\n";
        for (Index i = 0; i < x.size(); ++i)
            text += '(' + number(static_cast<double>(x[i])) + ',' + number(static_cast<double>(y[i])) + ")\n";
        text += "};\n";
    };
    switch (which) {
    case UnitPlot::Distribution: {
        const Histogram histogram = histogramOf(profile.z);
        text += "    ybar, bar width=" + number(histogram.width) +
                ", bar shift=0pt, ymin=0]\n\\addplot coordinates {\n";
        for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin)
            text +=
                '(' + number(histogram.middle(bin)) + ',' + QByteArray::number(histogram.counts[bin]) + ")\n";
        text += "};\n";
        break;
    }
    case UnitPlot::Tuning:
        text += "    ybar, xtick=data]\n\\addplot+[error bars/.cd, y dir=both, y explicit] coordinates {\n";
        for (std::size_t c = 0; c < profile.tuning.size(); ++c)
            if (!std::isnan(profile.tuning[c].mean))
                text += '(' + QByteArray::number(c) + ',' + number(profile.tuning[c].mean) + ") +- (0," +
                        number(profile.tuning[c].deviation) + ")\n";
        text += "};\n";
        break;
    case UnitPlot::Balance:
        coordinates(profile.excitation, profile.subtraction);
        break;
    case UnitPlot::Layer:
        coordinates(profile.layerExcitation, profile.layerSubtraction);
        break;
    }
    return text;
}

QString unitInWords(const UnitPicture& picture, UnitPlot which) {
    const UnitProfile& profile = picture.profile;
    if (profile.examples() == 0)
        return Text::tr("Nothing yet");
    const auto say = [](double value) { return QString::number(value, 'g', 3); };
    const auto mean = [&](const Vector<float>& values) { return say(values.cast<double>().mean()); };
    switch (which) {
    case UnitPlot::Distribution:
        return Text::tr("%1 from %2 to %3, mean %4, above 0 on %5 % of %L6 examples")
            .arg(picture.quantity, say(static_cast<double>(profile.z.minCoeff())),
                 say(static_cast<double>(profile.z.maxCoeff())), mean(profile.z))
            .arg(100 * profile.activeFraction(), 0, 'f', profile.activeFraction() < 0.0995 ? 1 : 0)
            .arg(profile.examples());
    case UnitPlot::Tuning: {
        const int best = picture.preferred();
        return best < 0 ? Text::tr("Never active")
                        : Text::tr("Most active on class %1, mean %2")
                              .arg(picture.classes.value(best),
                                   say(profile.tuning[static_cast<std::size_t>(best)].mean));
    }
    case UnitPlot::Balance:
    case UnitPlot::Layer: {
        const bool ofLayer = which == UnitPlot::Layer;
        const auto& e = ofLayer ? profile.layerExcitation : profile.excitation;
        const auto& i = ofLayer ? profile.layerSubtraction : profile.subtraction;
        if (e.size() == 0)
            return Text::nothing();
        QString said = (picture.inhibition == Inhibition::NegativeWeights
                            ? Text::tr("Mean input %1 by W > 0, %2 by W < 0")
                            : Text::tr("Mean excitatory input %1, mean subtractive inhibition %2"))
                           .arg(mean(e), mean(i));
        if (!ofLayer && !std::isnan(profile.correlation()))
            said += Text::tr(", correlation %1").arg(profile.correlation(), 0, 'f', 2);
        return said;
    }
    }
    return {};
}

} // namespace dalescope
