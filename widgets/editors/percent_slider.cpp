#include "widgets/editors/percent_slider.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

namespace dalescope {

namespace {

constexpr int atRest = 150; // milliseconds

/// Scrolling a panel must not change what the pointer happens to pass over.
class SteadySlider : public QSlider {
public:
    using QSlider::QSlider;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

class SteadySpinBox : public QSpinBox {
public:
    using QSpinBox::QSpinBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

} // namespace

PercentSlider::PercentSlider(int maximum, int neutral, const QString& name, const QString& tip,
                             QWidget* parent)
    : QWidget(parent), slider_(new SteadySlider(Qt::Horizontal, this)), number_(new SteadySpinBox(this)),
      reset_(new QToolButton(this)), neutral_(neutral) {
    slider_->setRange(0, maximum);
    slider_->setPageStep(10);
    slider_->setSingleStep(5);
    slider_->setTickInterval(maximum / 2);
    slider_->setTickPosition(QSlider::TicksBelow);
    slider_->setAccessibleName(name);
    slider_->setToolTip(tip);
    slider_->setMinimumWidth(80);
    number_->setRange(0, maximum);
    number_->setSuffix(tr(" %"));
    number_->setKeyboardTracking(false);
    number_->setAccessibleName(tr("%1, percent").arg(name));
    number_->setToolTip(tip);
    reset_->setText(tr("%1 %").arg(neutral));
    reset_->setAccessibleName(tr("%1 back to %2 %").arg(name).arg(neutral));
    reset_->setToolTip(reset_->accessibleName());
    reset_->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(slider_, 1);
    row->addWidget(number_);
    row->addWidget(reset_);
    setFocusProxy(number_); // who is led here by name types a number
    rest_.setSingleShot(true);
    rest_.setInterval(atRest);
    connect(&rest_, &QTimer::timeout, this, &PercentSlider::tell);
    connect(slider_, &QSlider::valueChanged, this, [this](int value) {
        const QSignalBlocker quiet(number_);
        number_->setValue(value);
        reset_->setEnabled(value != neutral_);
        rest_.start();
    });
    connect(slider_, &QSlider::sliderReleased, this, &PercentSlider::tell);
    connect(number_, &QSpinBox::valueChanged, slider_, &QSlider::setValue);
    connect(reset_, &QToolButton::clicked, this, [this] {
        slider_->setValue(neutral_);
        tell();
    });
    setPercent(neutral);
}

void PercentSlider::setPercent(double percent) {
    if (rest_.isActive() || slider_->isSliderDown())
        return;
    const QSignalBlocker quietSlider(slider_), quietNumber(number_);
    const int value = static_cast<int>(std::lround(percent));
    slider_->setValue(value);
    number_->setValue(value);
    reset_->setEnabled(value != neutral_);
}

void PercentSlider::setBare() {
    number_->hide();
    reset_->hide();
    setFocusProxy(slider_);
}

void PercentSlider::tell() {
    if (!rest_.isActive() && sender() != &rest_)
        return; // released where it was pressed
    rest_.stop();
    Q_EMIT chosen(slider_->value());
}

} // namespace dalescope
