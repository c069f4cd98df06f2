// A matrix as colours, to zoom and to walk through.
#pragma once

#include "core/common/matrix.h"
#include "widgets/theme/theme.h"

#include <QImage>
#include <QWidget>

#include <functional>

namespace dalescope {

/// How values become colours: from the background to the excitatory or the inhibitory colour, or from one
/// through the background to the other.
enum class HeatScale { Excitatory, Inhibitory, Signed };

/// A matrix and its picture. Made on any thread.
struct HeatPicture {
    Matrix<float> values;     ///< NaN: nothing there
    Matrix<float> inhibitory; ///< of the same size: those in the inhibitory colour, NaN elsewhere; or empty
    /// The same for a screen reader, from who shows it: called where it is wanted, with `values`.
    std::function<QString(const Matrix<float>&)> words;
    QImage image; ///< one pixel a value
    HeatScale scale = HeatScale::Signed;
    float largest = 0;  ///< magnitude of the full colour: about 99.5 % of the values are not above it
    bool dark = false;  ///< colours of which look
    bool fills = false; ///< cells need not be square: all of the space is filled
};
HeatPicture heatPicture(Matrix<float> values, HeatScale scale, const Theme& theme,
                        Matrix<float> inhibitory = {});

class HeatMap : public QWidget {
    Q_OBJECT
public:
    explicit HeatMap(QWidget* parent = nullptr);

    /// Keeps the part that is looked at and the chosen cell where the matrix has the size of the one before.
    void setPicture(HeatPicture picture);
    const HeatPicture& picture() const { return picture_; }
    /// The chosen cell; (-1, -1) where there is none.
    QPoint cell() const { return cell_; }
    /// One of the picture's, or (-1, -1).
    void choose(QPoint cell);
    /// All of the matrix in the space there is.
    void fit();
    /// What is told of the chosen cell. Empty: of the whole picture.
    void setReading(const QString& reading);
    QSize sizeHint() const override { return {360, 300}; }

Q_SIGNALS:
    /// The pointer or the arrow keys have come to that cell (x: column, y: row); (-1, -1): to none.
    void cellChosen(QPoint cell);
    /// It was clicked, or Enter was pressed on it.
    void cellActivated(QPoint cell);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QRectF area() const; // of the matrix, beside the scale
    double fittingZoom() const;
    double zoom() const { return fitted_ ? fittingZoom() : zoom_; }
    QSizeF cellSize() const;
    QPointF origin() const; // of the matrix, on the widget
    QPoint cellAt(QPointF position) const;
    void zoomBy(double factor, QPointF around);
    void drawScale(QPainter& painter, const Theme& theme) const;

    HeatPicture picture_;
    bool fitted_ = true;
    double zoom_ = 1; // pixels a value, upwards
    QPointF offset_;  // origin() where not fitted
    QPointF dragged_; // where the pointer was
    QPointF pressed_; // where a button went down
    QPoint cell_{-1, -1};
};

} // namespace dalescope
