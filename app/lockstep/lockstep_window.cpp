#include "app/lockstep/lockstep_window.h"

#include "core/common/text.h"
#include "core/experiments/paired_curves.h"
#include "core/experiments/setting_differences.h"
#include "core/io/atomic_file.h"
#include "widgets/plots/help_button.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QSplitter>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace dalescope {

namespace {

QString signedNumber(double x, int digits) {
    return (x < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) +
           QString::number(std::abs(x), 'f', digits);
}

QString range(double low, double high, int digits) {
    return QStringLiteral("[%1, %2]").arg(signedNumber(low, digits), signedNumber(high, digits));
}

CurveSpec meanCurve(const std::string& mean, const std::string& low, const std::string& high,
                    const QString& label, int colour) {
    CurveSpec curve;
    curve.series = mean;
    curve.low = low;
    curve.high = high;
    curve.label = label;
    curve.colour = colour;
    curve.dash = Theme::dash(colour);
    curve.rawBehind = false;
    return curve;
}

PlotSpec errorsPlot(const std::vector<LockstepModel>& models, const char* quantity, const QString& title) {
    PlotSpec plot;
    plot.id = QStringLiteral("lockstep-%1").arg(QString::fromLatin1(quantity));
    plot.title = title;
    plot.yLabel = LockstepWindow::tr("error (%)");
    plot.logY = true;
    plot.yFromZero = true;
    plot.hasSeconds = false;
    plot.empty = LockstepWindow::tr("Curves appear with the first test");
    for (std::size_t i = 0; i < models.size(); ++i) {
        const std::string name = models[i].name.toStdString();
        plot.curves.push_back(meanCurve(meanSeries(quantity, name), lowSeries(quantity, name),
                                        highSeries(quantity, name), models[i].name, static_cast<int>(i)));
    }
    return plot;
}

PlotSpec differencesPlot(const std::vector<LockstepModel>& models, const char* quantity,
                         const QString& title) {
    PlotSpec plot;
    plot.id = QStringLiteral("lockstep-difference-%1").arg(QString::fromLatin1(quantity));
    plot.title = title;
    plot.yLabel = LockstepWindow::tr("less %1 (points)").arg(models.front().name);
    plot.hasSeconds = false;
    plot.reference = Reference{0, LockstepWindow::tr("no difference")};
    plot.empty = LockstepWindow::tr("Differences appear with the first test");
    for (std::size_t i = 1; i < models.size(); ++i) {
        const std::string of = models[i].name.toStdString() + ": ";
        plot.curves.push_back(meanCurve(of + differenceSeries(quantity), of + differenceLow(quantity),
                                        of + differenceHigh(quantity), models[i].name, static_cast<int>(i)));
    }
    return plot;
}

} // namespace

LockstepWindow::LockstepWindow(std::unique_ptr<Lockstep> lockstep, QWidget* parent)
    : QWidget(parent, Qt::Window), lockstep_(std::move(lockstep)), job_(new LatestJob(this)),
      startOrPause_(new QAction(this)), settings_(new QLabel(this)), state_(new QLabel(this)),
      errors_(new PlotPanel(this)), differences_(new PlotPanel(this)), table_(new QTableWidget(this)) {
    setWindowTitle(tr("Trained together"));
    setAttribute(Qt::WA_DeleteOnClose);
    startOrPause_->setShortcut(QKeySequence(Qt::Key_F5));
    connect(startOrPause_, &QAction::triggered, this,
            [this] { lockstep_->isRunning() ? lockstep_->pause() : lockstep_->start(); });
    addAction(startOrPause_);
    auto* start = new QToolButton(this);
    start->setDefaultAction(startOrPause_);
    start->setFocusPolicy(Qt::StrongFocus);
    auto* save = new QToolButton(this);
    save->setText(tr("Export &table\u2026"));
    save->setToolTip(tr("Save the table below as CSV, numbers in full"));
    save->setFocusPolicy(Qt::StrongFocus);
    connect(save, &QToolButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Export table"),
                                                          QStringLiteral("lockstep.csv"), tr("CSV (*.csv)"));
        if (!path.isEmpty())
            exportTable(path);
    });
    for (QLabel* label : {settings_, state_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    settings_->setToolTip(tr("What the models share, and in which settings they differ from the first"));
    settings_->setText(settingsText());
    errors_->setSpecs({errorsPlot(lockstep_->models(), "test_error", tr("Test error")),
                       errorsPlot(lockstep_->models(), "train_error", tr("Training error"))});
    differences_->setSpecs(
        {differencesPlot(lockstep_->models(), "test_error", tr("Difference of test errors")),
         differencesPlot(lockstep_->models(), "train_error", tr("Difference of training errors"))});
    buildTable();
    auto* row = new QHBoxLayout;
    row->addWidget(start);
    row->addWidget(save);
    row->addWidget(state_, 1);
    auto* plots = new QSplitter(Qt::Horizontal);
    plots->addWidget(errors_);
    plots->addWidget(differences_);
    plots->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(settings_);
    column->addWidget(plots, 1);
    column->addWidget(table_);
    for (auto* panel : {errors_, differences_}) {
        connect(panel, &PlotPanel::failed, this, &LockstepWindow::failed);
        panel->setRunsSource([this] { return lockstep_->plotRuns(); });
    }
    connect(lockstep_.get(), &Lockstep::advanced, this, &LockstepWindow::measure);
    connect(lockstep_.get(), &Lockstep::stateChanged, this, &LockstepWindow::showState);
    connect(lockstep_.get(), &Lockstep::failed, this, &LockstepWindow::failed);
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] {
        errors_->poll();
        differences_->poll();
    });
    timer->start(33);
    resize(1100, 640);
    showState();
}

void LockstepWindow::setTheme(const Theme& theme) {
    errors_->setTheme(theme);
    differences_->setTheme(theme);
}

QString LockstepWindow::settingsText() const {
    const auto& models = lockstep_->models();
    const Config first = inLockstep(models[0].config, models[0].config, 1);
    QStringList seeds, lines;
    for (const auto seed : lockstep_->seeds())
        seeds << QString::number(seed);
    lines
        << (seeds.size() == 1
                ? tr("Together: %1, mini-batches of %2 in the same order, tested every %3 updates, seed %4.")
                : tr("Together: %1, mini-batches of %2 in the same order, tested every %3 updates, seeds "
                     "%4."))
               .arg(QString::fromStdString(first.data.name))
               .arg(first.training.batchSize)
               .arg(first.training.testEvery)
               .arg(seeds.join(QStringLiteral(", ")));
    for (std::size_t i = 1; i < models.size(); ++i)
        lines << tr("%1 against %2: %3.")
                     .arg(models[i].name, models[0].name,
                          QString::fromStdString(
                              differenceText(inLockstep(models[i].config, models[0].config, 1), first)));
    if (seeds.size() < 2)
        lines << tr(
            "With a single seed there is no interval and no effect size: they need two seeds or more.");
    return lines.join(u'\n');
}

void LockstepWindow::buildTable() {
    const QStringList names{tr("Model"),
                            tr("Test error (%)"),
                            tr("Less %1 (points)").arg(lockstep_->models().front().name),
                            tr("95 % interval"),
                            tr("Effect d_z"),
                            tr("95 % interval of d_z")};
    const QStringList tips{
        {},
        tr("Mean over seeds and sample standard deviation"),
        tr("Mean of the differences, seed by seed"),
        tr("Of the mean difference, after Student"),
        tr("Cohen's d_z: the mean difference in standard deviations of the seeds' differences"),
        tr("From the noncentral t distribution")};
    constexpr const char* topics[] = {"training together",
                                      "lockstep_test_error",
                                      "lockstep_difference_test_error",
                                      "lockstep_difference_test_error",
                                      "effect_size",
                                      "effect_size"};
    table_->setColumnCount(static_cast<int>(names.size()));
    table_->setRowCount(static_cast<int>(lockstep_->models().size()));
    table_->setAccessibleName(tr("Differences of the models"));
    table_->setToolTip(
        tr("The models' test errors and their differences to the first one, paired over seeds"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(24);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents); // whole names
    for (int column = 0; column < table_->columnCount(); ++column) {
        auto* heading = new QTableWidgetItem(names[column]);
        heading->setToolTip(tips[column]);
        heading->setData(HelpTopicRole, QLatin1String(topics[column]));
        table_->setHorizontalHeaderItem(column, heading);
        for (int row = 0; row < table_->rowCount(); ++row) {
            auto* item = new QTableWidgetItem;
            item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            table_->setItem(row, column, item);
        }
    }
    for (int row = 0; row < table_->rowCount(); ++row)
        table_->item(row, 0)->setText(lockstep_->models()[static_cast<std::size_t>(row)].name);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() + 24 * table_->rowCount() + 4);
}

/// On another thread: the means over seeds are made of all points of all runs.
void LockstepWindow::measure() {
    struct Member {
        std::string model;
        std::int64_t seed;
        std::shared_ptr<const Journal> journal;
        bool diverged;
    };
    std::vector<Member> runs;
    std::vector<std::string> names;
    for (std::size_t m = 0; m < lockstep_->models().size(); ++m) {
        names.push_back(lockstep_->models()[m].name.toStdString());
        for (std::size_t s = 0; s < lockstep_->seeds().size(); ++s)
            runs.push_back({names.back(), lockstep_->seeds()[s], lockstep_->journal(m, s),
                            lockstep_->status(m, s).diverged});
    }
    job_->start([this, runs, names, seeds = lockstep_->seeds(), update = lockstep_->reached()] {
        std::vector<std::vector<CurvePoint>> points;
        for (const Member& run : runs)
            points.push_back(curvePoints(*run.journal));
        std::vector<SeedCurves> models;
        std::vector<SeedCurves> sound; // a diverged run's error is no result
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (i % seeds.size() == 0) {
                models.push_back({runs[i].model, {}});
                sound.push_back({runs[i].model, {}});
            }
            models.back().seeds.push_back({runs[i].seed, &points[i]});
            if (!runs[i].diverged)
                sound.back().seeds.push_back({runs[i].seed, &points[i]});
        }
        Picture picture{seedMeans(models), nullptr, lockstepTable(sound, update)};
        picture.differences = differencesToFirst(*picture.curves, names, seeds);
        return std::function<void()>([this, picture] { showPicture(picture); });
    });
}

void LockstepWindow::showPicture(const Picture& picture) {
    errors_->plot().replaceJournal(picture.curves);
    differences_->plot().replaceJournal(picture.differences);
    shown_ = picture.table;
    const auto set = [this](std::size_t row, int column, const QString& text) {
        table_->item(static_cast<int>(row), column)->setText(text);
    };
    for (std::size_t row = 0; row < shown_.rows.size(); ++row) {
        const LockstepRow& model = shown_.rows[row];
        const QString mean = QString::number(model.testError.mean, 'f', 3);
        set(row, 1,
            std::isfinite(model.testError.sd)
                ? tr("%1 \u00b1 %2").arg(mean).arg(model.testError.sd, 0, 'f', 3)
                : mean);
        if (row == 0 || !std::isfinite(model.difference.mean))
            continue;
        const Difference& d = model.difference;
        set(row, 2, signedNumber(d.mean, 3));
        set(row, 3, std::isfinite(d.low) ? range(d.low, d.high, 3) : tr("needs two seeds"));
        set(row, 4, std::isfinite(d.effect) ? signedNumber(d.effect, 2) : tr("unknown"));
        set(row, 5,
            std::isfinite(model.effect.low) ? range(model.effect.low, model.effect.high, 2) : tr("unknown"));
    }
    showState();
}

void LockstepWindow::showState() {
    const bool running = lockstep_->isRunning();
    startOrPause_->setText(running ? tr("Pause") : lockstep_->reached() > 0 ? tr("Continue") : tr("Start"));
    startOrPause_->setToolTip(tr("All runs of all models together (F5)"));
    startOrPause_->setEnabled(!lockstep_->isDone());
    const QString updates = QString::fromStdString(grouped(lockstep_->reached()));
    state_->setText(lockstep_->isDone() ? tr("All runs have ended; the table shows their final test errors.")
                    : running           ? tr("Training; all have passed update %1.").arg(updates)
                                        : tr("Paused; all have passed update %1.").arg(updates));
}

void LockstepWindow::exportTable(const QString& path) {
    try {
        writeFileAtomically(path.toStdString(), lockstepCsv(shown_));
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void LockstepWindow::closeEvent(QCloseEvent* event) {
    const bool leave =
        lockstep_->reached() == 0 ||
        QMessageBox::question(
            this, tr("Leave these runs?"),
            tr("The runs have passed update %1. Their curves and the table go unless they are "
               "exported.")
                .arg(QString::fromStdString(grouped(lockstep_->reached()))),
            QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Cancel) == QMessageBox::Discard;
    event->setAccepted(leave);
}

} // namespace dalescope
