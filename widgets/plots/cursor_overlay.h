// The crosshair with the value of every curve, and the second cursor with the differences to it.
#pragma once

#include "widgets/plots/plot_scene.h"

namespace dalescope {

/// Draws on a layer with a buffer of its own, so that moving the mouse redraws no curve.
class CursorOverlay : public QCPLayerable {
    Q_OBJECT

public:
    explicit CursorOverlay(QCustomPlot* plot, const PlotScene& scene);

    /// Places on the x axis; none: not drawn.
    void setCursor(std::optional<double> x) { cursor_ = x; }
    void setSecond(std::optional<double> x) { second_ = x; }
    std::optional<double> cursor() const { return cursor_; }
    std::optional<double> second() const { return second_; }
    /// Redraws the cursors alone.
    void refresh() { layer()->replot(); }

    /// A row of the readout.
    struct Row {
        QColor colour; ///< invalid: no swatch
        QString name, value, difference;
        int sign = 0; ///< CurveSpec::sign
    };
    /// x first, then every curve in sight; differences are cursor minus second.
    std::vector<Row> rows() const;

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
    void draw(QCPPainter* painter) override;

private:
    void drawLine(QCPPainter* painter, double x, Qt::PenStyle style) const;
    void drawReadout(QCPPainter* painter) const;

    const PlotScene& scene_;
    std::optional<double> cursor_, second_;
};

} // namespace dalescope
