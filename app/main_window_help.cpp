// How the main window helps a person along: lessons, the welcome, and the menu Help.
#include "app/help/context_help.h"
#include "app/lessons/lessons.h"
#include "app/main_window.h"
#include "app/shortcut_help.h"
#include "app/welcome/welcome.h"
#include "core/training/snapshot.h"
#include "widgets/theme/icons.h"

#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>

namespace dalescope {

void MainWindow::buildLessonsMenu() {
    lessons_->fill(*menuBar()->addMenu(tr("&Lessons")));
    connect(lessons_, &Lessons::fileWanted, this, &MainWindow::chooseLesson);
    connect(lessons_, &Lessons::failed, this, &MainWindow::fail);
}

void MainWindow::chooseLesson() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open lesson"), {}, tr("Lessons (*.md)"));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open"), {}, tr("Sessions, configurations and lessons (*.dalescope *.json *.md);;Data (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::buildHelpMenu() {
    auto* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&Welcome\u2026"), this, &MainWindow::welcome);
    (new ContextHelp(*this))->fill(*help);
    help->addAction(tr("&Keyboard shortcuts"), QKeySequence(tr("Ctrl+F1")), this,
                    [this] { showShortcuts(*menuBar(), this); });
    help->addAction(tr("&About Dalescope"), this, &MainWindow::about);
}

void MainWindow::welcome() {
    auto* dialog = new Welcome({[this](const FirstStep& step) { learn(step); },
                                [this](QMenu& menu) { lessons_->fill(menu); }, [this] { chooseFile(); }},
                               this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// Trains it as soon as its data is read.
void MainWindow::learn(const FirstStep& step) {
    Config config = step.config;
    config.data.folder = session_.current().document().config().data.folder;
    auto* once = new QObject(this);
    connect(&session_, &Session::failed, once, &QObject::deleteLater);
    connect(&session_, &Session::statusChanged, once, [this, once, config, note = step.note] {
        if (session_.current().document().config() != config ||
            session_.current().status().state != RunStatus::State::Paused)
            return;
        session_.current().start();
        if (!note.isEmpty())
            say(note, Theme::forPalette(palette()).text);
        delete once;
    });
    openConfig(config, step.title, {});
}

void MainWindow::about() {
    QMessageBox box(this);
    box.setWindowTitle(tr("About Dalescope"));
    box.setIconPixmap(programIcon().pixmap(64));
    box.setText(
        tr("<h3>Dalescope %1</h3><p>A laboratory for neural networks that obey Dale's principle: every unit "
           "is excitatory or inhibitory, never both.</p><p>Networks and learning rules after \u201cLearning "
           "to "
           "live with Dale's principle: ANNs with separate excitatory and inhibitory units\u201d (ICLR "
           "2021).</p>"
           "<p>Qt %2</p>")
            .arg(QString::fromLatin1(programVersion()), QString::fromLatin1(qVersion())));
    box.exec();
}

} // namespace dalescope
