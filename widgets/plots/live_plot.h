// A plot that grows while a run goes on, and that a person zooms, pans and reads meanwhile.
#pragma once

#include "widgets/plots/plot_scene.h"

#include <QElapsedTimer>
#include <QWidget>

namespace dalescope {

class CursorOverlay;

/// Mouse: drag pans, right drag or Ctrl + drag zooms to a rectangle, the wheel zooms (Ctrl: x alone, Shift: y
/// alone), double click follows again, Shift + click sets the second cursor, a click on a legend entry hides
/// its curve. Keys are listed in keyHelp().
class LivePlot : public QWidget {
    Q_OBJECT

public:
    explicit LivePlot(QWidget* parent = nullptr);

    /// The view becomes the spec's first one.
    void setSpec(const PlotSpec& spec);
    /// Null: an empty plot. A new journal starts to be followed.
    void setJournal(std::shared_ptr<const Journal> journal);
    /// The same run or runs, told anew: ranges, cursors and whether it follows stay.
    void replaceJournal(std::shared_ptr<const Journal> journal);
    /// The same plot with other curves: the view, ranges and cursors stay.
    void replaceCurves(const std::vector<CurveSpec>& curves);
    /// Draws the curves of these series above the others, which step back. None: all alike.
    void setEmphasis(const QStringList& series);
    /// The moment of the run that is looked at, as a line, when poll() next draws; none: taken away.
    void setMoment(std::optional<Tick> moment) {
        scene_->setMoment(moment);
        unseen_ = true;
    }
    void setTheme(const Theme& theme);
    /// Without viewEdited().
    void setView(const PlotView& view);
    /// A change that a person made: sets it and emits viewEdited().
    void editView(const PlotView& view);

    const PlotSpec& spec() const { return scene_->spec(); }
    const PlotView& view() const { return scene_->view(); }
    const std::shared_ptr<const Journal>& journal() const { return scene_->journal(); }
    const PlotScene& scene() const { return *scene_; }
    QCustomPlot& canvas() { return *canvas_; }
    QCPRange xRange() const { return canvas_->xAxis->range(); }
    QCPRange yRange() const { return canvas_->yAxis->range(); }

    /// Takes what is new in the journal, a slice of some milliseconds at most, and redraws where that changed
    /// what is seen and the last picture is old enough for what a picture costs; does nothing while hidden.
    /// To be called at most 30 times a second. True when it redrew.
    bool poll();

    /// Following: the ranges show all there is, and go on to do so while it grows.
    bool follows() const { return follows_; }
    void setFollows(bool follows);
    /// Everything, raw samples behind a mean too; no longer follows.
    void fitAll();

    void setCrosshair(bool on);
    bool crosshair() const { return crosshair_; }
    /// Places on the x axis. None: taken away.
    void setCursor(std::optional<double> x);
    void setSecondCursor(std::optional<double> x);
    const CursorOverlay& cursors() const { return *cursors_; }
    void toggleCurve(int index);

    static QString keyHelp();
    QSize sizeHint() const override { return {520, 300}; }
    QSize minimumSizeHint() const override { return {220, 100}; }

Q_SIGNALS:
    void followsChanged(bool follows);
    void viewChanged(const dalescope::PlotView& view);
    void viewEdited(const dalescope::PlotView& before, const dalescope::PlotView& after);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void connectMouse();
    void pan(double x, double y);
    void zoom(double factor);
    void moveCursor(int steps);
    bool mayDraw() const;
    void redraw();
    void describe();

    QCustomPlot* canvas_;
    PlotScene* scene_;
    CursorOverlay* cursors_;
    bool follows_ = true;
    bool fitting_ = false; ///< ranges change by our own hand
    bool crosshair_ = true;
    std::size_t marks_ = 0;
    bool unseen_ = false;      ///< taken but not drawn yet
    bool undescribed_ = false; ///< drawn but not told of yet
    QElapsedTimer drawn_, described_;
};

} // namespace dalescope
