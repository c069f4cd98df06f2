// What the window makes room for: settings, plots, and inspectors beside them or above them.
#pragma once

#include <QDockWidget>
#include <QMainWindow>

class QAction;

namespace dalescope {

/// Three switches, for whoever has a small screen or no mouse.
class Arrangement : public QObject {
    Q_OBJECT

public:
    /// inspectors: the docks that float at first. Lives as long as `window`.
    Arrangement(QMainWindow& window, QList<QDockWidget*> inspectors);

    /// Whether the docks at the left are shown; whether the plots are; whether inspectors are docked, one
    /// behind the other at the right, instead of floating.
    const QList<QAction*>& actions() const { return actions_; }
    void dockInspectors(bool docked);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QAction* make(const QString& text, const QString& tip, const QString& key, const QString& words,
                  void (Arrangement::*act)(bool));
    QList<QDockWidget*> settings() const;
    void showSettings(bool shown);
    void showPlots(bool shown);
    /// The switches follow what was closed or moved otherwise.
    void follow();
    /// Gives docked inspectors the width that they need, as far as the plots can spare it; where there is
    /// next to nothing left for them, settings give way.
    void makeRoom();
    bool hasRoomForAll() const;           ///< settings, plots and docked inspectors
    QDockWidget* dockedInspector() const; ///< in sight; null: none

    QMainWindow& window_;
    QList<QDockWidget*> inspectors_;
    QList<QDockWidget*> put_, inFront_; ///< what showSettings(false) closed, and what was in sight of that
    QList<int> heights_;                ///< of what was in sight
    QDockWidget* frontInspector_ = nullptr;
    bool hadDocked_ = false; ///< whether a docked inspector was in sight
    QList<QAction*> actions_;
    QAction *settings_, *plots_, *docked_;
};

} // namespace dalescope
