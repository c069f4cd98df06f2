// A slider over the moments that a run has kept.
#pragma once

#include "app/time/time_travel.h"

#include <QSlider>

namespace dalescope {

/// From update 0 to now, which is its right end; it holds at what is kept, and shows that as ticks. A click
/// goes there; keys step from moment to moment.
class TimeSlider : public QSlider {
    Q_OBJECT

public:
    explicit TimeSlider(TimeTravel& time, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void act(int action);
    void follow();
    QStyleOptionSlider option() const;
    /// Middle of the handle at that update.
    double pixelOf(std::int64_t update) const;

    TimeTravel& time_;
    std::int64_t unit_ = 1; ///< updates of one step of the slider, which counts in int
};

} // namespace dalescope
