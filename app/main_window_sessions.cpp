// The main window and the file of its session: menu, questions, and what is put where after opening.
#include "app/main_window.h"
#include "app/recent_files.h"
#include "app/sessions/window_layout.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

namespace dalescope {

void MainWindow::buildSessionFiles() {
    files_ = new SessionFiles(session_,
                              {[this] {
                                   return windowLayout(*this, {error_, balance_, alignment_});
                               },
                               [this](const std::string& text) {
                                   setWindowLayout(text, *this, {error_, balance_, alignment_});
                               }},
                              this);
    connect(files_, &SessionFiles::changed, this, &MainWindow::showTitle);
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
}

void MainWindow::fillSessionMenu(QMenu& file) {
    file.addAction(tr("&Open\u2026"), QKeySequence::Open, this, &MainWindow::chooseConfig)
        ->setToolTip(tr("A session, a configuration or a lesson"));
    file.addMenu(recent_);
    connect(recent_, &RecentFiles::chosen, this, [this](const QString& path) { openFile(path); });
    file.addAction(tr("&Save session"), QKeySequence::Save, this, &MainWindow::saveSession)
        ->setToolTip(tr("All runs with their settings, weights, curves and notes, and the window's layout"));
    file.addAction(tr("Save session &as\u2026"), QKeySequence(tr("Ctrl+Shift+S")), this,
                   &MainWindow::saveSessionAs);
}

void MainWindow::openSession(const QString& path) {
    leaveSession([this, path] { files_->open(path); });
}

void MainWindow::saveSession() {
    if (files_->path().isEmpty())
        saveSessionAs();
    else
        files_->save(files_->path());
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

void MainWindow::leaveSession(std::function<void()> then) {
    if (files_->isWriting()) { // what has just been saved needs no question
        connect(
            files_, &SessionFiles::idle, this, [this, then = std::move(then)] { leaveSession(then); },
            Qt::SingleShotConnection);
        return;
    }
    if (!files_->isWorthAQuestion()) {
        then();
        return;
    }
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Save the session?"),
        !files_->path().isEmpty()
            ? tr("%1 has changed since it was saved.").arg(QFileInfo(files_->path()).fileName())
            : tr("What the runs have learnt goes unless the session is saved."),
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
