// The table of results with its verdicts, to be copied and exported.
#pragma once

#include "core/experiments/table_text.h"
#include "widgets/experiments/result_model.h"

#include <QWidget>

class QLabel;
class QTableView;
class QToolButton;

namespace dalescope {

class ResultView : public QWidget {
    Q_OBJECT

public:
    explicit ResultView(QWidget* parent = nullptr);

    void setResults(std::shared_ptr<const ResultTable> results);
    void setTheme(const Theme& theme);
    ResultModel& model() { return *model_; }

    void copyAs(TableFormat format);
    /// Asks for a file name.
    void exportAs(TableFormat format);

Q_SIGNALS:
    void failed(const QString& sentence);
    void exported(const QString& path);

private:
    ResultModel* model_;
    QTableView* table_;
    QLabel* sentence_;
    QToolButton* copy_;
    QToolButton* export_;
};

/// "4 of 6 rows match the paper to within 2 sd; outside: DANN nc (train)."
QString verdictSentence(const ResultTable& results);

} // namespace dalescope
