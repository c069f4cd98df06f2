// A strength in percent: a slider, its number, and a way back to where it does nothing.
#pragma once

#include <QTimer>
#include <QWidget>

class QSlider;
class QSpinBox;
class QToolButton;

namespace dalescope {

/// While it is dragged it tells where it rests, not every place that it passes, so that a run gets few edits.
class PercentSlider : public QWidget {
    Q_OBJECT
public:
    /// From 0 to `maximum` percent; at `neutral` it does nothing, and a button goes back there.
    PercentSlider(int maximum, int neutral, const QString& name, const QString& tip,
                  QWidget* parent = nullptr);

    /// Shows it without telling; in mid-drag what the person does goes before.
    void setPercent(double percent);
    /// Without a number and a button, for a number that stands beside it.
    void setBare();

Q_SIGNALS:
    void chosen(int percent);

private:
    void tell();

    QSlider* slider_;
    QSpinBox* number_;
    QToolButton* reset_;
    int neutral_;
    QTimer rest_;
};

} // namespace dalescope
