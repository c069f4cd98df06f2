// What a network is given: an example of the test set, a picture or a drawing, perhaps disturbed; and its
// answer.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"
#include "widgets/inspectors/latest_job.h"

#include <QImage>
#include <QWidget>

#include <functional>
#include <memory>

class QSpinBox;

namespace dalescope {

class AnswerBars;
class DisturbanceControls;
class DrawPad;

class InputControls : public QWidget {
    Q_OBJECT
public:
    explicit InputControls(QWidget* parent = nullptr);

    /// Offers the examples of `dataset`, and tries disturbances on `network`; null: there is none. Another
    /// data set brings another input, without changed().
    void setNetwork(std::shared_ptr<const Network<float>> network, std::shared_ptr<const Dataset> dataset);
    /// Takes that example of the test set; before there is a data set, once there is one.
    void showExample(std::uint32_t example);
    /// Puts the picture in that file on the pad, see inputFrom(); before there is a data set, once there is
    /// one. Calls `read` where there is a picture in it; else comes failed().
    void loadPicture(const QString& path, const std::function<void()>& read = {});
    /// The same of a file that the person chooses.
    void choosePicture();

    /// The input as the network gets it, disturbed, which the pad shows from now on.
    Vector<float> seen();
    /// The example that it is of; -1: it is drawn.
    int example() const;
    /// The class that it is known to be, or -1.
    int right() const;
    /// probabilities: of the classes; empty: there is no answer.
    void setAnswer(const std::vector<float>& probabilities, int right);
    DrawPad& pad() { return *pad_; }

Q_SIGNALS:
    /// The network is to be given another input.
    void changed();
    void failed(const QString& sentence);

private:
    void takeExample();
    void putPicture(const QImage& picture);

    std::shared_ptr<const Dataset> dataset_;
    LatestJob pictureJob_;
    int wanted_ = -1;      // an example that was asked for before there was a data set
    QImage wantedPicture_; // likewise
    DrawPad* pad_;
    QSpinBox* example_;
    AnswerBars* answer_;
    DisturbanceControls* disturbance_;
};

} // namespace dalescope
