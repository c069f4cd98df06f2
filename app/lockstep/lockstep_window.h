// Models that train together: their curves, their differences to the first, and how large those are.
#pragma once

#include "app/lockstep/lockstep.h"
#include "widgets/inspectors/latest_job.h"
#include "widgets/plots/plot_panel.h"

#include <QWidget>

class QAction;
class QLabel;
class QTableWidget;

namespace dalescope {

class LockstepWindow : public QWidget {
    Q_OBJECT

public:
    explicit LockstepWindow(std::unique_ptr<Lockstep> lockstep, QWidget* parent = nullptr);

    Lockstep& lockstep() { return *lockstep_; }
    const LockstepTable& table() const { return shown_; }
    void setTheme(const Theme& theme);
    /// Writes the table as CSV; a failure comes as failed().
    void exportTable(const QString& path);

Q_SIGNALS:
    void failed(const QString& sentence);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    struct Picture {
        std::shared_ptr<const Journal> curves, differences;
        LockstepTable table;
    };
    void buildTable();
    void measure();
    void showPicture(const Picture& picture);
    void showState();
    QString settingsText() const;

    std::unique_ptr<Lockstep> lockstep_;
    LockstepTable shown_;
    LatestJob* job_;
    QAction* startOrPause_;
    QLabel* settings_;
    QLabel* state_;
    PlotPanel* errors_;
    PlotPanel* differences_;
    QTableWidget* table_;
};

} // namespace dalescope
