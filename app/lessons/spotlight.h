// A frame around a control that a lesson points at.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

namespace dalescope {

/// Lies over the control's window, follows the control, and lets the mouse through. It pulses for some
/// seconds and then stays.
class Spotlight : public QWidget {
    Q_OBJECT

public:
    Spotlight();
    /// Null: points at nothing.
    void pointAt(QWidget* target);
    QWidget* target() const { return target_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    QPointer<QWidget> target_;
    QTimer following_;
    QVariantAnimation pulse_;
};

} // namespace dalescope
