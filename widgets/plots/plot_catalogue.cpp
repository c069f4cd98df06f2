#include "widgets/plots/plot_catalogue.h"

#include "core/settings/layer_kinds.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PlotCatalogue", text);
}

// A curve measured too seldom to be smoothed: its samples are drawn as dots.
CurveSpec seldom(const char* series, const QString& label, int colour, Qt::PenStyle dash) {
    CurveSpec curve;
    curve.series = series;
    curve.label = label;
    curve.colour = colour;
    curve.dash = dash;
    curve.reduce = CurveSpec::Reduce::Raw;
    curve.dots = true;
    return curve;
}

CurveSpec running(const std::string& series, const QString& label, int colour, Qt::PenStyle dash) {
    CurveSpec curve;
    curve.series = series;
    curve.label = label;
    curve.colour = colour;
    curve.dash = dash;
    return curve;
}

std::vector<CurveSpec> perLayer(const std::string& quantity, int layers) {
    std::vector<CurveSpec> curves;
    for (int layer = 0; layer < layers; ++layer) {
        curves.push_back(running(quantity + "." + std::to_string(layer), tr("layer %1").arg(layer), layer,
                                 Theme::dash(layer)));
    }
    return curves;
}

PlotSpec alignmentPlot(const QString& id, const QString& title, const std::string& suffix) {
    PlotSpec plot;
    plot.id = id;
    plot.title = title;
    plot.yLabel = tr("cosine with Fisher-corrected");
    plot.smoothing = 500;
    plot.empty = tr("Measured every few updates\nwhile the alignment probe\nis on (see Learning)");
    plot.curves = {running("cosine_corrected" + suffix, tr("corrected"), 0, Qt::SolidLine),
                   running("cosine_uncorrected" + suffix, tr("uncorrected"), 1, Qt::DashLine)};
    for (CurveSpec& curve : plot.curves)
        curve.weight = suffix.empty() ? 1.4 : 1;
    return plot;
}

/// One quantity of the ledger in one layer.
PlotSpec ledgerPlot(const char* quantity, const QString& title, const QString& yLabel, std::size_t layer,
                    const std::vector<std::string>& parameters) {
    PlotSpec plot;
    const auto number = std::to_string(layer);
    plot.id = QStringLiteral("%1-layer-%2").arg(QLatin1String(quantity)).arg(layer).replace(u'_', u'-');
    plot.title = tr("%1, layer %2").arg(title).arg(layer);
    plot.yLabel = yLabel;
    plot.smoothing = 500;
    plot.empty = tr("Measured as often as the balance (see Probes)");
    for (const auto& parameter : parameters) {
        const auto i = static_cast<int>(plot.curves.size());
        plot.curves.push_back(running(quantity + ("." + number) + "." + parameter,
                                      QString::fromStdString(parameter), i, Theme::dash(i)));
    }
    return plot;
}

} // namespace

PlotSpec errorPlot() {
    PlotSpec plot;
    plot.id = QStringLiteral("error");
    plot.title = tr("Error");
    plot.yLabel = tr("error (%)");
    plot.smoothing = 200;
    plot.logY = true; // from 90 % to 3 %: on a linear axis all but the first minute is a flat line
    plot.yFromZero = true;
    plot.curves = {running("train_error", tr("training, running mean"), 0, Qt::SolidLine),
                   seldom("epoch_train_error", tr("training, epoch mean"), 3, Qt::DotLine),
                   seldom("test_error", tr("test"), 1, Qt::SolidLine)};
    return plot;
}

PlotSpec lossPlot() {
    PlotSpec plot;
    plot.id = QStringLiteral("loss");
    plot.title = tr("Loss");
    plot.yLabel = tr("cross-entropy (nats)");
    plot.smoothing = 200;
    plot.logY = true;
    plot.yFromZero = true;
    plot.curves = {running("train_loss", tr("training, running mean"), 0, Qt::SolidLine),
                   seldom("test_loss", tr("test"), 1, Qt::SolidLine)};
    return plot;
}

PlotSpec ratePlot(int layers) {
    PlotSpec plot;
    plot.id = QStringLiteral("learning_rate");
    plot.title = tr("Scaled learning rate");
    plot.yLabel = tr("learning rate");
    plot.smoothing = 50;
    plot.logY = true; // it falls by halves
    plot.curves = perLayer("learning_rate", layers);
    return plot;
}

std::vector<PlotSpec> balancePlots(int layers) {
    PlotSpec ratio;
    ratio.id = QStringLiteral("ei_ratio");
    ratio.title = tr("E/I ratio");
    ratio.yLabel = tr("mean excitation / inhibition");
    ratio.reference = Reference{1, tr("balance")};
    ratio.curves = perLayer("ei_ratio", layers);

    PlotSpec match;
    match.id = QStringLiteral("divisive_match");
    match.title = tr("Divisive match");
    match.yLabel = tr("std of zE / mean gamma");
    match.reference = Reference{1, tr("match")};
    match.curves = perLayer("divisive_match", layers);

    PlotSpec mean;
    mean.id = QStringLiteral("z_mean");
    mean.title = tr("Mean of z");
    mean.yLabel = tr("mean of z");
    mean.reference = Reference{0, {}};
    mean.curves = perLayer("z_mean", layers);

    PlotSpec spread;
    spread.id = QStringLiteral("z_std");
    spread.title = tr("Spread of z");
    spread.yLabel = tr("standard deviation of z");
    spread.curves = perLayer("z_std", layers);
    PlotSpec penalty;
    penalty.id = QStringLiteral("balance_penalty");
    penalty.title = tr("Balance penalty");
    penalty.yLabel = tr("penalty on imbalance");
    penalty.yFromZero = true;
    penalty.curves = {running("balance_penalty", tr("all layers"), 0, Qt::SolidLine)};
    std::vector<PlotSpec> plots{ratio, match, mean, spread, penalty};
    for (PlotSpec& plot : plots) {
        plot.smoothing = 50;
        plot.empty = tr("Nothing is measured yet, or no layer has this quantity");
    }
    return plots;
}

std::vector<PlotSpec> alignmentPlots(int layers) {
    std::vector<PlotSpec> plots{alignmentPlot(QStringLiteral("alignment"), tr("Alignment"), "")};
    for (int layer = 0; layer < layers; ++layer)
        plots.push_back(alignmentPlot(QStringLiteral("alignment-layer-%1").arg(layer),
                                      tr("Alignment, layer %1").arg(layer), "." + std::to_string(layer)));
    return plots;
}

std::vector<PlotSpec> ledgerPlots(const std::vector<std::string>& layers) {
    struct Quantity {
        const char *series, *title, *yLabel;
        bool ofClamped; ///< only for parameters that are clamped at zero
    };
    constexpr Quantity quantities[] = {
        {"gradient_norm", QT_TRANSLATE_NOOP("PlotCatalogue", "Gradient norm"),
         QT_TRANSLATE_NOOP("PlotCatalogue", "length of the plain gradient"), false},
        {"update_norm", QT_TRANSLATE_NOOP("PlotCatalogue", "Update norm"),
         QT_TRANSLATE_NOOP("PlotCatalogue", "length of the update"), false},
        {"clamped_share", QT_TRANSLATE_NOOP("PlotCatalogue", "Clamping"),
         QT_TRANSLATE_NOOP("PlotCatalogue", "share of the update cut off at zero"), true},
        {"update_cosine", QT_TRANSLATE_NOOP("PlotCatalogue", "Wanted and made update"),
         QT_TRANSLATE_NOOP("PlotCatalogue", "cosine of wanted and made update"), true},
        {"silent_share", QT_TRANSLATE_NOOP("PlotCatalogue", "Silent synapses"),
         QT_TRANSLATE_NOOP("PlotCatalogue", "share of weights that are 0"), true}};
    std::vector<PlotSpec> plots;
    for (const Quantity& quantity : quantities)
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            const LayerKind& kind = layerKind(layers[layer]);
            const auto& parameters = quantity.ofClamped ? kind.clamped : kind.parameters;
            if (parameters.empty())
                continue;
            plots.push_back(
                ledgerPlot(quantity.series, tr(quantity.title), tr(quantity.yLabel), layer, parameters));
            plots.back().logY = !quantity.ofClamped; // lengths differ by powers of ten
            plots.back().yFromZero = quantity.ofClamped && quantity.series != std::string("update_cosine");
        }
    return plots;
}

std::vector<PlotSpec> runPlots(int layers, bool alignment) {
    std::vector<PlotSpec> plots{errorPlot(), lossPlot(), ratePlot(layers)};
    for (auto& plot : balancePlots(layers))
        plots.push_back(std::move(plot));
    if (alignment)
        for (auto& plot : alignmentPlots(layers))
            plots.push_back(std::move(plot));
    return plots;
}

} // namespace dalescope
