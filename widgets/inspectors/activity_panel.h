// One input and what every unit does with it: drawn by hand or from the test set, with the network's answer.
#pragma once

#include "core/data/dataset.h"
#include "core/inspection/activity.h"
#include "core/inspection/layer_distribution.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/inspectors/seldom.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace dalescope {

class DistributionPlot;
class HeatMap;
class InputControls;

/// The network is asked on another thread: the answer to a large one takes longer than a frame.
class ActivityPanel : public QWidget {
    Q_OBJECT
public:
    explicit ActivityPanel(QWidget* parent = nullptr);

    /// Passes the input through `network`, as it is after `update` updates. Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);
    const Activity& activity() const { return activity_; }
    InputControls& input() { return *input_; }

Q_SIGNALS:
    /// That unit, or map, was clicked.
    void unitChosen(int layer, dalescope::Index unit);
    /// The network is given another input: example `example` of the test set, perhaps disturbed, or, where
    /// that is -1, one that is drawn. right: the class that it is known to be, or -1.
    void inputChanged(const dalescope::Vector<float>& x, int example, int right);
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    void pass();
    void take(Activity activity, std::int64_t update, int right);
    void offerQuantities();
    void display();
    Drawing drawing() const;
    void distribute();
    void describe(QPoint cell);
    void describeDistribution();
    /// Of the chosen layer over many examples, rather than the units of one input.
    bool showsDistribution() const;
    const Matrix<float>* shownValues() const;

    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const Dataset> dataset_;
    LatestJob job_, distributionJob_;
    std::int64_t update_ = 0, shownUpdate_ = 0; // of the network, and of what is shown of it
    Activity activity_;                         // of no layers where there is no network
    LayerDistribution distribution_;
    int distributedLayer_ = -1; // whose that is; -1: there is none of the present network
    UnitsPicture units_;
    Vector<float> told_;   // what inputChanged() was last said of
    int toldExample_ = -1; // likewise
    InputControls* input_;
    QComboBox *layer_, *quantity_, *over_;
    HeatMap* map_;
    DistributionPlot* spread_;
    QStackedWidget* views_;
    QLabel* reading_;
    Seldom description_, distributeAnew_; ///< while pictures follow one another
    std::int64_t distributedUpdate_ = 0;  ///< of the distribution that is shown
    bool following_ = false;
};

} // namespace dalescope
