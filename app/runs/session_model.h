// The runs of a session as a table.
#pragma once

#include "app/session.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QIcon>

namespace dalescope {

class SessionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Shown, Pinned, State, Epoch, TrainError, TestError, Notes, ColumnCount };

    explicit SessionModel(Session& session, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    /// Turns a run's eye or its pin over; nothing in other columns.
    void toggle(const QModelIndex& index);
    Run& runAt(int row) const { return *session_.runs()[static_cast<std::size_t>(row)]; }
    int rowOf(const Run& run) const;
    void setTheme(const Theme& theme);

private:
    void follow(int row);
    void lookWhichAreDrawn();
    QString text(const Run& run, int column) const;
    bool isDrawn(const Run& run) const;
    QVariant picture(const Run& run, int column) const;
    QString tip(const Run& run, int column) const;

    Session& session_;
    Theme theme_;
    QIcon eye_, closedEye_, pin_;
    std::vector<const Run*> drawn_; ///< beside the current one, as last looked at
};

/// Percent: the mean over the last epoch, or over the last 200 updates before the first one ends; NaN before
/// the first update.
double recentTrainError(const Journal& journal);
/// Percent, as last measured; NaN where it was not.
double recentTestError(const Journal& journal);

} // namespace dalescope
