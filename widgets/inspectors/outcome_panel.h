// What the network makes of the test set: a confusion matrix, the error of each class, and the mistakes.
#pragma once

#include "core/inspection/outcome.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/inspectors/seldom.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QListView;
class QTableWidget;

namespace dalescope {

class MistakeModel;

/// Tests on another thread, while a run goes on some examples at a time.
class OutcomePanel : public QWidget {
    Q_OBJECT
public:
    explicit OutcomePanel(QWidget* parent = nullptr);

    /// Shows what `network`, after `update` updates, makes of the test set. Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);

Q_SIGNALS:
    /// A mistake was chosen: an example of the test set.
    void exampleChosen(std::uint32_t example);
    void exported(const QString& path);
    void failed(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Result {
        Outcome outcome;
        std::shared_ptr<const Dataset> dataset;
        std::int64_t oldest, newest; ///< updates of the networks that answered
        bool complete;               ///< the newest has seen all examples
        bool hasMistakes;            ///< a complete one has; of the others those at which the gallery changes
    };
    static std::shared_ptr<const Result> next(RollingOutcome& rolling, std::int64_t update,
                                              bool withMistakes);
    void take(const std::shared_ptr<const Result>& result);
    void display(std::shared_ptr<const Result> result);
    void sayError();
    QString inWords() const;
    void fillTable();
    void widenColumns();
    bool fillRow(int row);
    Drawing drawing() const;
    bool wantsMistakes() const;
    void filter();

    QLabel* title_;
    std::shared_ptr<RollingOutcome> rolling_; ///< which the job has while it runs
    std::shared_ptr<const Result> result_, inGallery_;
    std::vector<std::pair<int, QRgb>> cells_; ///< what the table's cells show
    QStringList names_;
    std::size_t widths_ = 0;        ///< columns that have had their first widths
    std::vector<qsizetype> widest_; ///< text that each column has been made wide enough for
    QTableWidget* table_;
    QLabel* which_;
    MistakeModel* mistakes_;
    QListView* gallery_;
    Seldom heading_, mistakesShown_; ///< while pictures follow one another
    LatestJob job_{this};
};

} // namespace dalescope
