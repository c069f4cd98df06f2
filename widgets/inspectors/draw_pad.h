// An image to draw on, pixel by pixel, with a soft pen.
#pragma once

#include "core/common/matrix.h"
#include "core/data/dataset.h"

#include <QImage>
#include <QWidget>

class QMimeData;

namespace dalescope {

class DrawPad : public QWidget {
    Q_OBJECT
public:
    explicit DrawPad(QWidget* parent = nullptr);

    /// An empty image of that shape; one without rows is shown as a line of pixels.
    void setShape(const ImageShape& shape);
    const ImageShape& shape() const { return shape_; }
    /// d values in [0, 1], as the network takes them. values() has as many as the shape has features.
    void setValues(const Vector<float>& values);
    const Vector<float>& values() const { return values_; }
    /// Whether values() are no longer those that were given.
    bool isDrawn() const { return isDrawn_; }
    /// As if the person had drawn `values`, finite and as many as the shape has features; others change
    /// nothing. Those that were given are given again.
    void draw(const Vector<float>& values);
    /// Takes back what was drawn.
    void restore();
    /// Paints `seen` in place of values() until these change: what is made of them.
    void setSeen(const Vector<float>& seen);
    void clear();
    /// The person puts `values` on the pad, as draw() takes them.
    void put(const Vector<float>& values);
    QSize sizeHint() const override { return {200, 200}; }

Q_SIGNALS:
    /// The person has drawn, rubbed out or cleared, or all of that was taken back.
    void drawn();
    /// A stroke, a clearing or a picture by the person has ended; values() were `before` until then.
    void edited(const dalescope::Vector<float>& before);
    /// A file was dropped or pasted, or a picture was.
    void fileGiven(const QString& path);
    void pictureGiven(const QImage& picture);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QRectF imageArea() const;
    void changeByHand(bool isDrawn);
    void give(const QMimeData& given);
    void refresh(); // the picture, and what is told of it
    void stroke(QPointF from, QPointF to, bool rub);
    void strokeHere(bool rub);      // with the keyboard
    void dab(QPointF at, bool rub); // in pixels of the image

    ImageShape shape_;
    Vector<float> values_;
    Vector<float> given_; // by setShape() or setValues()
    bool isDrawn_ = false;
    Vector<float> seen_;   // empty: values_
    QPointF last_;         // of the stroke, in pixels of the image
    Vector<float> before_; // the stroke of the mouse; empty where there is none
    QPoint cursor_{0, 0};
};

} // namespace dalescope
