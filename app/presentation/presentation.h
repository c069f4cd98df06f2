// The window before an audience: full screen, large type, only the plots wanted and the lesson's text.
#pragma once

#include "widgets/theme/theme.h"

#include <QAction>
#include <QMainWindow>
#include <QPointer>

#include <functional>

class QDockWidget;
class QLabel;
class QMenu;
class QSplitter;

namespace dalescope {

class Arrangement;
class Lessons;
class PlotPanel;

/// Type and lines so many times as large.
Metrics scaled(const Metrics& metrics, double by);

/// Right, Space and Page Down (what presenters' remotes send) lead on, Left and Page Up back, digits answer a
/// question, Escape leaves. Then everything is as it was.
class Presentation : public QObject {
    Q_OBJECT

public:
    /// `setScale` makes type and lines so many times as large as usual.
    Presentation(QMainWindow& window, Lessons& lessons, Arrangement& arrangement, QList<PlotPanel*> plots,
                 std::function<void(double)> setScale);

    /// The switch, and which plots are wanted.
    void fill(QMenu& menu);
    bool isOn() const { return action_->isChecked(); }
    void end() { action_->setChecked(false); }
    /// Of the docks as they are without it; see QMainWindow::saveState().
    QByteArray layout() const { return isOn() ? layout_ : window_.saveState(); }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void turn(bool on);
    void enter();
    void leave();
    void showHint();
    void showWanted();
    void arrange();
    void restoreSizes();
    void lendShortcuts(bool lend);
    bool press(int key, bool typing);
    double scale() const;

    QMainWindow& window_;
    Lessons& lessons_;
    Arrangement& arrangement_;
    QList<PlotPanel*> plots_;
    QList<QAction*> wanted_; ///< one for each plot, checked where it is
    std::function<void(double)> setScale_;
    QAction* action_;
    QPointer<QLabel> hint_;
    bool besideEachOther_ = false; ///< the plots, above a lesson

    // As it was before.
    QByteArray layout_;
    Qt::WindowStates state_;
    bool hadPlots_ = true;
    QList<QPointer<QWidget>> hidden_; ///< bars
    struct Usual {
        QSplitter* splitter;
        Qt::Orientation orientation;
        QByteArray state;
    };
    QList<Usual> splitters_;
    QList<QDockWidget*> docked_; ///< that were in sight
    QList<int> widths_;          ///< of those
    QList<QAction*> lent_;
};

} // namespace dalescope
