// The inspectors of the main window: what each one shows, and how one leads to another.
#pragma once

#include "app/network_feed.h"

#include <QMainWindow>

class QDockWidget;

namespace dalescope {

class ActivityPanel;
class DiagramPanel;
struct Drawing;
class InspectorChoices;
class InterventionsPanel;
class LearningPanel;
class OutcomePanel;
class TimeTravel;
class UnitPanel;
class WeightsPanel;

/// Floating docks, closed at first: among the plots there is no room for them on a small screen. They show
/// the current run at the time that is looked at.
class InspectorDocks : public QObject {
    Q_OBJECT

public:
    /// Lives as long as `window`.
    InspectorDocks(QMainWindow& window, Session& session, TimeTravel& time, InspectorChoices& choices);
    /// The one of that title; nothing where there is none. A floating one is put below `clear`, where there
    /// is one, which must stay in sight.
    void open(const QString& title, const QWidget* clear = nullptr);
    const QList<QDockWidget*>& docks() const { return docks_; }
    /// Opens Activity with the picture in that file on its pad; empty: in one that the person chooses.
    void openPicture(const QString& path = {});
    /// The sweep that Interventions shows, for a session's file; empty: none.
    std::string sweep() const;
    /// Shows it again; empty: none. Throws Error naming `file` where it is damaged, and shows none then.
    void showSweep(const std::string& text, const std::string& file);
    /// Opens Interventions at the controls of its sweep.
    void openSweep();

Q_SIGNALS:
    /// One sentence for a person.
    void failed(const QString& sentence);
    void exported(const QString& path);
    /// A sweep of an intervention has ended.
    void swept();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A network at every `everyRound`-th of the feed's rounds. words: see withWords().
    template <class Panel>
    QDockWidget* add(Panel* panel, const QString& title, const QString& words, const QString& shortcut,
                     int everyRound, const QSize& size = {600, 680});
    void connectInspectors();
    /// What its figures carry.
    std::string originOf(const Drawing& drawing, const QString& title) const;

    QMainWindow& window_;
    Session& session_;
    TimeTravel& time_;
    InspectorChoices& choices_;
    NetworkFeed feed_;
    WeightsPanel* weights_;
    OutcomePanel* outcome_;
    InterventionsPanel* interventions_;
    ActivityPanel* activity_;
    LearningPanel* learning_;
    UnitPanel* unit_;
    DiagramPanel* diagram_;
    int placed_ = 0;
    QList<QDockWidget*> docks_;
    QDockWidget *weightsDock_, *activityDock_, *unitDock_, *interventionsDock_;
};

} // namespace dalescope
