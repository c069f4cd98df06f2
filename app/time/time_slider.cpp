#include "app/time/time_slider.h"

#include "widgets/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>

#include <limits>

namespace dalescope {

TimeSlider::TimeSlider(TimeTravel& time, QWidget* parent) : QSlider(Qt::Horizontal, parent), time_(time) {
    setAccessibleName(tr("Time"));
    setToolTip(tr("What is looked at: drag back to any kept update (a tick), or to the right end for now"));
    setMinimumWidth(70);
    connect(this, &QSlider::actionTriggered, this, &TimeSlider::act);
    connect(&time_, &TimeTravel::changed, this, &TimeSlider::follow);
    follow();
}

void TimeSlider::act(int action) {
    constexpr int page = 10;
    switch (action) {
    case SliderSingleStepAdd:
        time_.step(1);
        break;
    case SliderSingleStepSub:
        time_.step(-1);
        break;
    case SliderPageStepAdd:
        time_.step(page);
        break;
    case SliderPageStepSub:
        time_.step(-page);
        break;
    default:
        time_.goTo(unit_ * sliderPosition());
        break;
    }
    setSliderPosition(static_cast<int>(time_.update() / unit_)); // what follows takes it for the value
}

void TimeSlider::follow() {
    unit_ = time_.now() / std::numeric_limits<int>::max() + 1;
    const QSignalBlocker quiet(this);
    setRange(0, static_cast<int>(time_.now() / unit_));
    setValue(static_cast<int>(time_.update() / unit_));
    setEnabled(!time_.kept().empty() && time_.now() > 0);
    update();
}

QStyleOptionSlider TimeSlider::option() const {
    QStyleOptionSlider option;
    initStyleOption(&option);
    return option;
}

double TimeSlider::pixelOf(std::int64_t update) const {
    const QStyleOptionSlider all = option();
    const QRect groove = style()->subControlRect(QStyle::CC_Slider, &all, QStyle::SC_SliderGroove, this),
                handle = style()->subControlRect(QStyle::CC_Slider, &all, QStyle::SC_SliderHandle, this);
    const double share = maximum() > 0 ? static_cast<double>(update / unit_) / maximum() : 0;
    return groove.left() + 0.5 * handle.width() + share * (groove.width() - handle.width());
}

void TimeSlider::mousePressEvent(QMouseEvent* event) {
    const QStyleOptionSlider all = option();
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &all, QStyle::SC_SliderHandle, this);
    if (event->button() != Qt::LeftButton || handle.contains(event->position().toPoint())) {
        QSlider::mousePressEvent(event);
        return;
    }
    const double left = pixelOf(0), right = pixelOf(time_.now());
    const double share = right > left ? (event->position().x() - left) / (right - left) : 1;
    time_.goTo(static_cast<std::int64_t>(share * static_cast<double>(time_.now())));
    event->accept();
}

void TimeSlider::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const Theme theme = Theme::forPalette(palette());
    painter.setPen(QPen(theme.mutedText, theme.metrics.hairline));
    const double middle = 0.5 * height();
    double last = -10;
    for (const auto& moment : time_.kept()) {
        const double x = pixelOf(moment->state.update);
        if (x - last < 2) // two ticks that touch would be a bar
            continue;
        painter.drawLine(QLineF(x, middle + 5, x, middle + 10));
        last = x;
    }
    painter.end();
    QSlider::paintEvent(event);
}

} // namespace dalescope
