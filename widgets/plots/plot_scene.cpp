#include "widgets/plots/plot_scene.h"

#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/marks_layer.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr double ofFigure = 0.6; // of the colour: what is yet to be made is not yet there

// Points that the eye cannot part from the one before are left out: thick and dashed lines are dear.
void fill(QCPGraph& graph, const QVector<QPointF>& points) {
    const QCPAxis &keys = *graph.keyAxis(), &values = *graph.valueAxis();
    QVector<QCPGraphData> data;
    data.reserve(points.size());
    double lastX = -1e9, lastY = -1e9;
    for (const QPointF& point : points) {
        const double x = keys.coordToPixel(point.x()), y = values.coordToPixel(point.y());
        if (std::abs(x - lastX) < 1 && std::abs(y - lastY) < 0.35)
            continue;
        data.append(QCPGraphData(point.x(), point.y()));
        lastX = x;
        lastY = y;
    }
    graph.data()->set(data, true);
}

/// Without the empty cells of a last row that is not full, which itemCount() counts too.
std::vector<QCPAbstractLegendItem*> itemsOf(const QCPLegend& legend) {
    std::vector<QCPAbstractLegendItem*> items;
    for (int i = 0; i < legend.itemCount(); ++i)
        if (auto* item = legend.item(i))
            items.push_back(item);
    return items;
}

QSharedPointer<QCPAxisTicker> tickerOf(const QCPAxis& axis, bool isCounted) {
    if (axis.scaleType() == QCPAxis::stLogarithmic)
        return QSharedPointer<LogTicker>::create(&axis);
    auto ticker = QSharedPointer<LinearTicker>::create(axis.orientation() == Qt::Horizontal ? 6 : 5, &axis);
    if (isCounted)
        ticker->setLeastStep(1);
    return ticker;
}

/// Null where there is no such series.
std::unique_ptr<CurveData> dataOf(const std::shared_ptr<const Journal>& journal, const std::string& name) {
    const Series* series = journal && !name.empty() ? journal->find(name) : nullptr;
    return series ? std::make_unique<CurveData>(journal, *series) : nullptr;
}

} // namespace

PlotScene::PlotScene(QCustomPlot& plot)
    : QObject(&plot), plot_(plot), marks_(new MarksLayer(&plot)), style_(PlotStyle::screen(Theme::light())) {
    plot_.setAutoAddPlottableToLegend(false);
    plot_.addLayer(QStringLiteral("emphasis"), plot_.layer(QStringLiteral("main")));
    plot_.axisRect()->setupFullAxesBox(false);
    for (QCPAxis* axis : {plot_.xAxis2, plot_.yAxis2})
        axis->setVisible(false);
    // The legend has a row of its own above the axes: there it hides no curve, wherever they go.
    auto* top = new QCPLayoutGrid;
    plot_.plotLayout()->insertRow(0);
    plot_.plotLayout()->addElement(0, 0, top);
    plot_.plotLayout()->setRowStretchFactor(0, 1e-3);
    top->addElement(0, 0, new QCPLayoutElement(&plot_));
    top->addElement(0, 1, plot_.legend);
    top->setColumnStretchFactor(1, 1e-3);
    plot_.legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    plot_.legend->setVisible(true);
    connect(&plot_, &QCustomPlot::beforeReplot, this, &PlotScene::fitToWidth);
    connect(&plot_, &QCustomPlot::afterLayout, this, &PlotScene::refill);
    restyle();
}

void PlotScene::setStyle(const PlotStyle& style) {
    style_ = style;
    rebuild();
}

void PlotScene::setSpec(const PlotSpec& spec) {
    spec_ = spec;
    view_ = spec.firstView();
    rebuild();
}

void PlotScene::setJournal(std::shared_ptr<const Journal> journal) {
    journal_ = std::move(journal);
    rebuild();
}

void PlotScene::setView(const PlotView& view) {
    view_ = view;
    restyle();
}

void PlotScene::setEmphasis(const QStringList& series) {
    if (series == emphasis_)
        return;
    emphasis_ = series;
    restyle();
}

void PlotScene::setMoment(std::optional<Tick> moment) {
    marks_->setMoment(moment);
}

// Curves keep their samples when only the look changes, or which run is the plot's own.
void PlotScene::rebuild() {
    plot_.legend->clearItems();
    plot_.clearGraphs();
    plot_.clearItems();
    std::vector<Curve> old = std::move(curves_);
    curves_.clear();
    for (const CurveSpec& spec : spec_.curves) {
        Curve curve;
        curve.spec = spec;
        const auto& journal = journalOf(spec);
        for (Curve& kept : old)
            if (kept.data && kept.spec.series == spec.series && &kept.data->journal() == journal.get())
                curve.data = std::move(kept.data);
        if (!curve.data)
            curve.data = dataOf(journal, spec.series);
        curve.low = dataOf(journal, spec.low);
        curve.high = dataOf(journal, spec.high);
        curves_.push_back(std::move(curve));
    }
    // Bands lie below all raw samples, and those below all curves.
    for (Curve& curve : curves_)
        if (curve.low && curve.high) {
            curve.lowEdge = new QCPGraph(plot_.xAxis, plot_.yAxis);
            curve.highEdge = new QCPGraph(plot_.xAxis, plot_.yAxis);
            curve.highEdge->setChannelFillGraph(curve.lowEdge);
            for (QCPGraph* edge : {curve.lowEdge, curve.highEdge}) {
                edge->setPen(Qt::NoPen);
                edge->setAdaptiveSampling(false);
            }
        }
    for (Curve& curve : curves_)
        curve.raw = new CurveGraph(plot_.xAxis, plot_.yAxis);
    addRunsToLegend();
    for (Curve& curve : curves_) {
        curve.line = new CurveGraph(plot_.xAxis, plot_.yAxis);
        curve.line->setName(curve.spec.label);
    }
    inLegend_.reset();
    addCurvesToLegend();
    for (Curve& curve : curves_)
        for (CurveGraph* graph : {curve.raw, curve.line})
            graph->setAdaptiveSampling(false); // the points come thinned already
    reference_ = nullptr;
    if (spec_.reference) {
        reference_ = new QCPItemStraightLine(&plot_);
        reference_->setLayer(QStringLiteral("grid"));
        reference_->point1->setCoords(0, spec_.reference->y);
        reference_->point2->setCoords(1, spec_.reference->y);
    }
    empty_ = new QCPItemText(&plot_);
    empty_->position->setType(QCPItemPosition::ptAxisRectRatio);
    empty_->position->setCoords(0.5, 0.5);
    empty_->setText(spec_.empty);
    restyle();
}

/// A plain line in each run's colour: the patterns of its curves are those of the plot's own.
void PlotScene::addRunsToLegend() {
    QStringList runs;
    runKeys_.clear();
    for (const Curve& curve : curves_) {
        if (curve.spec.run.isEmpty() || runs.contains(curve.spec.run))
            continue;
        runs << curve.spec.run;
        auto* key = new CurveGraph(plot_.xAxis, plot_.yAxis); // without points
        key->setKeyOfRun(true);
        key->setSign(curve.spec.sign, style_.dot, style_.background);
        key->setName(curve.spec.run);
        if (curve.spec.ofFigure)
            key->setPen(QPen(style_.faint(curve.spec.colour, ofFigure), style_.curve, Qt::DotLine));
        else
            key->setPen(QPen(style_.theme.series(curve.spec.colour),
                             style_.curve * (curve.spec.journal ? 1.5 : 2.5)));
        key->addToLegend();
        plot_.legend->itemWithPlottable(key)->setTextColor(style_.theme.text);
        runKeys_.append({key, curve.spec.run});
    }
}

/// Those of which some run has a value; before there is any at all, every one.
bool PlotScene::addCurvesToLegend() {
    std::set<std::string> measured;
    for (const Curve& curve : curves_)
        if (curve.data && curve.data->size() > 0)
            measured.insert(curve.spec.series);
    if (inLegend_ == measured)
        return false;
    inLegend_ = measured;
    for (const Curve& curve : curves_)
        curve.line->removeFromLegend(); // all of them, to keep their order
    for (const Curve& curve : curves_)
        if (!curve.spec.quiet && !curve.spec.journal &&
            (measured.empty() ? curve.data || !journal_ : measured.contains(curve.spec.series)))
            curve.line->addToLegend();
    return true;
}

void PlotScene::restyle() {
    const Theme& theme = style_.theme;
    const QFont font = Theme::font(style_.textPx);
    plot_.setBackground(style_.background);
    plot_.setPlottingHint(QCP::phFastPolylines, !style_.vector);
    for (QCPAxis* axis : {plot_.xAxis, plot_.yAxis}) {
        const bool log = axis == plot_.xAxis ? view_.logX : view_.logY;
        if (log && !(axis->range().lower > 0))
            axis->setRange(
                QCPRange(1e-3 * std::max(1e-3, axis->range().upper), std::max(1e-3, axis->range().upper)));
        axis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(tickerOf(*axis, axis == plot_.xAxis && view_.xAxis == XAxis::Updates));
        axis->setBasePen(QPen(theme.axis, style_.hairline));
        axis->setTickPen(QPen(theme.axis, style_.hairline));
        axis->setTickLength(0, static_cast<int>(style_.scaled(4)));
        axis->setSubTicks(false);
        axis->setTickLabelFont(font);
        axis->setTickLabelColor(theme.mutedText);
        axis->setTickLabelPadding(static_cast<int>(style_.scaled(4)));
        axis->setLabelFont(font);
        axis->setLabelColor(theme.text);
        axis->setLabelPadding(static_cast<int>(style_.scaled(3)));
        axis->grid()->setPen(QPen(theme.grid, style_.hairline));
        axis->grid()->setZeroLinePen(QPen(theme.grid, style_.hairline));
    }
    plot_.xAxis->setLabel(view_.xAxis == XAxis::Updates  ? tr("update")
                          : view_.xAxis == XAxis::Epochs ? tr("epoch")
                                                         : tr("training time (s)"));
    const int margin = static_cast<int>(style_.scaled(10));
    plot_.axisRect()->setMinimumMargins(QMargins(margin, margin, 5 * margin / 2, margin));
    plot_.plotLayout()->setRowSpacing(0);

    for (Curve& curve : curves_) {
        const CurveSpec& spec = curve.spec;
        curve.hidden = view_.hidden.contains(QString::fromStdString(spec.series)) ||
                       (spec.ofFigure && view_.xAxis != XAxis::Updates);
        const bool ofSeveral = !spec.run.isEmpty();
        const bool stands = emphasis_.isEmpty() ? ofSeveral && !spec.journal
                                                : emphasis_.contains(QString::fromStdString(spec.series));
        const bool stepsBack = !emphasis_.isEmpty() && !stands;
        const QColor colour = spec.ofFigure ? style_.faint(spec.colour, ofFigure)
                              : stepsBack || (spec.quiet && !stands)
                                  ? style_.faint(spec.colour, spec.quiet && !stepsBack ? 0.5 : 0.3)
                                  : theme.series(spec.colour);
        const double width = spec.quiet     ? style_.faintCurve
                             : spec.journal ? style_.curve * 0.75
                                            : style_.curve * spec.weight;
        curve.line->setPen(QPen(colour, stands ? 1.5 * width : width, spec.dash, Qt::FlatCap, Qt::RoundJoin));
        curve.line->setSign(spec.sign, style_.dot, style_.background);
        curve.line->setLayer(stands ? QStringLiteral("emphasis") : QStringLiteral("main"));
        styleBand(curve, stepsBack);
        for (CurveGraph* graph : {curve.raw, curve.line})
            graph->setPrint(style_.vector, style_.faintCurve);
        const bool smooth = spec.reduce == CurveSpec::Reduce::RunningMean && view_.smoothing > 1;
        for (auto* data : {curve.data.get(), curve.low.get(), curve.high.get()})
            if (data)
                data->setWindow(smooth ? view_.smoothing : 1);
        curve.line->setVisible(!curve.hidden);
        curve.raw->setPen(QPen(style_.faint(spec.colour), style_.faintCurve));
        curve.raw->setVisible(smooth && spec.rawBehind && !curve.hidden);
    }
    if (empty_) {
        empty_->setFont(font);
        empty_->setColor(theme.mutedText);
    }
    if (reference_)
        reference_->setPen(QPen(theme.axis, style_.hairline, Qt::DashLine));

    styleLegend();

    marks_->setStyle(style_);
    marks_->setJournal(journal_);
    marks_->setAxis(view_.xAxis);
    stale_ = true;
}

void PlotScene::styleLegend() {
    const QFont font = Theme::font(style_.textPx);
    QCPLegend& legend = *plot_.legend;
    for (const Curve& curve : curves_)
        if (auto* item = legend.itemWithPlottable(curve.line))
            item->setTextColor(curve.hidden ? style_.theme.axis : style_.theme.text);
    legend.setBrush(Qt::NoBrush);
    legend.setBorderPen(Qt::NoPen);
    legend.setFont(font);
    const auto pad = [this](double length) { return static_cast<int>(style_.scaled(length)); };
    for (auto* item : itemsOf(legend)) {
        item->setFont(font);
        item->setMargins(QMargins(0, 0, 0, pad(3))); // a descender's room, or it is cut off
    }
    legend.setIconSize(pad(24), pad(12));
    legend.setIconTextPadding(pad(6));
    legend.setRowSpacing(pad(1));
    legend.setColumnSpacing(pad(10));
    legend.setMargins(QMargins(pad(6), pad(4), pad(14), pad(2)));
}

bool PlotScene::advance(std::size_t limit) {
    bool changed = false;
    for (Curve& curve : curves_)
        for (const auto& data : {std::cref(curve.data), std::cref(curve.low), std::cref(curve.high)})
            changed = (data.get() && data.get()->advance(limit)) || changed;
    if (changed && addCurvesToLegend())
        styleLegend();
    stale_ = stale_ || changed;
    return changed;
}

bool PlotScene::behind() const {
    return std::any_of(curves_.begin(), curves_.end(),
                       [](const Curve& c) { return c.data && c.data->behind(); });
}

Stretch PlotScene::stretch() const {
    const QCPRange range = plot_.xAxis->range();
    return {view_.xAxis, range.lower, range.upper, std::max(1, plot_.axisRect()->width()), view_.logX};
}

void PlotScene::fitX() {
    double first = std::numeric_limits<double>::infinity(), last = 0;
    for (const Curve& curve : curves_) {
        if (!curve.data || curve.data->size() == 0)
            continue;
        const CurveData& data = *curve.data;
        // A logarithmic axis begins with the first sample after the start.
        const std::size_t begin = view_.logX ? data.firstAfter(0, view_.xAxis) : 0;
        if (begin < data.size())
            first = std::min(first, data.x(begin, view_.xAxis));
        last = std::max(last, data.x(data.size() - 1, view_.xAxis));
    }
    if (first == last && !view_.logX)
        first = 0; // a single value
    if (!(first < last))
        plot_.xAxis->setRange(view_.logX ? 1 : 0, view_.xAxis == XAxis::Updates ? 100 : 1.5);
    else if (view_.logX)
        plot_.xAxis->setRange(first, first * std::pow(last / first, 1.01));
    else
        plot_.xAxis->setRange(first, last + 0.01 * (last - first));
}

void PlotScene::fitY(bool withRaw) {
    Extremes found;
    const Stretch sight = stretch();
    for (const Curve& curve : curves_)
        if (curve.data && !curve.hidden) {
            found.take(extremesInSight(*curve.data, curve.data->shown(), sight));
            if (withRaw && curve.raw->visible())
                found.take(extremesInSight(*curve.data, curve.data->raw(), sight));
            for (const CurveData* edge : {curve.low.get(), curve.high.get()})
                if (edge && curve.lowEdge && !(view_.logY && edge == curve.low.get()))
                    found.take(extremesInSight(*edge, edge->shown(), sight));
        }
    double low = static_cast<double>(found.min), high = static_cast<double>(found.max);
    if (!found.any())
        low = 0, high = 1;
    if (view_.logY) {
        // Zero is infinitely far down: three decades below the largest value is enough of a logarithm.
        high = high > 0 ? high : 1;
        low = low > 0 ? low : high / 1e3;
        const double pad = std::max(1.05, std::pow(high / low, 0.05));
        plot_.yAxis->setRange(low / pad, high * pad);
        return;
    }
    if (spec_.reference && found.any()) {
        low = std::min(low, spec_.reference->y);
        high = std::max(high, spec_.reference->y);
    }
    const double span = high - low > 0 ? high - low : std::abs(high) > 0 ? 0.1 * std::abs(high) : 1;
    const bool zero = spec_.yFromZero && low >= 0;
    plot_.yAxis->setRange(zero ? 0 : low - 0.06 * span, (zero && high <= 0 ? 1 : high) + 0.06 * span);
}

void PlotScene::refill() {
    const Stretch sight = stretch();
    if (!stale_ && filledRange_ == plot_.xAxis->range() && filledWidth_ == sight.pixels)
        return;
    stale_ = false;
    filledRange_ = plot_.xAxis->range();
    filledWidth_ = sight.pixels;
    const bool isEmpty =
        std::ranges::none_of(curves_, [](const Curve& c) { return c.data && c.data->size() > 0; });
    if (empty_)
        empty_->setVisible(!style_.vector && isEmpty);
    marks_->setLabelled(!isEmpty); // they would lie over what is said there
    for (Curve& curve : curves_) {
        if (!curve.data || curve.hidden)
            continue;
        const auto points = thinned(*curve.data, curve.data->shown(), sight);
        fill(*curve.line, points);
        styleFor(curve, points, sight.pixels);
        if (curve.lowEdge) {
            fill(*curve.lowEdge, thinned(*curve.low, curve.low->shown(), sight));
            fill(*curve.highEdge, thinned(*curve.high, curve.high->shown(), sight));
        }
        if (curve.raw->visible())
            fill(*curve.raw, thinned(*curve.data, curve.data->raw(), sight));
    }
}

void PlotScene::styleBand(Curve& curve, bool steppedBack) {
    if (!curve.lowEdge)
        return;
    QColor veil = style_.theme.series(curve.spec.colour);
    veil.setAlphaF(steppedBack ? 0.05f : 0.16f);
    curve.highEdge->setBrush(veil);
    for (QCPGraph* edge : {curve.lowEdge, curve.highEdge})
        edge->setVisible(!curve.hidden);
}

void PlotScene::styleFor(Curve& curve, const QVector<QPointF>& points, int pixels) {
    const QColor colour = style_.theme.series(curve.spec.colour);
    const bool apart = static_cast<double>(points.size()) * style_.dot * 1.5 < pixels;
    // A lone sample makes no line, so it is drawn as a dot whatever the curve.
    const bool dots = (curve.spec.dots && apart) || curve.data->size() == 1;
    curve.line->setScatterStyle(dots ? QCPScatterStyle(QCPScatterStyle::ssCircle,
                                                       QPen(style_.background, style_.hairline), colour,
                                                       style_.dot)
                                     : QCPScatterStyle(QCPScatterStyle::ssNone));
}

/// In two lines where the axis is too short for its label in one, and shortened where it is for those too.
void PlotScene::wrapLabel() {
    const QMargins beside = plot_.axisRect()->margins(); // as they were last; none before
    const int room = plot_.viewport().height() - plot_.legend->minimumOuterSizeHint().height() -
                     beside.top() - std::max(beside.bottom(), static_cast<int>(style_.scaled(40)));
    const QFontMetrics metrics(plot_.yAxis->labelFont(), &plot_);
    const QString whole = spec_.yLabel;
    QStringList lines{whole};
    if (metrics.horizontalAdvance(whole) > room && whole.contains(u' ')) {
        qsizetype at = -1; // of the space next to the middle
        for (qsizetype i = whole.indexOf(u' '); i >= 0; i = whole.indexOf(u' ', i + 1))
            if (at < 0 || std::abs(2 * i - whole.size()) < std::abs(2 * at - whole.size()))
                at = i;
        lines = {whole.first(at), whole.sliced(at + 1)};
    }
    for (QString& line : lines)
        line = metrics.elidedText(line, Qt::ElideRight, std::max(room, static_cast<int>(style_.scaled(40))));
    plot_.yAxis->setLabel(lines.join(u'\n'));
}

QString PlotScene::shortenedAt(const QPointF& place) const {
    const QRect axes = plot_.axisRect()->rect();
    const bool isBeside = place.x() < axes.left() && place.y() >= axes.top() && place.y() <= axes.bottom();
    if (isBeside && QString(plot_.yAxis->label()).replace(u'\n', u' ') != spec_.yLabel)
        return spec_.yLabel;
    for (const auto& [key, name] : runKeys_)
        if (const auto* item = plot_.legend->itemWithPlottable(key);
            item && item->outerRect().contains(place.toPoint()) && key->name() != name)
            return name;
    return marks_->shortenedAt(place);
}

void PlotScene::fitToWidth() {
    QCPLegend& legend = *plot_.legend;
    const int room = plot_.viewport().width() - static_cast<int>(style_.scaled(20));
    // A run's long name must not make the legend one column, which would leave a small plot no height.
    const int beside = legend.iconSize().width() + legend.iconTextPadding() + legend.columnSpacing();
    const QFontMetrics metrics(legend.font(), &plot_);
    for (const auto& [key, name] : std::as_const(runKeys_))
        key->setName(metrics.elidedText(name, Qt::ElideMiddle, std::max(40, room / 2 - beside)));
    int widest = 1;
    const auto items = itemsOf(legend);
    for (const auto* item : items)
        widest = std::max(widest, item->minimumOuterSizeHint().width());
    const int columns =
        std::clamp(room / (widest + legend.columnSpacing()), 1, std::max(1, static_cast<int>(items.size())));
    if (legend.wrap() != columns) {
        legend.setWrap(columns);
        legend.setFillOrder(QCPLayoutGrid::foColumnsFirst, true);
    }
    wrapLabel();
}

} // namespace dalescope
