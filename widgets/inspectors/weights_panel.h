// The weights of a layer: a matrix as colours, its rows as images, sorted, with the value under the pointer;
// or how the values of all its parameters are spread, now and over the run.
#pragma once

#include "widgets/inspectors/latest_job.h"
#include "widgets/inspectors/seldom.h"
#include "widgets/inspectors/weights_picture.h"
#include "widgets/plots/drawing_export.h"

#include <memory>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace dalescope {

class Journal;
class SpreadGrid;

/// Pictures are made on another thread. While a run goes on, rows that are sorted change places once a second
/// at most.
class WeightsPanel : public QWidget {
    Q_OBJECT
public:
    explicit WeightsPanel(QWidget* parent = nullptr);

    /// Shows the weights after `update` updates on `data`. Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);
    /// Where the weights' history is; before setNetwork(). Null: there is none.
    void setJournal(std::shared_ptr<const Journal> journal) { journal_ = std::move(journal); }
    /// Shows that matrix of that layer, or as much of the wish as the network has.
    void showMatrix(int layer, const QString& matrix);
    const HeatMap& heatMap() const { return *map_; }
    const SpreadGrid& spreadGrid() const { return *spreads_; }

Q_SIGNALS:
    /// That row of a matrix onto the layer's units was clicked.
    void unitChosen(int layer, dalescope::Index unit);
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    QComboBox* addChoice(QHBoxLayout* row, const QString& label, const QString& tip);
    void fillLayers();
    void fillMatrices();
    void fillViews();
    FeatureShape fieldOf(const WeightMatrix& matrix) const;
    void refresh();
    void refreshSpreads();
    void showSpreads(bool shown);
    void display(const std::shared_ptr<WeightPicture>& result);
    Drawing drawing() const;
    void describe(QPoint cell);

    std::shared_ptr<const Network<float>> network_;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<const Journal> journal_;
    std::int64_t update_ = 0;
    std::vector<WeightMatrix> matrices_; // of the chosen layer
    QComboBox *layer_, *matrix_, *order_, *view_;
    QToolButton* spread_;
    QStackedWidget* pictures_;
    HeatMap* map_;
    SpreadGrid* spreads_;
    QLabel* reading_;
    std::shared_ptr<const WeightPicture> shown_;
    std::int64_t spreadUpdate_ = 0; // of the spreads that are shown
    std::shared_ptr<const WeightSorting> sorting_;
    QTimer sortAgain_;
    Seldom description_; ///< while pictures follow one another
    bool following_ = false;
    LatestJob job_;
    std::pair<int, QString> wanted_{-1, {}}; // asked for before there was a network
    bool likesImages_ = true;                // the last choice where there was one
};

} // namespace dalescope
