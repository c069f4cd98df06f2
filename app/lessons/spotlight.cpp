#include "app/lessons/spotlight.h"

#include "widgets/theme/theme.h"

#include <QPainter>

namespace dalescope {

namespace {

constexpr int reach = 6; // pixels from the control to the frame's outer edge
constexpr int pulses = 6;

} // namespace

Spotlight::Spotlight() {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
    following_.setInterval(100); // a control moves with its dock, its tab and its scroll bar
    connect(&following_, &QTimer::timeout, this, &Spotlight::follow);
    pulse_.setStartValue(0.0);
    pulse_.setKeyValueAt(0.5, 1.0);
    pulse_.setEndValue(0.0);
    pulse_.setDuration(900);
    pulse_.setLoopCount(pulses);
    connect(&pulse_, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
}

void Spotlight::pointAt(QWidget* target) {
    target_ = target;
    pulse_.stop();
    if (!target) {
        following_.stop();
        hide();
        return;
    }
    follow();
    following_.start();
    pulse_.start();
}

void Spotlight::follow() {
    if (!target_ || !target_->isVisible()) {
        hide();
        return;
    }
    QWidget* window = target_->window();
    if (parentWidget() != window)
        setParent(window);
    // Of a control in a scroll area, only what is in sight.
    QRect seen = target_->visibleRegion().boundingRect();
    seen.moveTopLeft(target_->mapTo(window, seen.topLeft()));
    const QRect frame = seen.adjusted(-reach, -reach, reach, reach).intersected(window->rect());
    if (frame != geometry())
        setGeometry(frame);
    setVisible(!seen.isEmpty());
    raise();
}

void Spotlight::paintEvent(QPaintEvent*) {
    const Theme theme = Theme::forPalette(palette());
    const double strength = pulse_.currentValue().toDouble();
    const double width = 2 + 2.5 * strength;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.warning, width));
    painter.drawRoundedRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6);
}

} // namespace dalescope
