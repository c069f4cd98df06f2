// The list of a sweep's runs, sorted and filtered as a person likes.
#pragma once

#include "widgets/experiments/run_list_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QStyledItemDelegate;
class QTableView;

namespace dalescope {

/// Keeps rows in which each word of the filter begins or is part of a setting, a state or a name.
class RunListFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit RunListFilter(QObject* parent);
    void setWords(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList words_;
};

class RunList : public QWidget {
    Q_OBJECT

public:
    explicit RunList(QWidget* parent = nullptr);

    void setSweep(std::shared_ptr<const SweepOutline> outline);
    void setSnapshot(std::shared_ptr<const SweepSnapshot> snapshot);
    void setTheme(const Theme& theme);
    RunListModel& model() { return *model_; }
    QTableView& table() { return *table_; }

    QList<int> selectedRuns() const;
    /// Those that the filter lets through.
    QList<int> shownRuns() const;

Q_SIGNALS:
    void selectionChanged();
    void shownChanged();
    /// The mouse is over a run; -1: over none.
    void hovered(int run);
    void menuAsked(const QPoint& globalPosition);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void count();

    RunListModel* model_;
    RunListFilter* filter_;
    QLineEdit* words_;
    QLabel* count_;
    QTableView* table_;
    QStyledItemDelegate* state_;
};

} // namespace dalescope
