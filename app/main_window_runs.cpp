// What the main window asks about its runs, and models that train together.
#include "app/lockstep/lockstep_dialog.h"
#include "app/lockstep/lockstep_window.h"
#include "app/main_window.h"
#include "app/runs/missing_data.h"
#include "app/runs/runs_panel.h"
#include "app/welcome/first_steps.h"
#include "core/common/text.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace dalescope {

bool MainWindow::mayLeave(const QString& title, const QString& text) {
    return QMessageBox::question(this, title, text, QMessageBox::Discard | QMessageBox::Cancel,
                                 QMessageBox::Cancel) == QMessageBox::Discard;
}

bool MainWindow::mayDropRun() {
    return !session_.current().isWorthKeeping() ||
           mayLeave(tr("Begin this run anew?"),
                    tr("The run has made %1 updates. Undo brings it back, but not the moments that it kept.")
                        .arg(QString::fromStdString(grouped(session_.current().status().update))));
}

void MainWindow::offerData(const Config& wanted) {
    auto* box = new MissingData(wanted.data, this);
    connect(box, &MissingData::chosen, this, [this, wanted](const DataConfig& chosen) {
        Config config = wanted;
        config.data = chosen;
        session_.current().open(config, tr("Data set %1").arg(dataTitle(chosen.name)));
    });
    box->open();
}

// The session's own runs are asked about with its file.
bool MainWindow::mayLeaveLockstep() {
    const auto windows = findChildren<LockstepWindow*>();
    return std::ranges::none_of(windows, [](auto* window) { return window->lockstep().reached() > 0; }) ||
           mayLeave(tr("Leave the models?"), tr("Models train together. Their curves go: a session's file "
                                                "holds only which models they are, "
                                                "and training them again makes the same curves."));
}

MainWindow::Place MainWindow::placeToOpen() {
    const Run& run = session_.current();
    if (!run.isWorthKeeping())
        return Place::Here;
    QMessageBox box(QMessageBox::Question, tr("Keep this run?"),
                    tr("%1 has made %2 updates. Opened in a new run, both stay; opened in its place, "
                       "only Undo brings it back.")
                        .arg(run.label().name, QString::fromStdString(grouped(run.status().update))),
                    QMessageBox::Cancel, this);
    auto* beside = box.addButton(tr("&Open in a new run"), QMessageBox::AcceptRole);
    auto* here = box.addButton(tr("&Replace it"), QMessageBox::DestructiveRole);
    box.setDefaultButton(beside);
    box.setEscapeButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == beside ? Place::Beside
           : box.clickedButton() == here ? Place::Here
                                         : Place::Nowhere;
}

void MainWindow::openConfig(const Config& config, const QString& text, const QString& name) {
    RunLabel label;
    label.name = name;
    if (const Place place = placeToOpen(); place == Place::Beside)
        session_.add({config, label, {}}, text);
    else if (place == Place::Here)
        session_.current().open(config, text);
}

void MainWindow::openData(const std::string& name) {
    if (const Place place = placeToOpen(); place == Place::Beside)
        session_.duplicate(session_.current()).openData(name);
    else if (place == Place::Here)
        session_.current().openData(name);
}

void MainWindow::trainTogether() {
    LockstepDialog dialog(session_, runs_->selectedRuns(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    openLockstep(dialog.models(), dialog.seeds(), true);
}

void MainWindow::openLockstep(std::vector<LockstepModel> models, const std::vector<std::int64_t>& seeds,
                              bool start) {
    const DataConfig wanted = models.front().config.data;
    session_.library().load(wanted, [self = QPointer(this), models = std::move(models), seeds, start](
                                        const std::shared_ptr<const Dataset>& images, const QString& fault) {
        if (!self)
            return;
        if (!images)
            return self->fail(fault);
        auto* window = new LockstepWindow(std::make_unique<Lockstep>(models, seeds, images), self);
        connect(window, &LockstepWindow::failed, self, &MainWindow::fail);
        window->setTheme(Theme::forPalette(self->palette()));
        window->show();
        if (start)
            window->lockstep().start();
    });
}

} // namespace dalescope
