// The window of experiments: it makes the parts, lays them out and connects them.
#pragma once

#include "app/experiments/sweep_session.h"
#include "widgets/theme/theme.h"

#include <QMainWindow>
#include <QTimer>

class QLabel;
class QSpinBox;
class QStackedWidget;
class QTabWidget;

namespace dalescope {

class ComparisonView;
class QueueActions;
class RecentFiles;
class ResultView;
class RunList;
class SearchView;
class SweepCurves;

class ExperimentsWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit ExperimentsWindow(RunnerSettings settings, QWidget* parent = nullptr);

    SweepSession& session() { return *session_; }
    void setTheme(const Theme& theme);
    /// A sweep's folder or a sweep file.
    void openPath(const QString& path);
    /// Asks for preset, seeds and folder, runs them and shows the verdict.
    void matchPaper();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildWelcome();
    void buildBody();
    void buildMenus();
    void chooseSweep();
    void chooseSweepFile();
    void makeSweep(const SweepPlan& plan, const QString& name);
    void makeFromFile(const QString& file);
    /// True where no run goes on, or the person lets them stop.
    bool mayLeaveSweep();
    void showSweep();
    void showSnapshot();
    void showSelection();
    void showShown();
    void emphasise(int hovered);
    void say(const QString& sentence, bool bad);

    SweepSession* session_;
    RunList* list_;
    QueueActions* actions_;
    RecentFiles* recent_;
    SweepCurves* curves_;
    ResultView* results_;
    SearchView* search_;
    ComparisonView* comparison_;
    QStackedWidget* pages_;
    QTabWidget* tabs_;
    QSpinBox* jobs_;
    QLabel* notice_;     ///< what went wrong last, above everything
    QLabel* difference_; ///< between two selected runs, below the list
    QLabel* state_;      ///< of the whole sweep, in the status bar
    QTimer poll_;
    bool closing_ = false; ///< closes when its runs have stopped
};

} // namespace dalescope
