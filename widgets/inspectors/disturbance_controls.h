// What an input is disturbed with, how strongly, and how the error on the test set grows with it.
#pragma once

#include "core/inspection/disturbance.h"

#include <QWidget>

#include <atomic>
#include <memory>

class QComboBox;
class QCPItemText;
class QCustomPlot;
class QLabel;
class QPushButton;
class QSlider;

namespace dalescope {

class DisturbanceControls : public QWidget {
    Q_OBJECT
public:
    explicit DisturbanceControls(QWidget* parent = nullptr);
    ~DisturbanceControls() override;

    /// What the curve is measured with; null: nothing.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::shared_ptr<const Dataset> dataset);
    /// `x` as the choice would have it; the same each time.
    Vector<float> disturbed(const Vector<float>& x) const;
    /// Of the last curve, by ascending strength; empty before.
    const std::vector<double>& errors() const { return errors_; }

Q_SIGNALS:
    void changed();
    /// A curve has been measured.
    void measured();

protected:
    void changeEvent(QEvent* event) override;

private:
    bool isOn() const;
    Disturbance kind() const;
    void measure();
    void stop();
    void draw();

    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const Dataset> dataset_;
    QComboBox* kind_;
    QSlider* strength_;
    QLabel* percent_;
    QPushButton* button_;
    QCustomPlot* plot_;
    QCPItemText* note_; ///< in it, while there is no curve
    std::vector<double> errors_;
    std::shared_ptr<std::atomic<bool>> measuring_; ///< set to false to end it
};

} // namespace dalescope
