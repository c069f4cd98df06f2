// Menus of the main window and what they do with files.
#include "app/docks/arrangement.h"
#include "app/docks/inspector_docks.h"
#include "app/experiments/experiments_window.h"
#include "app/figures/figure_bar.h"
#include "app/folder_dialog.h"
#include "app/foreign_file.h"
#include "app/lessons/lessons.h"
#include "app/main_window.h"
#include "app/palette/command_palette.h"
#include "app/palette/search_words.h"
#include "app/presentation/presentation.h"
#include "app/recent_files.h"
#include "app/run_actions.h"
#include "app/runs/run_folders.h"
#include "app/runs/run_overlay.h"
#include "app/runs/session_actions.h"
#include "app/sessions/inspector_choices.h"
#include "app/time/time_bar.h"
#include "core/common/error.h"
#include "core/common/text.h"
#include "core/data/locate.h"
#include "core/experiments/presets.h"
#include "core/experiments/sweep_folder.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/training/snapshot.h"
#include "widgets/inspectors/input_picture.h"
#include "widgets/plots/figure_file.h"
#include "widgets/theme/icons.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>

namespace dalescope {

void MainWindow::buildMenus() {
    buildFileMenu();
    auto* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({actions_->undo, actions_->redo});
    auto* palette = new CommandPalette(*this);
    withWords(edit->addAction(tr("&Find action or setting\u2026"), QKeySequence(tr("Ctrl+K")), palette,
                              &CommandPalette::popUp),
              tr("search, command palette"));
    auto* run = menuBar()->addMenu(tr("&Run"));
    run->addActions(actions_->run());
    run->addSeparator();
    run->addActions(runsActions_->all());
    run->addSeparator();
    run->addActions(timeBar_->actions());
    run->addSeparator();
    run->addAction(figure_->action());
    auto* bar = addToolBar(tr("Run"));
    bar->setObjectName(QStringLiteral("run"));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({16, 16});
    bar->addActions(actions_->run());
    bar->insertSeparator(actions_->oneUpdate);
    bar->insertSeparator(actions_->stop);
    bar->addSeparator();
    bar->addActions({actions_->undo, actions_->redo});
    for (auto* action : bar->actions())
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action)))
            button->setFocusPolicy(Qt::TabFocus);
    buildViewMenu();
    buildExperimentsMenu();
    buildLessonsMenu();
    buildHelpMenu();
}

void MainWindow::buildExperimentsMenu() {
    auto* menu = menuBar()->addMenu(tr("E&xperiments"));
    auto* window = menu->addAction(tr("&Experiments window"), QKeySequence(tr("Ctrl+Shift+X")), this, [this] {
        experiments().show();
        experiments().raise();
        experiments().activateWindow();
    });
    withWords(window, tr("sweep, cluster, Slurm, many runs, grid, hyperparameters, statistics"));
    auto* together = menu->addAction(tr("&Train together\u2026"), QKeySequence(tr("Ctrl+T")), this,
                                     &MainWindow::trainTogether);
    together->setToolTip(tr("Two to four models on the same seeds, mini-batches and test points"));
    withWords(together, tr("compare models, lockstep, side by side"));
    auto* sweep =
        menu->addAction(tr("S&weep an intervention\u2026"), this, [this] { inspectors_->openSweep(); });
    sweep->setToolTip(
        tr("Test error and balance against the strength of one intervention, on a copy of the network"));
    withWords(sweep, tr("strengths, dose, range of an intervention"));
    auto* match = menu->addAction(tr("Does it &match the paper?\u2026"), this, [this] {
        experiments().show();
        experiments().matchPaper();
    });
    withWords(match, tr("reproduce, replicate, published results"));
}

void MainWindow::openSweep(const QString& folder) {
    experiments().show();
    experiments().openPath(folder);
}

ExperimentsWindow& MainWindow::experiments() {
    if (!experiments_)
        experiments_ = std::make_unique<ExperimentsWindow>(
            RunnerSettings{QCoreApplication::applicationFilePath(),
                           QString::fromStdString(session_.current().document().config().data.folder), 0, 0});
    return *experiments_;
}

void MainWindow::buildFileMenu() {
    auto* file = menuBar()->addMenu(tr("&File"));
    auto* fromPreset = file->addMenu(tr("New from &preset"));
    fromPreset->setToolTipsVisible(true);
    for (const auto& preset : presets()) {
        const QString name = QString::fromStdString(preset.name);
        auto* action = fromPreset->addAction(QString::fromStdString(preset.title), this,
                                             [this, name] { usePreset(name); });
        action->setToolTip(tr("%1 (%2)").arg(QString::fromStdString(preset.about), name));
        action->setData(name);
    }
    fillSessionMenu(*file);
    file->addSeparator();
    auto* known = file->addMenu(tr("&Data set"));
    for (const auto& set : knownDatasets(session_.current().document().config().data.folder)) {
        auto* action = known->addAction(QString::fromStdString(set.title), this,
                                        [this, name = set.name] { openData(name); });
        action->setEnabled(set.available);
        action->setToolTip(QString::fromStdString(set.available ? set.folder.string() : set.hint));
    }
    known->setToolTipsVisible(true);
    const QString own = tr("import own images, dataset");
    withWords(file->addAction(tr("Open data &folder\u2026"), this, [this] { chooseData(true); }), own);
    withWords(file->addAction(tr("Open data f&ile\u2026"), this, [this] { chooseData(false); }), own);
    withWords(
        file->addAction(tr("Put a picture o&n the pad\u2026"), this, [this] { inspectors_->openPicture(); }),
        tr("load image, photo, input, own digit"));
    file->addSeparator();
    withWords(file->addAction(tr("&Export all plots\u2026"), QKeySequence(tr("Ctrl+E")), this,
                              &MainWindow::exportPlots),
              tr("save picture, image, figure, curves, table, png, pdf, svg, csv"));
    withWords(file->addAction(tr("Export confi&guration\u2026"), QKeySequence(tr("Ctrl+Alt+S")), this,
                              &MainWindow::exportConfig),
              tr("save settings, json"));
    withWords(file->addAction(tr("Export &weights\u2026"), QKeySequence(tr("Ctrl+Shift+E")), this,
                              &MainWindow::saveSnapshot),
              tr("save model, snapshot, npz, NumPy"));
    withWords(file->addAction(tr("Export P&yTorch script\u2026"), this, &MainWindow::exportPyTorch),
              tr("Python, code, save model"));
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::buildViewMenu() {
    auto* view = menuBar()->addMenu(tr("&View"));
    for (auto* dock : findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    view->addActions(arrangement_->actions());
    view->addSeparator();
    presentation_->fill(*view);
    view->addSeparator();
    const QString saved = QSettings().value(QStringLiteral("look"), QStringLiteral("system")).toString();
    auto* looks = new QActionGroup(this);
    for (const auto& [look, name] :
         {std::pair{QStringLiteral("system"), tr("Look of the &system")},
          std::pair{QStringLiteral("light"), tr("&Light")}, std::pair{QStringLiteral("dark"), tr("&Dark")}}) {
        auto* action = withWords(looks->addAction(name), tr("mode, theme, colours, appearance"));
        action->setCheckable(true);
        action->setChecked(look == saved);
        connect(action, &QAction::triggered, this, [this, look = look] {
            QSettings().setValue(QStringLiteral("look"), look);
            setLook(look);
        });
    }
    view->addActions(looks->actions());
    setLook(saved);
}

void MainWindow::fail(const QString& sentence) {
    auto* box = new QMessageBox(QMessageBox::Warning, tr("Dalescope"), sentence, QMessageBox::Ok, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::usePreset(const QString& name) {
    const Preset& preset = findPreset(name.toStdString());
    Config config = preset.config;
    config.data.folder = session_.current().document().config().data.folder;
    const QString title = QString::fromStdString(preset.title);
    openConfig(config, tr("Preset %1").arg(title), title);
}

void MainWindow::openFile(const QString& path) {
    try {
        if (isSweepFolder(path.toStdString()))
            return openSweep(path);
        if (const QString folder = RunFolders::folderOf(path); !folder.isEmpty())
            return runFolders_->open(folder);
        if (path.endsWith(QLatin1String(".md")))
            return lessons_->openFile(path);
        if (isFigureFile(path) && (!isPicture(path) || carriesRun(path)))
            return openFigure(path);
        if (isPicture(path))
            return inspectors_->openPicture(path);
        if (path.endsWith(QLatin1String(sessionSuffix)))
            return openSession(path);
        if (!path.endsWith(QLatin1String(".json"))) {
            refuseText(path);
            return openData(QFileInfo(path).absoluteFilePath().toStdString());
        }
        openConfig(configFromJson(readFile(path.toStdString()), path.toStdString()),
                   tr("Open %1").arg(QFileInfo(path).fileName()), QFileInfo(path).completeBaseName());
        recent_->add(path);
    } catch (const std::exception& error) {
        fail(QString::fromUtf8(error.what()));
    }
}

/// The runs that a figure shows, as runs of their own, looked at as the figure was.
void MainWindow::openFigure(const QString& path) {
    const FigureOrigin origin = originFromJson(readOrigin(path), path.toStdString());
    const QString file = QFileInfo(path).fileName();
    std::vector<Run*> runs;
    session_.history().stack().beginMacro(tr("Open %1").arg(file));
    for (const FigureRun& run : origin.runs) {
        NewRun made{.config = run.config};
        made.label.name =
            origin.runs.size() == 1 ? QFileInfo(path).completeBaseName() : QString::fromStdString(run.name);
        const QString text = tr("Open %1").arg(file);
        runs.push_back(runs.empty() ? &session_.open(std::move(made), text)
                                    : &session_.add(std::move(made), text));
    }
    session_.history().stack().endMacro();
    session_.setCurrent(*runs.front());
    figure_->setFigure(origin, path, runs);
    recent_->add(path);
    choices_->choose(origin.choices);
    if (!origin.inspector.empty()) {
        figure_->parentWidget()->layout()->activate(); // the bar has only just appeared
        return inspectors_->open(QString::fromStdString(origin.inspector), figure_);
    }
    for (auto* panel : {error_, balance_, alignment_})
        panel->setView(origin.view);
}

void MainWindow::chooseConfig() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open"), {},
                                     tr("Sessions, configurations, lessons, exported figures and pictures "
                                        "(*.dalescope *.json *.md *.png *.svg *.pdf *.jpg *.jpeg *.gif)"));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::chooseRunFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open run folder"));
    if (path.isEmpty())
        return;
    if (RunFolders::folderOf(path).isEmpty())
        return fail(tr("%1: it holds no run; choose the --out folder of a run.").arg(path));
    openFile(path);
}

void MainWindow::chooseData(bool folder) {
    const QString path =
        folder ? QFileDialog::getExistingDirectory(this, tr("Open data folder"))
               : QFileDialog::getOpenFileName(this, tr("Open data file"), {}, tr("IDX files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::exportConfig() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export configuration"), QStringLiteral("config.json"), tr("Configurations (*.json)"));
    if (path.isEmpty())
        return;
    try {
        writeFileAtomically(path.toStdString(), configToJson(session_.current().replayConfig()));
        recent_->add(path);
        statusBar()->showMessage(tr("Saved %1").arg(path), 5000);
    } catch (const Error& error) {
        fail(QString::fromUtf8(error.what()));
    }
}

void MainWindow::saveSnapshot() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export weights"), QStringLiteral("snapshot.npz"), tr("NumPy archives (*.npz)"));
    if (!path.isEmpty())
        session_.current().saveSnapshot(path);
}

void MainWindow::exportPyTorch() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export PyTorch script"), QStringLiteral("continue.py"), tr("Python scripts (*.py)"));
    if (!path.isEmpty())
        session_.current().exportPyTorch(path);
}

void MainWindow::exportPlots() {
    const QString folder = chooseFolderToWrite(this, tr("Export every plot in every format to a folder"));
    if (folder.isEmpty())
        return;
    try {
        const auto files =
            exportAll({&error_->plot(), &balance_->plot(), &alignment_->plot()}, drawnRuns(session_), folder,
                      {allFormats.begin(), allFormats.end()}, error_->medium());
        statusBar()->showMessage(
            tr("Wrote %n file(s) to %1", nullptr, static_cast<int>(files.size())).arg(folder), 8000);
    } catch (const Error& error) {
        fail(QString::fromUtf8(error.what()));
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty())
        openFile(urls.first().toLocalFile());
}

} // namespace dalescope
