// What is asked for at every picture and need not be done as often.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace dalescope {

/// Milliseconds that numbers and words stay while pictures follow one another: those that change faster
/// cannot be read, and to lay their text out costs more than to draw a picture.
inline constexpr int readingStays = 250;

class Seldom : public QObject {
public:
    Seldom(int milliseconds, std::function<void()> act) : act_(std::move(act)) {
        rest_.setSingleShot(true);
        rest_.setInterval(milliseconds);
        connect(&rest_, &QTimer::timeout, this, [this] {
            if (asked_)
                now();
        });
    }
    /// Acts now, or once so many milliseconds have gone since the last time; of several times asked, once.
    void ask() {
        asked_ = true;
        if (!rest_.isActive())
            now();
    }
    /// Whether ask() would act at once.
    bool isDue() const { return !rest_.isActive(); }
    void now() {
        asked_ = false;
        rest_.start();
        act_();
    }

private:
    std::function<void()> act_;
    QTimer rest_;
    bool asked_ = false;
};

} // namespace dalescope
