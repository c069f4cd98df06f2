// The Fisher lens: why inhibitory updates are scaled, and what comes of the updates, live.
#pragma once

#include "core/inspection/learning_lens.h"
#include "core/settings/config.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/inspectors/lens_chart.h"
#include "widgets/inspectors/seldom.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace dalescope {

class LensModel;

/// Looks on another thread, batch by batch.
class LearningPanel : public QWidget {
    Q_OBJECT
public:
    explicit LearningPanel(QWidget* parent = nullptr);

    /// The rules and the rate that updates are looked at with; before setNetwork().
    void setConfig(const Config& config) { config_ = config; }
    /// Shows the gradients of `network`, after `update` updates, on training examples of `dataset`. Null:
    /// there is no network. information: the run's running mean of the Fisher information; null: it keeps
    /// none.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset,
                    std::shared_ptr<const PerLayer<float>> information = nullptr);
    const LensModel& model() const { return *model_; }

Q_SIGNALS:
    void failed(const QString& sentence);
    void exported(const QString& path);

private:
    void take(const std::shared_ptr<const LearningLens>& lens, std::int64_t update, bool complete);
    void display(std::shared_ptr<const LearningLens> lens, std::int64_t update);
    void showLayer();
    void showNumbers();
    Drawing drawing();

    Config config_;
    std::shared_ptr<RollingLens> rolling_; ///< which the job has while it runs
    std::shared_ptr<const LearningLens> lens_;
    std::int64_t update_ = 0;
    QComboBox *layer_, *measure_;
    QLabel* reading_;
    LensChart* chart_;
    LensModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    Seldom numbers_; ///< while pictures follow one another
    LatestJob job_{this};
};

} // namespace dalescope
