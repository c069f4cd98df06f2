// The main window and the file of its session: menu, questions, and what is put where after opening.
#include "app/docks/inspector_docks.h"
#include "app/lessons/lessons.h"
#include "app/lockstep/lockstep_set_up.h"
#include "app/lockstep/lockstep_window.h"
#include "app/main_window.h"
#include "app/palette/search_words.h"
#include "app/presentation/presentation.h"
#include "app/recent_files.h"
#include "app/report/report_job.h"
#include "app/runs/run_folders.h"
#include "app/sessions/autosave.h"
#include "app/sessions/inspector_choices.h"
#include "app/sessions/left_sessions.h"
#include "app/sessions/window_layout.h"
#include "app/time/time_travel.h"
#include "core/common/error.h"
#include "core/common/text.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

namespace dalescope {

void MainWindow::buildSessionFiles() {
    files_ = new SessionFiles(
        session_,
        {[this] { return layoutText(); }, [this](const std::string& text) { layOut(text); },
         [this] { return inspectors_->sweep(); }, [this](const std::string& text) { showSweep(text); }},
        this);
    connect(files_, &SessionFiles::changed, this, &MainWindow::showTitle);
    connect(inspectors_, &InspectorDocks::swept, files_, &SessionFiles::touch);
    connect(files_, &SessionFiles::failed, this, [this](const QString& sentence) {
        afterSave_ = nullptr;
        fail(sentence);
    });
    connect(files_, &SessionFiles::saved, this, [this](const QString& path) {
        recent_->add(path);
        statusBar()->showMessage(tr("Saved %1").arg(path), 5000);
        if (const auto then = std::exchange(afterSave_, nullptr))
            then();
    });
    connect(files_, &SessionFiles::opened, this, [this](const QString& path) {
        if (!path.isEmpty())
            recent_->add(path);
    });
    left_ = new LeftSessions(*files_, this);
    connect(left_, &LeftSessions::chosen, this, [this](const QString& path) {
        if (mayLeaveLockstep())
            leaveSession([this, path] { openCopy(path); });
    });
    runFolders_ = new RunFolders(session_, this);
    connect(runFolders_, &RunFolders::failed, this, &MainWindow::fail);
    connect(runFolders_, &RunFolders::opened, recent_, &RecentFiles::add);
}

std::string MainWindow::layoutText() const {
    nlohmann::ordered_json all = windowLayout(*this, {error_, balance_, alignment_});
    if (presentation_->isOn()) {
        all["docks"] = presentation_->layout().toBase64().toStdString();
        all.erase("geometry"); // of a full screen
        all.erase("splitters");
    }
    all["inspectors"] = choices_->choices();
    if (!time_->isLive())
        all["time"] = time_->update();
    for (auto* window : findChildren<LockstepWindow*>())
        all["lockstep"].push_back(lockstepSetUp(window->lockstep()));
    return all.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void MainWindow::layOut(const std::string& text) {
    const auto all = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!all.is_object())
        return;
    presentation_->end();
    setWindowLayout(all, *this, {error_, balance_, alignment_});
    if (!lessons_->player().lesson())
        lessons_->dock().hide();                 // as no session holds one
    qDeleteAll(findChildren<LockstepWindow*>()); // of the session before
    try {
        choices_->choose(all.value("inspectors", nlohmann::ordered_json::object()));
        time_->returnTo(all.value("time", std::int64_t(-1)));
        for (const auto& json : all.value("lockstep", nlohmann::ordered_json::array())) {
            auto [models, seeds] = lockstepFromSetUp(json, files_->path().toStdString());
            openLockstep(std::move(models), seeds, false);
        }
    } catch (const std::exception&) { // a layout is no reason not to open a session
    }
}

/// What a session keeps of it; damage to it is said, and is no reason not to open the rest.
void MainWindow::showSweep(const std::string& text) {
    try {
        inspectors_->showSweep(text, files_->path().isEmpty() ? "the session" : files_->path().toStdString());
    } catch (const Error& error) {
        fail(QString::fromUtf8(error.what()));
    }
}

void MainWindow::fillSessionMenu(QMenu& file) {
    file.addAction(tr("&Open\u2026"), QKeySequence::Open, this, &MainWindow::chooseConfig)
        ->setToolTip(tr("A session, a configuration or a lesson"));
    file.addAction(tr("Open r&un folder\u2026"), this, &MainWindow::chooseRunFolder)
        ->setToolTip(tr("A run of dalescope train or of a sweep, to look at and to go on with"));
    file.addMenu(recent_);
    file.addMenu(left_);
    connect(recent_, &RecentFiles::chosen, this, [this](const QString& path) { openFile(path); });
    file.addAction(tr("&Save session"), QKeySequence::Save, this, &MainWindow::saveSession)
        ->setToolTip(tr("All runs with their settings, weights, curves and notes, and the window's layout"));
    file.addAction(tr("Save session &as\u2026"), QKeySequence(tr("Ctrl+Shift+S")), this,
                   &MainWindow::saveSessionAs);
    report_ =
        file.addAction(tr("Repor&t\u2026"), QKeySequence(tr("Ctrl+Alt+R")), this, &MainWindow::saveReport);
    withWords(report_, tr("print, pdf, html, summary"));
    report_->setToolTip(
        tr("Settings, plots, errors and notes of all runs, and how to make them again, as a page "
           "(HTML) or a document (PDF)"));
}

void MainWindow::openSession(const QString& path) {
    if (mayLeaveLockstep())
        leaveSession([this, path] { files_->open(path); });
}

void MainWindow::saveSession() {
    if (files_->path().isEmpty())
        saveSessionAs();
    else if (files_->isChangedElsewhere())
        askAboutOtherWriter();
    else
        files_->save(files_->path());
}

void MainWindow::askAboutOtherWriter() {
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Replace the other session?"),
        tr("%1 was written by another window since this one opened or saved it. To save here replaces what "
           "that one saved.")
            .arg(QFileInfo(files_->path()).fileName()),
        QMessageBox::Save | QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("other writer"));
    auto* elsewhere = box->addButton(tr("Save &as\u2026"), QMessageBox::AcceptRole);
    box->setDefaultButton(elsewhere);
    box->button(QMessageBox::Save)->setText(tr("&Replace"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, box, elsewhere](int answer) {
        if (box->clickedButton() == elsewhere)
            saveSessionAs();
        else if (answer == QMessageBox::Save)
            files_->save(files_->path());
        else
            afterSave_ = nullptr;
    });
    box->open();
}

void MainWindow::saveSessionAs() {
    const QString suggested = files_->path().isEmpty() ? QStringLiteral("session.dalescope") : files_->path();
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save session"), suggested, tr("Sessions (*.dalescope)"));
    if (path.isEmpty()) {
        afterSave_ = nullptr;
        return;
    }
    if (QFileInfo(path).suffix().isEmpty())
        path += QLatin1String(sessionSuffix);
    files_->save(path);
}

void MainWindow::keepCopies(const QString& folder) {
    autosave_ = new Autosave(session_, *files_, folder, this);
    connect(autosave_, &Autosave::failed, this, &MainWindow::fail);
    left_->keepIn(folder + QStringLiteral("/left"));
    const QStringList left = autosave_->left();
    left_->offer(left.mid(1)); // of other windows that ended with it
    if (!left.isEmpty())
        offerCopy(left.first());
}

/// It has no file of its own: it becomes the copy of the session that it is opened as.
void MainWindow::openCopy(const QString& path) {
    connect(
        files_, &SessionFiles::opened, autosave_, [this, path] { autosave_->adopt(path); },
        Qt::SingleShotConnection);
    files_->open(path, true);
}

void MainWindow::offerCopy(const QString& path) {
    auto* box =
        new QMessageBox(QMessageBox::Question, tr("Go on where it ended?"),
                        tr("Dalescope did not end properly. A copy of the session as of %1 was kept.")
                            .arg(QLocale().toString(QFileInfo(path).lastModified(), QLocale::ShortFormat)),
                        QMessageBox::Open | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setDefaultButton(QMessageBox::Open);
    box->button(QMessageBox::Discard)->setText(tr("&Delete the copy"));
    box->button(QMessageBox::Cancel)->setText(tr("Ask &later"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, path](int answer) {
        if (answer == QMessageBox::Discard) {
            QFile::remove(path);
        } else if (answer == QMessageBox::Open) {
            openCopy(path);
        } else {
            left_->offer({path});
        }
    });
    box->open();
}

void MainWindow::saveReport() {
    const QString name =
        files_->path().isEmpty() ? tr("Session") : QFileInfo(files_->path()).completeBaseName();
    const QString path = QFileDialog::getSaveFileName(this, tr("Report"), name + QStringLiteral(".html"),
                                                      tr("Page with plots (*.html);;Document (*.pdf)"));
    if (path.isEmpty())
        return;
    auto* job = new ReportJob(session_, name, path, this);
    report_->setEnabled(false);
    connect(job, &QObject::destroyed, report_, [report = report_] { report->setEnabled(true); });
    statusBar()->showMessage(tr("Making the report\u2026"));
    connect(job, &ReportJob::advanced, this, [this](int drawn, int pictures) {
        statusBar()->showMessage(drawn < pictures
                                     ? tr("Report: %1 of %2 plots are drawn").arg(drawn).arg(pictures)
                                     : tr("Writing the report\u2026"));
    });
    connect(job, &ReportJob::failed, this, [this](const QString& sentence) {
        statusBar()->clearMessage();
        fail(sentence);
    });
    connect(job, &ReportJob::written, this, [this](const QString& file) { sayWritten(file); });
}

void MainWindow::leaveSession(std::function<void()> then) {
    if (files_->isWriting()) { // what has just been saved needs no question
        connect(
            files_, &SessionFiles::idle, this, [this, then = std::move(then)] { leaveSession(then); },
            Qt::SingleShotConnection);
        return;
    }
    if (!files_->isWorthAQuestion())
        return left_->keep(then);
    QStringList learnt;
    for (const auto& run : session_.runs())
        if (run->isWorthKeeping())
            learnt << tr("%1 has made %2 updates")
                          .arg(run->label().name, QString::fromStdString(grouped(run->status().update)));
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Save the session?"),
        !files_->path().isEmpty()
            ? tr("%1 has changed since it was saved.").arg(QFileInfo(files_->path()).fileName())
        : learnt.isEmpty()
            ? tr("The notes on the session go unless it is saved.")
            : tr("%1. What was learnt goes unless the session is saved.").arg(learnt.join(tr(", "))),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setDefaultButton(QMessageBox::Save);
    box->button(QMessageBox::Discard)->setText(tr("&Don't save"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, then = std::move(then)](int answer) {
        if (answer == QMessageBox::Discard) {
            then();
        } else if (answer == QMessageBox::Save) {
            afterSave_ = then;
            saveSession();
        }
    });
    box->open();
}

} // namespace dalescope
