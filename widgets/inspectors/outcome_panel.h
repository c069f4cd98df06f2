// What the network makes of the test set: a confusion matrix, the error of each class, and the mistakes.
#pragma once

#include "core/inspection/outcome.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/plots/drawing_export.h"

#include <QWidget>

#include <memory>

class QLabel;
class QListView;
class QTableWidget;

namespace dalescope {

class MistakeModel;

/// Tests on another thread.
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
    void display(std::shared_ptr<const Outcome> outcome, std::shared_ptr<const Dataset> dataset,
                 std::int64_t update);
    QString inWords() const;
    void fillTable();
    Drawing drawing() const;
    void filter();

    std::shared_ptr<const Dataset> dataset_;
    std::shared_ptr<const Outcome> outcome_;
    std::int64_t update_ = 0;
    QLabel* title_;
    QTableWidget* table_;
    QLabel* which_;
    MistakeModel* mistakes_;
    QListView* gallery_;
    LatestJob job_;
};

} // namespace dalescope
