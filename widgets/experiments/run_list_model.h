// The runs of a sweep as rows.
#pragma once

#include "widgets/experiments/sweep_watch.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>

namespace dalescope {

/// Columns: configuration, each setting in which runs differ, seed, state, errors, place in the queue.
/// DisplayRole is for people, SortRole for comparing.
class RunListModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { SortRole = Qt::UserRole, ProgressRole, FilterRole };

    explicit RunListModel(QObject* parent = nullptr);

    void setSweep(std::shared_ptr<const SweepOutline> outline);
    void setSnapshot(std::shared_ptr<const SweepSnapshot> snapshot);
    /// Runs that are to begin, first one first; and those that a person keeps from beginning.
    void setQueue(const QList<int>& queue, const QList<int>& held);
    void setTheme(const Theme& theme);

    const std::shared_ptr<const SweepOutline>& outline() const { return outline_; }
    int nameColumn() const { return 0; }
    int seedColumn() const { return 1 + settings(); }
    int stateColumn() const { return seedColumn() + 1; }
    int trainColumn() const { return seedColumn() + 2; }
    int testColumn() const { return seedColumn() + 3; }
    int queueColumn() const { return seedColumn() + 4; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

Q_SIGNALS:
    /// Rows were dragged before another one; -1: after the last.
    void moveAsked(const QList<int>& runs, int before);

private:
    int settings() const { return outline_ ? static_cast<int>(outline_->settings.size()) : 0; }
    const RunFacts* facts(int run) const;
    QString text(int run, int column) const;
    QString stateText(int run) const;
    QString stateTip(int run) const;
    QVariant sortValue(int run, int column) const;
    QVariant colour(int run, int column) const;
    void refresh();

    std::shared_ptr<const SweepOutline> outline_;
    std::shared_ptr<const SweepSnapshot> snapshot_;
    QHash<int, int> places_; ///< in the queue, from 1
    QList<int> held_;
    Theme theme_ = Theme::light();
    QList<QIcon> swatches_; ///< of the configurations
};

/// A short line in the colour and dashes of curve `i`.
QIcon curveSwatch(const Theme& theme, int i);

} // namespace dalescope
