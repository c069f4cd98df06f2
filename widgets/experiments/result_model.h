// A sweep's table like the work's own: mean and spread over seeds beside the published figures.
#pragma once

#include "core/experiments/result_table.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>

#include <memory>

namespace dalescope {

/// The final errors of a configuration's seeds, to be drawn beside what is published.
struct ErrorSpread {
    QList<double> seeds; ///< percent; finite
    MeanSd published;    ///< count 0: none
};

/// "DANN, 50 inhibitory" for what the work reports, else the sweep's name for it.
QString modelName(const ResultGroup& group);

class ResultModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Model,
        Seeds,
        Train,
        PublishedTrain,
        TrainVerdict,
        TrainSpread,
        Test,
        PublishedTest,
        Difference,
        TestVerdict,
        TestSpread,
        Columns
    };
    /// SortRole: a number, or none where nothing was measured.
    enum Role { SpreadRole = Qt::UserRole, SortRole };

    explicit ResultModel(QObject* parent = nullptr);

    void setResults(std::shared_ptr<const ResultTable> results);
    const std::shared_ptr<const ResultTable>& results() const { return results_; }
    void setTheme(const Theme& theme);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QVariant sortKey(const ResultGroup& group, int column);
    std::shared_ptr<const ResultTable> results_;
    Theme theme_ = Theme::light();
};

} // namespace dalescope

Q_DECLARE_METATYPE(dalescope::ErrorSpread)
