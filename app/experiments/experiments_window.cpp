#include "app/experiments/experiments_window.h"

#include "app/experiments/match_dialog.h"
#include "app/experiments/queue_actions.h"
#include "app/first_size.h"
#include "app/recent_files.h"
#include "core/experiments/shipped_sweeps.h"
#include "widgets/experiments/comparison_view.h"
#include "widgets/experiments/result_view.h"
#include "widgets/experiments/run_list.h"
#include "widgets/experiments/search_view.h"
#include "widgets/experiments/sweep_curves.h"
#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QCommandLinkButton>
#include <QDropEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace dalescope {

namespace {

constexpr int pollMs = 100;

QString settingsKey(const char* name) {
    return QStringLiteral("experiments/") + QLatin1String(name);
}

} // namespace

ExperimentsWindow::ExperimentsWindow(RunnerSettings settings, QWidget* parent)
    : QMainWindow(parent, Qt::Window), session_(new SweepSession(std::move(settings), this)),
      list_(new RunList(this)), actions_(new QueueActions(
                                    *session_, [this] { return list_->selectedRuns(); }, this)),
      recent_(new RecentFiles(this, settingsKey("recent"))), curves_(new SweepCurves(this)),
      results_(new ResultView(this)), search_(new SearchView(this)), comparison_(new ComparisonView(this)),
      pages_(new QStackedWidget(this)), tabs_(new QTabWidget(this)), jobs_(new QSpinBox(this)),
      notice_(new QLabel(this)), difference_(new QLabel(this)), state_(new QLabel(this)) {
    setWindowTitle(tr("Experiments \u2014 Dalescope"));
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    buildBody();
    buildMenus();
    statusBar()->addWidget(state_, 1);
    connect(session_, &SweepSession::opened, this, &ExperimentsWindow::showSweep);
    connect(session_, &SweepSession::snapshotChanged, this, &ExperimentsWindow::showSnapshot);
    connect(session_, &SweepSession::queueChanged, this, &ExperimentsWindow::showSnapshot);
    connect(session_, &SweepSession::failed, this, [this](const QString& text) { say(text, true); });
    connect(session_, &SweepSession::noted, this, [this](const QString& text) { say(text, false); });
    connect(session_, &SweepSession::stopped, this, [this] {
        if (closing_)
            close();
    });
    connect(list_, &RunList::selectionChanged, this, &ExperimentsWindow::showSelection);
    connect(list_, &RunList::shownChanged, this, &ExperimentsWindow::showShown);
    connect(list_, &RunList::hovered, this, &ExperimentsWindow::emphasise);
    connect(&list_->model(), &RunListModel::moveAsked, session_, &SweepSession::moveBefore);
    connect(list_, &RunList::menuAsked, this,
            [this](const QPoint& at) { QMenu::exec(actions_->single(), at, nullptr, this); });
    const auto report = [this](auto* part) {
        using Part = std::remove_pointer_t<decltype(part)>;
        connect(part, &Part::failed, this, [this](const QString& text) { say(text, true); });
        connect(part, &Part::exported, this,
                [this](const QString& path) { say(tr("Wrote %1").arg(path), false); });
    };
    report(curves_);
    report(results_);
    report(search_);
    report(comparison_);
    connect(&poll_, &QTimer::timeout, curves_, &SweepCurves::poll);
    connect(&poll_, &QTimer::timeout, comparison_, &ComparisonView::poll);
    poll_.start(pollMs);
    setTheme(Theme::forPalette(palette()));
    resize(firstSize(*screen()));
    restoreGeometry(QSettings().value(settingsKey("geometry")).toByteArray());
}

QWidget* ExperimentsWindow::buildWelcome() {
    auto* page = new QWidget;
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(40, 30, 40, 30);
    grid->setSpacing(10);
    auto* title = new QLabel(tr("Which experiment?"));
    title->setFont(Theme::font(20, true));
    grid->addWidget(title, 0, 0, 1, 2);
    int place = 2;
    const auto add = [&](const QString& text, const QString& about, std::function<void()> act) {
        auto* button = new QCommandLinkButton(text, about, page);
        button->setToolTip(about);
        button->setAccessibleDescription(about);
        button->setIcon(QIcon());
        button->setIconSize({1, 1});
        connect(button, &QAbstractButton::clicked, this, std::move(act));
        grid->addWidget(button, place / 2, place % 2);
        ++place;
    };
    add(tr("Does it match the paper?"), tr("Any preset over some seeds, with a verdict for each figure."),
        [this] { matchPaper(); });
    add(tr("Open a sweep\u2026"), tr("One made here or by dalescope sweep; it goes on where it stopped."),
        [this] { chooseSweep(); });
    for (const auto& sweep : shippedSweeps())
        add(QString::fromStdString(sweep.plan.title), QString::fromStdString(sweep.plan.about),
            [this, &sweep] { makeSweep(sweep.plan, QString::fromStdString(sweep.name)); });
    grid->setRowStretch(place / 2 + 1, 1);
    for (const int column : {0, 1})
        grid->setColumnStretch(column, 1);
    auto* area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

void ExperimentsWindow::buildBody() {
    notice_->setWordWrap(true);
    notice_->setMargin(8);
    notice_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    notice_->setToolTip(tr("What went wrong last"));
    notice_->hide();
    difference_->setWordWrap(true);
    difference_->setMargin(4);
    difference_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    difference_->setToolTip(tr("In which settings the two selected runs differ"));
    difference_->hide();
    tabs_->addTab(curves_, tr("&Curves"));
    tabs_->addTab(results_, tr("&Table"));
    tabs_->addTab(search_, tr("Sea&rch"));
    tabs_->addTab(comparison_, tr("C&ompare"));
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("Views"));
    tabs_->setToolTip(tr("Curves, table or search of the sweep"));
    tabs_->tabBar()->setAccessibleName(tr("Views"));
    tabs_->setTabToolTip(0, tr("Errors as they grow"));
    tabs_->setTabToolTip(1, tr("Final errors beside the published ones"));
    tabs_->setTabToolTip(3, tr("Two configurations against each other, seed by seed"));
    tabs_->setTabToolTip(2, tr("Any setting against any result, and parallel coordinates"));
    auto* lower = new QWidget;
    auto* column = new QVBoxLayout(lower);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(list_, 1);
    column->addWidget(difference_);
    auto* split = new QSplitter(Qt::Vertical);
    split->addWidget(tabs_);
    split->addWidget(lower);
    split->setChildrenCollapsible(false);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    pages_->addWidget(buildWelcome());
    pages_->addWidget(split);
    auto* central = new QWidget;
    auto* all = new QVBoxLayout(central);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(notice_);
    all->addWidget(pages_, 1);
    setCentralWidget(central);
}

void ExperimentsWindow::setTheme(const Theme& theme) {
    actions_->setTheme(theme);
    list_->setTheme(theme);
    curves_->setTheme(theme);
    results_->setTheme(theme);
    search_->setTheme(theme);
    comparison_->setTheme(theme);
}

void ExperimentsWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setTheme(Theme::forPalette(palette()));
}

void ExperimentsWindow::showSweep() {
    const auto& outline = session_->outline();
    notice_->hide();
    difference_->hide();
    results_->setResults(nullptr);
    curves_->setSweep(outline);
    search_->setSweep(outline);
    comparison_->setSweep(outline);
    list_->setSweep(outline); // which says what is shown to those above
    tabs_->setTabVisible(3, outline->names.size() > 1);
    tabs_->setTabVisible(2, !outline->settings.empty());
    pages_->setCurrentIndex(1);
    const QString folder = QString::fromStdString(outline->sweep.folder().string());
    recent_->add(folder);
    const QString title = QString::fromStdString(outline->sweep.plan().title);
    setWindowTitle(tr("%1 \u2013 Experiments \u2014 Dalescope").arg(title.isEmpty() ? folder : title));
    setWindowFilePath(QString());
    list_->table().setFocus();
}

void ExperimentsWindow::showSnapshot() {
    list_->model().setQueue(session_->queue(), session_->held());
    const auto& snapshot = session_->snapshot();
    if (!snapshot) {
        state_->setText(session_->outline() ? tr("Reading the runs\u2026") : QString());
        return;
    }
    list_->setSnapshot(snapshot);
    curves_->setSnapshot(snapshot);
    results_->setResults(snapshot->results);
    search_->setSnapshot(snapshot);
    comparison_->setSnapshot(snapshot);
    int over = 0, running = 0, failed = 0;
    for (const auto& run : snapshot->runs) {
        over += run.status.isOver();
        running += run.status.state == RunState::Running;
        failed += run.status.state == RunState::Failed;
    }
    QString text = tr("%1 of %2 runs done, %3 running").arg(over).arg(snapshot->runs.size()).arg(running);
    if (failed > 0)
        text += tr(", %1 failed").arg(failed);
    if (session_->isPaused())
        text += tr("; paused");
    state_->setText(text + QStringLiteral(" \u2013 ") +
                    QString::fromStdString(session_->outline()->sweep.folder().string()));
}

void ExperimentsWindow::showSelection() {
    actions_->update();
    emphasise(-1);
    const QList<int> runs = list_->selectedRuns();
    comparison_->setRuns(runs);
    difference_->setVisible(runs.size() == 2);
    if (runs.size() != 2)
        return;
    const auto& outline = *session_->outline();
    const auto config = [&](int run) { return outline.sweep.runs()[static_cast<std::size_t>(run)].config; };
    const auto name = [&](int run) {
        return QString::fromStdString(outline.names[outline.configurationOf[static_cast<std::size_t>(run)]]);
    };
    difference_->setText(tr("%1 against %2: %3")
                             .arg(name(runs[0]), name(runs[1]),
                                  QString::fromStdString(differenceText(config(runs[0]), config(runs[1])))));
}

void ExperimentsWindow::showShown() {
    const auto& outline = session_->outline();
    QList<int> configurations;
    for (const int run : list_->shownRuns())
        if (const auto place = static_cast<int>(outline->configurationOf[static_cast<std::size_t>(run)]);
            !configurations.contains(place))
            configurations.append(place);
    std::ranges::sort(configurations);
    curves_->setShown(configurations);
}

void ExperimentsWindow::emphasise(int hovered) {
    if (!session_->outline())
        return;
    const QList<int> runs = hovered >= 0 ? QList<int>{hovered} : list_->selectedRuns();
    curves_->setEmphasis(runs);
    search_->setEmphasis(runs);
}

void ExperimentsWindow::say(const QString& sentence, bool bad) {
    const Theme theme = Theme::forPalette(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, bad ? theme.error : theme.good);
    notice_->setPalette(colours);
    notice_->setText(sentence);
    notice_->show();
}

void ExperimentsWindow::closeEvent(QCloseEvent* event) {
    if (session_->isRunning()) {
        QMessageBox box(
            QMessageBox::Question, tr("Runs go on"),
            tr("Runs in progress: %1. They checkpoint when they stop and can go on from there later.")
                .arg(session_->runningCount()),
            QMessageBox::Cancel, this);
        auto* stopThem = box.addButton(tr("&Stop them"), QMessageBox::DestructiveRole);
        auto* keep = box.addButton(tr("&Let them go on"), QMessageBox::AcceptRole);
        keep->setToolTip(tr("They go on while the program is open; this window comes back with its menu"));
        stopThem->setToolTip(tr("They write checkpoints; the window closes when they have"));
        box.setDefaultButton(keep);
        if (!closing_)
            box.exec();
        if (closing_ || box.clickedButton() == stopThem) {
            closing_ = true;
            session_->stop();
            state_->setText(tr("Waiting for checkpoints\u2026"));
            event->ignore();
            return;
        }
        if (box.clickedButton() != keep) {
            event->ignore();
            return;
        }
    }
    closing_ = false;
    QSettings().setValue(settingsKey("geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace dalescope
