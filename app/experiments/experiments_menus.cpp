// Menus of the experiments window and what they do with files.
#include "app/experiments/experiments_window.h"
#include "app/experiments/match_dialog.h"
#include "app/experiments/queue_actions.h"
#include "app/experiments/slurm_dialog.h"
#include "app/folder_dialog.h"
#include "app/recent_files.h"
#include "app/shortcut_help.h"
#include "core/common/error.h"
#include "core/experiments/shipped_sweeps.h"
#include "widgets/experiments/sweep_curves.h"

#include <QCheckBox>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace dalescope {

void ExperimentsWindow::buildMenus() {
    auto* file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open sweep\u2026"), QKeySequence::Open, this, &ExperimentsWindow::chooseSweep);
    file->addMenu(recent_);
    connect(recent_, &RecentFiles::chosen, this, &ExperimentsWindow::openPath);
    auto* shipped = file->addMenu(tr("&New sweep"));
    shipped->setToolTipsVisible(true);
    for (const auto& sweep : shippedSweeps())
        shipped
            ->addAction(QString::fromStdString(sweep.plan.title), this,
                        [this, &sweep] { makeSweep(sweep.plan, QString::fromStdString(sweep.name)); })
            ->setToolTip(QString::fromStdString(sweep.plan.about));
    file->addAction(tr("New from a sweep &file\u2026"), this, &ExperimentsWindow::chooseSweepFile);
    file->addAction(tr("Does it &match the paper?\u2026"), QKeySequence(tr("Ctrl+M")), this,
                    &ExperimentsWindow::matchPaper);
    file->addSeparator();
    file->addAction(tr("&Close window"), QKeySequence::Close, this, &QWidget::close);

    auto* queue = menuBar()->addMenu(tr("&Queue"));
    queue->addActions(actions_->whole());
    queue->addAction(actions_->submit);
    connect(actions_, &QueueActions::submitAsked, this, [this] {
        auto* dialog = new SlurmDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, session_,
                [this, dialog] { session_->submit(dialog->options()); });
        dialog->open();
    });
    queue->addSeparator();
    queue->addActions(actions_->single());

    auto* view = menuBar()->addMenu(tr("&View"));
    for (int tab = 0; tab < tabs_->count(); ++tab)
        view->addAction(tabs_->tabText(tab), QKeySequence(tr("Alt+%1").arg(tab + 1)), this,
                        [this, tab] { tabs_->setCurrentIndex(tab); });
    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Keyboard shortcuts"), QKeySequence::HelpContents, this,
                    [this] { showShortcuts(*menuBar(), this); });

    auto* bar = addToolBar(tr("Queue"));
    bar->setObjectName(QStringLiteral("queue"));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({16, 16});
    bar->setMovable(false);
    bar->addActions(actions_->whole());
    auto* label = new QLabel(tr(" at a &time "), bar);
    jobs_->setRange(1, 256);
    jobs_->setValue(session_->jobs());
    jobs_->setAccessibleName(tr("Runs at a time"));
    jobs_->setToolTip(tr("So many runs go on at a time, each a process with its share of the processors"));
    label->setBuddy(jobs_);
    bar->addWidget(jobs_);
    bar->addWidget(label);
    connect(jobs_, &QSpinBox::valueChanged, session_, &SweepSession::setJobs);
    bar->addSeparator();
    bar->addActions(actions_->single());
    for (auto* action : bar->actions())
        if (auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action)))
            button->setFocusPolicy(Qt::TabFocus);
}

bool ExperimentsWindow::mayLeaveSweep() {
    return !session_->isRunning() ||
           QMessageBox::question(
               this, tr("Runs go on"),
               tr("Runs of the present sweep go on. They stop at checkpoints if another one is opened."),
               QMessageBox::Ok | QMessageBox::Cancel) == QMessageBox::Ok;
}

void ExperimentsWindow::openPath(const QString& path) {
    if (path.endsWith(QLatin1String(".json")) && !path.endsWith(QLatin1String("/sweep.json")))
        return makeFromFile(path);
    if (mayLeaveSweep())
        session_->open(path.endsWith(QLatin1String("/sweep.json")) ? QFileInfo(path).path() : path);
}

void ExperimentsWindow::chooseSweep() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a sweep's folder"), sweepsHome());
    if (!folder.isEmpty())
        openPath(folder);
}

void ExperimentsWindow::chooseSweepFile() {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("New from a sweep file"), {}, tr("Sweep files (*.json)"));
    if (!file.isEmpty())
        makeFromFile(file);
}

void ExperimentsWindow::makeFromFile(const QString& file) {
    const QString folder = chooseFolderToWrite(this, tr("Where the runs go"), sweepsHome());
    if (!folder.isEmpty() && mayLeaveSweep())
        session_->createFrom(folder, file);
}

void ExperimentsWindow::makeSweep(const SweepPlan& plan, const QString& name) {
    QDir(sweepsHome()).mkpath(name);
    const QString folder =
        chooseFolderToWrite(this, tr("Where the runs of %1 go").arg(name), QDir(sweepsHome()).filePath(name));
    if (!folder.isEmpty() && mayLeaveSweep())
        session_->create(folder, plan);
}

void ExperimentsWindow::matchPaper() {
    auto* dialog = new MatchDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (!mayLeaveSweep())
            return;
        tabs_->setCurrentIndex(1);
        session_->startWhenOpen();
        session_->create(dialog->folder(), presetSweep(dialog->preset().toStdString(), dialog->seeds()));
    });
    dialog->open();
}

void ExperimentsWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ExperimentsWindow::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty())
        openPath(urls.first().toLocalFile());
}

} // namespace dalescope
