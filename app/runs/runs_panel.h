// The runs of the session: which is current, which are drawn, and in what they differ.
#pragma once

#include "app/runs/session_actions.h"
#include "app/runs/session_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace dalescope {

class RunsPanel : public QWidget {
    Q_OBJECT

public:
    RunsPanel(Session& session, SessionActions& actions, QWidget* parent = nullptr);
    void setTheme(const Theme& theme) { model_->setTheme(theme); }
    /// In the order of the list.
    std::vector<Run*> selectedRuns() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void select();
    void showCurrent();
    void showDifferences();
    void fitNames();

    Session& session_;
    SessionActions& actions_;
    SessionModel* model_;
    QTableView* table_;
    QLabel* differences_;
    bool following_ = false; ///< the table's current row is set by us, not by a person
};

} // namespace dalescope
