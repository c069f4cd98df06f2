// The window: it makes the parts, lays them out and connects them. What decides anything is elsewhere.
#pragma once

#include "app/session.h"
#include "app/sessions/session_files.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/theme/theme.h"

#include <QMainWindow>

class QLabel;
class QMenu;

namespace dalescope {

class Arrangement;
class Autosave;
class DatasetPanel;
class ExperimentsWindow;
struct FirstStep;
class FigureBar;
class InspectorChoices;
class InspectorDocks;
class LeftSessions;
class Lessons;
struct LockstepModel;
class Presentation;
class RecentFiles;
class RunActions;
class RunFolders;
class RunsPanel;
class SessionActions;
class RunBar;
class TimeBar;
class TimeTravel;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Session& session);
    ~MainWindow() override;

    /// Shows the sweep in this folder in the window of experiments.
    void openSweep(const QString& folder);
    /// Opens a session, a configuration, a lesson, a run, a sweep or a data set; whatever is wrong with it is
    /// said.
    void openFile(const QString& path);
    SessionFiles& files() { return *files_; }
    /// Keeps copies of what is not saved in `folder`, and offers one that an unclean end left there.
    void keepCopies(const QString& folder);
    /// Asks how to begin: see Welcome.
    void welcome();

protected:
    bool event(QEvent* event) override;
    void childEvent(QChildEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildPlots();
    void buildDocks();
    /// An editor of the current run's configuration.
    template <class Editor>
    Editor* followCurrent(Editor* editor);
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void buildExperimentsMenu();
    void buildLessonsMenu();
    void trainTogether();
    void buildHelpMenu();
    void showJournal();
    void showPlots(bool anew);
    void showNewMarks();
    /// Above the plots, until there is something else to say.
    void say(const QString& text, const QColor& colour);
    void setLook(const QString& look);
    void showTitle();
    void fail(const QString& sentence);
    /// The data of `wanted` are not on this computer.
    void offerData(const Config& wanted);
    void sayWritten(const QString& path);
    /// True where nothing would be lost, or the person says that it may be.
    bool mayDropRun();
    bool mayLeave(const QString& title, const QString& text);
    /// The same for models that train together.
    bool mayLeaveLockstep();
    enum class Place { Here, Beside, Nowhere };
    /// In place of the current run, or beside it where that has come far and the person wants to keep it.
    Place placeToOpen();
    void openConfig(const Config& config, const QString& text, const QString& name);
    /// A data set by its known name, a file or a folder, with the present settings.
    void openData(const std::string& name);

    void openFigure(const QString& path);
    void buildSessionFiles();
    std::string layoutText() const;
    void layOut(const std::string& text);
    void showSweep(const std::string& text);
    void openLockstep(std::vector<LockstepModel> models, const std::vector<std::int64_t>& seeds, bool start);
    void fillSessionMenu(QMenu& file);
    void openSession(const QString& path);
    void saveSession();
    void saveSessionAs();
    void askAboutOtherWriter();
    void offerCopy(const QString& path);
    void openCopy(const QString& path);
    void saveReport();
    /// Calls `then` once the session may go: at once, after it was saved, or never.
    void leaveSession(std::function<void()> then);
    void chooseConfig();
    void chooseData(bool folder);
    void chooseRunFolder();
    void usePreset(const QString& name);
    void learn(const FirstStep& step);
    void chooseFile();
    void chooseLesson();
    void exportConfig();
    void saveSnapshot();
    void exportPyTorch();
    void exportPlots();
    void about();
    ExperimentsWindow& experiments();

    Session& session_;
    RunActions* actions_;
    SessionActions* runsActions_;
    RunsPanel* runs_;
    RunBar* runBar_;
    RecentFiles* recent_;
    RunFolders* runFolders_;
    /// The other runs in the plots, and those of which a figure's curves are there.
    std::pair<std::vector<const Run*>, std::vector<const Run*>> drawnBeside_;
    PlotPanel* error_;
    PlotPanel* balance_;
    PlotPanel* alignment_;
    InspectorChoices* choices_;
    Arrangement* arrangement_;
    TimeTravel* time_;
    TimeBar* timeBar_;
    DatasetPanel* dataset_;
    Lessons* lessons_;
    Presentation* presentation_;
    SessionFiles* files_;
    LeftSessions* left_;
    Autosave* autosave_ = nullptr;
    std::function<void()> afterSave_; ///< what waits for the session to be saved
    QAction* report_ = nullptr;       ///< cannot be asked for while one is made
    bool mayClose_ = false;           ///< the person was asked
    double typeScale_ = 1;            ///< larger before an audience
    InspectorDocks* inspectors_ = nullptr;
    FigureBar* figure_;     ///< of the run that a figure brought back
    QLabel* notice_;        ///< why a run ended, or a warning, above the plots
    std::size_t marks_ = 0; ///< of the journal that have been looked at
    struct Said {
        JournalMark mark;
        std::optional<bool> shown = {};
        bool bad = false;
    };
    std::optional<Said> said_;                       ///< the newest mark that the notice is of
    unsigned turn_ = 0;                              ///< which plot looks for news next
    std::unique_ptr<ExperimentsWindow> experiments_; ///< made when it is first asked for
};

} // namespace dalescope
