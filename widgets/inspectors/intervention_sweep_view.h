// One click: an intervention over its whole range, on a copy of the network as it is.
#pragma once

#include "core/inspection/swept_intervention.h"
#include "widgets/inspectors/intervention_drawing.h"
#include "widgets/plots/drawing_export.h"

#include <QTimer>
#include <QWidget>

#include <atomic>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace dalescope {

class DrawingButton;

/// Sweeps on another thread, with progress, and can be cancelled.
class InterventionSweepView : public QWidget {
    Q_OBJECT
public:
    explicit InterventionSweepView(QWidget* parent = nullptr);
    ~InterventionSweepView() override;

    /// What the next sweep is of: `network`, as it is after `update` updates; null: nothing.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);
    /// The settings that the network is made of, and the layer that is swept, by its place in them; -1: none.
    void setSettings(const Config& config, int layer);
    /// Name of the run that the next sweep is of.
    void setRun(const QString& name) { run_ = name; }

    /// The keyboard's focus to the choice of what is swept.
    void enter();

    /// What is shown, for a file; nothing before the first sweep.
    std::optional<SweptIntervention> result() const;
    /// Shows what came of a sweep of before; nothing: as before the first one.
    void showResult(const std::optional<SweptIntervention>& swept);

    const InterventionCurves& curves() const { return curves_; }

Q_SIGNALS:
    /// A sweep has ended and is shown.
    void swept();
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Progress {
        std::atomic<bool> wanted{true};
        std::atomic<int> percent{0};
        Config config;
        std::string path; ///< of what is swept
    };
    /// What is swept; null: there is nothing.
    const Field<LayerConfig>* chosen() const;
    void start();
    void cancel();
    void take(const InterventionCurves& curves, const QString& fault);
    void draw();
    void saySummary();
    /// Whether another intervention than the one that was swept has changed since.
    bool isOfOtherInterventions() const;
    Drawing drawing() const;
    void refresh();

    std::shared_ptr<const Network<float>> network_;
    std::int64_t update_ = 0;
    std::shared_ptr<const Dataset> dataset_;
    QString run_;
    Config config_;
    int layer_ = -1;
    InterventionCurves curves_;
    std::shared_ptr<Progress> running_, ended_; ///< ended_: that of the curves
    QTimer look_;
    QComboBox* what_;
    QSpinBox *draws_, *examples_;
    QPushButton* button_;
    DrawingButton* export_;
    QProgressBar* progress_;
    QLabel* summary_;
    QCustomPlot* plot_;
};

} // namespace dalescope
