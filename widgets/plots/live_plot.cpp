#include "widgets/plots/live_plot.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/cursor_overlay.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace dalescope {

namespace {

// A slice of a backlog, and how long poll() may go on taking slices: well under a frame, so that three plots
// and their drawing fit into one.
constexpr std::size_t slice = 4096;
constexpr qint64 takingMs = 4;
constexpr qint64 catchingUpMs = 200;
constexpr qint64 describingMs = 1000;
// Drawing takes this share of the GUI thread's time, so that the run has the processors: a frame that takes 1
// ms is followed by a rest of 100 ms. Where a person is at work, motion is smoother.
constexpr double share = 1.0 / 100, attendedShare = 1.0 / 20, longestRestMs = 500;

} // namespace

LivePlot::LivePlot(QWidget* parent)
    : QWidget(parent), canvas_(new QCustomPlot(this)), scene_(new PlotScene(*canvas_)),
      cursors_(new CursorOverlay(canvas_, *scene_)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1); // the focus frame's place
    layout->addWidget(canvas_);
    makeChart(*this);
    setFocusPolicy(Qt::StrongFocus);
    canvas_->setFocusPolicy(Qt::NoFocus);
    canvas_->setMouseTracking(true);
    canvas_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    canvas_->setNoAntialiasingOnDrag(true);
    canvas_->axisRect()->setRangeZoomFactor(0.8);
    setTheme(Theme::forPalette(palette()));
    for (QCPAxis* axis : {canvas_->xAxis, canvas_->yAxis})
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
            if (!fitting_)
                setFollows(false);
        });
    connectMouse();
}

void LivePlot::setTheme(const Theme& theme) {
    scene_->setStyle(PlotStyle::screen(theme));
    canvas_->selectionRect()->setPen(QPen(theme.accent, 1, Qt::DashLine));
    QColor veil = theme.accent;
    veil.setAlphaF(0.12f);
    canvas_->selectionRect()->setBrush(veil);
    redraw();
}

void LivePlot::setSpec(const PlotSpec& spec) {
    scene_->setSpec(spec);
    setAccessibleName(tr("Plot: %1").arg(spec.title));
    describe();
    described_.invalidate();
    setFollows(true);
    redraw();
    Q_EMIT viewChanged(view());
}

void LivePlot::setJournal(std::shared_ptr<const Journal> journal) {
    scene_->setJournal(std::move(journal));
    marks_ = 0;
    described_.invalidate();
    cursors_->setCursor({});
    cursors_->setSecond({});
    setFollows(true);
    redraw();
}

void LivePlot::replaceJournal(std::shared_ptr<const Journal> journal) {
    scene_->setJournal(std::move(journal));
    marks_ = 0;
    unseen_ = true;
    poll();
}

void LivePlot::replaceCurves(const std::vector<CurveSpec>& curves) {
    PlotSpec next = spec();
    next.curves = curves;
    const PlotView kept = view();
    {
        const QScopedValueRollback ours(fitting_, true);
        scene_->setSpec(next);
        scene_->setView(kept);
    }
    unseen_ = true;
    poll();
}

void LivePlot::setEmphasis(const QStringList& series) {
    scene_->setEmphasis(series);
    redraw();
}

void LivePlot::setView(const PlotView& view) {
    const PlotView before = scene_->view();
    if (view == before)
        return;
    {
        // Another scale or unit makes the old ranges meaningless.
        const QScopedValueRollback ours(fitting_, true);
        scene_->setView(view);
        scene_->advance(slice);
        if (before.xAxis != view.xAxis) {
            cursors_->setCursor({});
            cursors_->setSecond({});
        }
        if (before.xAxis != view.xAxis || before.logX != view.logX)
            scene_->fitX();
        if (before.xAxis != view.xAxis || before.logX != view.logX || before.logY != view.logY)
            scene_->fitY();
    }
    described_.invalidate();
    redraw();
    Q_EMIT viewChanged(view);
}

void LivePlot::editView(const PlotView& view) {
    const PlotView before = scene_->view();
    if (view == before)
        return;
    setView(view);
    Q_EMIT viewEdited(before, view);
}

bool LivePlot::poll() {
    if (!isVisible() || !scene_->journal())
        return false;
    QElapsedTimer timer;
    timer.start();
    bool changed = marks_ != scene_->journal()->marks();
    marks_ = scene_->journal()->marks();
    while (scene_->behind() && timer.elapsed() < takingMs)
        changed = scene_->advance(slice) || changed;
    unseen_ = unseen_ || changed;
    // While catching up, drawing waits: a slice and a picture in one poll would be too much of a frame.
    if (scene_->behind() && drawn_.isValid() && !drawn_.hasExpired(catchingUpMs))
        return false;
    if (unseen_ && !mayDraw())
        return false;
    changed = std::exchange(unseen_, false);
    if (changed) {
        redraw();
        undescribed_ = true;
    }
    if (!described_.isValid() || (undescribed_ && described_.hasExpired(describingMs)))
        describe();
    return changed;
}

bool LivePlot::mayDraw() const {
    const double rest =
        canvas_->replotTime(true) / (hasFocus() || canvas_->underMouse() ? attendedShare : share);
    return !drawn_.isValid() || static_cast<double>(drawn_.elapsed()) >= std::min(rest, longestRestMs);
}

void LivePlot::redraw() {
    if (follows_) {
        const QScopedValueRollback ours(fitting_, true);
        scene_->fitX();
        scene_->fitY();
    }
    drawn_.start();
    if (isVisible())
        replotSoon(*canvas_);
}

void LivePlot::describe() {
    setAccessibleDescription(scene_->summary());
    described_.start();
    undescribed_ = false;
}

void LivePlot::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    poll();
    redraw();
}

void LivePlot::setFollows(bool follows) {
    if (follows == follows_)
        return;
    follows_ = follows;
    if (follows)
        redraw();
    Q_EMIT followsChanged(follows);
}

void LivePlot::fitAll() {
    {
        const QScopedValueRollback ours(fitting_, true);
        scene_->fitX();
        scene_->fitY(true);
    }
    setFollows(false);
    redraw();
}

void LivePlot::setCrosshair(bool on) {
    crosshair_ = on;
    if (!on) {
        cursors_->setCursor({});
        cursors_->setSecond({});
    }
    cursors_->refresh();
}

void LivePlot::setCursor(std::optional<double> x) {
    cursors_->setCursor(x);
    cursors_->refresh();
}

void LivePlot::setSecondCursor(std::optional<double> x) {
    cursors_->setSecond(x);
    cursors_->refresh();
}

void LivePlot::toggleCurve(int index) {
    const auto& curves = scene_->curves();
    if (index < 0 || static_cast<std::size_t>(index) >= curves.size())
        return;
    PlotView next = view();
    const QString series = QString::fromStdString(curves[static_cast<std::size_t>(index)].spec.series);
    if (next.hidden.removeAll(series) == 0)
        next.hidden.append(series);
    next.hidden.sort();
    editView(next);
}

/// Its tips are the texts that have no room.
bool LivePlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString whole = scene_->shortenedAt(canvas_->mapFrom(this, help->pos()));
    QToolTip::showText(help->globalPos(), whole, this); // none: taken away
    return true;
}

void LivePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = scene_->style().theme;
    painter.setPen(hasFocus() ? theme.accent : theme.panel);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void LivePlot::focusInEvent(QFocusEvent* event) {
    describe(); // what a screen reader is about to read is up to date
    QWidget::focusInEvent(event);
    update();
}

void LivePlot::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

} // namespace dalescope
