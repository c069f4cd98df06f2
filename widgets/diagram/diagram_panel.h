// The network's diagram with its choices: which input, what of the units, how wide the arrows.
#pragma once

#include "widgets/diagram/diagram_view.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QTimer;

namespace dalescope {

/// The network is asked on another thread.
class DiagramPanel : public QWidget {
    Q_OBJECT
public:
    explicit DiagramPanel(QWidget* parent = nullptr);

    /// Passes the input through `network`, as it is after `update` updates. Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);
    /// Takes an input from elsewhere: example `example` of the test set, perhaps disturbed, or, where that is
    /// -1, one that was drawn. right: the class that it is known to be, or -1.
    void setInput(const Vector<float>& x, int example, int right);
    DiagramView& view() { return *view_; }

Q_SIGNALS:
    /// The person has chosen another example of the test set.
    void exampleChosen(std::uint32_t example);
    void inputChosen();
    /// A unit of a population of circuitOf(), which has the populations of the network and the data.
    void unitChosen(std::size_t population, dalescope::Index unit);
    void matrixChosen(int layer, const QString& matrix);
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeExample();
    void refresh();
    void display(const std::shared_ptr<const DiagramScene>& scene, std::int64_t update);
    void flow();
    Drawing drawing() const;

    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const Dataset> dataset_;
    std::int64_t update_ = 0, shownUpdate_ = 0; ///< of the network, and of what is shown of it
    Vector<float> x_;                           ///< what was given; empty: the example as it is
    int right_ = -1;
    LatestJob job_;
    QSpinBox* example_;
    QComboBox *term_, *arrows_;
    QSlider* step_;
    QLabel *stepLabel_, *reading_;
    DiagramView* view_;
    QTimer* steps_; ///< plays a recurrent network
};

} // namespace dalescope
