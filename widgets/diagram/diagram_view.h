// The diagram of a network as a widget: to zoom, to move, to point at and to walk through by keys.
#pragma once

#include "widgets/diagram/diagram_painter.h"
#include "widgets/inspectors/seldom.h"

#include <QWidget>

#include <memory>

class QTimer;

namespace dalescope {

class DiagramView : public QWidget {
    Q_OBJECT
public:
    explicit DiagramView(QWidget* parent = nullptr);

    /// Null: there is no network. Keeps the part that is looked at and the unit pointed at where the circuit
    /// is the one before.
    void setScene(std::shared_ptr<const DiagramScene> scene);
    const DiagramScene* scene() const { return scene_.get(); }
    const DiagramMarks& marks() const { return marks_; }
    /// Points at a unit and shows its strongest connections; none where it is not valid.
    void point(const UnitAddress& unit);
    /// All of the diagram in the space there is.
    void fit();
    void zoomBy(double factor);
    /// Shows the activity on its way from the input to the answer.
    void flow();
    QSize sizeHint() const override { return {1080, 480}; }
    /// Where a place of the diagram is on the widget.
    QPointF toWidget(QPointF position) const { return position * zoom() + origin(); }

Q_SIGNALS:
    /// Another unit or projection is pointed at, or it has other values.
    void pointed(const QString& description);
    void unitChosen(const UnitAddress& unit);
    void projectionChosen(std::size_t projection);
    void inputChosen();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    double fittingZoom() const;
    double zoom() const { return fitted_ ? fittingZoom() : zoom_; }
    QPointF origin() const;
    QPointF toDiagram(QPointF position) const { return (position - origin()) / zoom(); }
    void zoomAround(double factor, QPointF around);
    void moveBy(QPointF way);
    void pointAt(QPointF position);
    void keepInSight();
    void choose();
    void describe();
    void takeToDiagram(QPainter& painter) const;
    void drawFrame(const Theme& theme);
    void markConnections();

    /// What makes the frame another one.
    struct Framed {
        QPointF origin;
        double zoom = 0;
        int projection = -1;
        Index step = 0;
        qint64 palette = 0;
        bool operator==(const Framed&) const = default;
    };

    std::shared_ptr<const DiagramScene> scene_;
    QPixmap frame_; ///< all that need not be painted thirty times a second; null: to be made anew
    Framed framed_;
    DiagramMarks marks_;
    bool byKeys_ = false; ///< the unit was come to by keys: the pointer's leaving keeps it
    bool fitted_ = true;
    double zoom_ = 1;
    QPointF offset_; ///< origin() where not fitted
    QPointF pressed_, dragged_;
    bool dragging_ = false;
    Seldom description_; ///< while scenes follow one another
    QTimer* frames_;
};

} // namespace dalescope
