// One unit over a probe batch: how active, for which classes and examples, how balanced, and its partners.
#pragma once

#include "widgets/inspectors/latest_job.h"
#include "widgets/inspectors/seldom.h"
#include "widgets/inspectors/unit_drawings.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QSpinBox;

namespace dalescope {

class PartnersTable;
class StrongestExamples;

/// The network is asked on another thread, while a run goes on some examples at a time.
class UnitPanel : public QWidget {
    Q_OBJECT
public:
    explicit UnitPanel(QWidget* parent = nullptr);

    /// Shows the unit as it is after `update` updates. Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);
    /// Shows that unit of a population of circuitOf(), the input's left out.
    void showUnit(std::size_t population, Index unit);
    /// Shows that row of a layer's z, which is a unit or, of a convolution, a map.
    void showUnitOfLayer(int layer, Index unit);
    const UnitPicture& picture() const { return picture_; }

Q_SIGNALS:
    void exampleChosen(std::uint32_t example);
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Result;
    void fillPopulations();
    void limitUnits();
    void refresh();
    static std::shared_ptr<Result> next(RollingProfile& rolling,
                                        const std::shared_ptr<const Network<float>>& network,
                                        const Circuit& circuit, const UnitAddress& unit, std::int64_t update);
    void take(const std::shared_ptr<Result>& result);
    void display(std::shared_ptr<Result> result);
    void redraw();
    void describe();
    std::size_t population() const;
    Drawing drawing(UnitPlot which) const;

    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const Dataset> dataset_;
    std::int64_t update_ = 0, shownUpdate_ = 0; ///< of the network, and of what is shown of it
    Circuit circuit_;
    std::shared_ptr<RollingProfile> rolling_; ///< which the job has while it runs
    UnitPicture picture_;
    std::shared_ptr<const Result> shown_;
    std::pair<std::size_t, Index> wanted_{0, -1};
    std::pair<int, Index> wantedOfLayer_{-1, -1};
    LatestJob job_{this};
    QComboBox* populations_;
    QSpinBox* unit_;
    QLabel* reading_;
    std::array<QCustomPlot*, allUnitPlots.size()> plots_{};
    StrongestExamples* examples_;
    PartnersTable* partners_;
    Seldom description_, lists_; ///< while pictures follow one another
};

} // namespace dalescope
