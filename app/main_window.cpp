#include "app/main_window.h"

#include "app/docks/arrangement.h"
#include "app/docks/dock.h"
#include "app/docks/inspector_docks.h"
#include "app/experiments/experiments_window.h"
#include "app/figures/figure_bar.h"
#include "app/first_size.h"
#include "app/lessons/lessons.h"
#include "app/palette/search_words.h"
#include "app/plot_view_command.h"
#include "app/presentation/presentation.h"
#include "app/recent_files.h"
#include "app/run_actions.h"
#include "app/run_bar.h"
#include "app/runs/missing_data.h"
#include "app/runs/notes_panel.h"
#include "app/runs/run_overlay.h"
#include "app/runs/runs_panel.h"
#include "app/sessions/inspector_choices.h"
#include "app/sessions/left_sessions.h"
#include "app/time/time_bar.h"
#include "app/undo_keys.h"
#include "core/settings/layer_kinds.h"
#include "widgets/editors/layer_table.h"
#include "widgets/editors/settings_form.h"
#include "widgets/inspectors/dataset_panel.h"
#include "widgets/plots/plot_catalogue.h"
#include "widgets/theme/icons.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QUndoView>
#include <QVBoxLayout>

namespace dalescope {

MainWindow::MainWindow(Session& session)
    : session_(session), actions_(new RunActions(
                             session, [this] { return mayDropRun(); }, this)),
      runsActions_(new SessionActions(session, this)), runs_(new RunsPanel(session, *runsActions_, this)),
      runBar_(new RunBar(this)), recent_(new RecentFiles(this)), error_(new PlotPanel(this)),
      balance_(new PlotPanel(this)), alignment_(new PlotPanel(this)),
      choices_(new InspectorChoices(
          [&session] { return session.current().status().state != RunStatus::State::Preparing; }, this)),
      time_(new TimeTravel(session, this)), timeBar_(new TimeBar(*time_, this)),
      dataset_(new DatasetPanel(this)), lessons_(new Lessons(session, *this)),
      figure_(new FigureBar(session, this)), notice_(new QLabel(this)) {
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    setDockOptions(AllowTabbedDocks | AllowNestedDocks | AnimatedDocks);
    buildPlots();
    buildDocks();
    inspectors_ = new InspectorDocks(*this, session_, *time_, *choices_);
    connect(&session_, &Session::statusChanged, choices_, &InspectorChoices::look);
    connect(inspectors_, &InspectorDocks::failed, this, &MainWindow::fail);
    connect(inspectors_, &InspectorDocks::exported, this, &MainWindow::sayWritten);
    furnish(lessons_->dock());
    arrangement_ = new Arrangement(*this, inspectors_->docks());
    presentation_ = new Presentation(
        *this, *lessons_, *arrangement_, {error_, balance_, alignment_}, [this](double scale) {
            typeScale_ = scale;
            setLook(QSettings().value(QStringLiteral("look"), QStringLiteral("system")).toString());
        });
    buildSessionFiles();
    buildMenus();
    statusBar()->addWidget(runBar_, 1); // steps aside while a message is shown

    connect(&session_, &Session::journalChanged, this, &MainWindow::showJournal);
    connect(&session_, &Session::dataChanged, this, [this] { dataset_->setData(session_.current().data()); });
    connect(&session_, &Session::statusChanged, this, [this] { runBar_->show(session_.current()); });
    connect(&session_, &Session::failed, this, [this](const QString& sentence, const Config* unread) {
        if (unread && isMissing(unread->data))
            offerData(*unread);
        else
            fail(sentence);
    });
    connect(&session_, &Session::saved, this,
            [this](const QString& file) { statusBar()->showMessage(tr("Saved %1").arg(file), 5000); });
    connect(&session_, &Session::tick, this, [this] {
        PlotPanel* panels[] = {error_, balance_, alignment_};
        panels[++turn_ % 3]->poll(); // one plot a tick, so that no tick takes long
        showNewMarks();
        if (std::pair(overlaidRuns(session_), awaitedRuns(session_)) != drawnBeside_)
            showPlots(false);
    });

    qApp->installEventFilter(new UndoKeys(this));
    // One drawing for whatever happens at once.
    auto* curves = new QTimer(this);
    curves->setSingleShot(true);
    connect(curves, &QTimer::timeout, this, [this] { showPlots(false); });
    const auto later = [curves] { curves->start(0); };
    connect(&session_, &Session::labelChanged, curves, later);
    connect(&session_, &Session::anyJournalChanged, curves, later);
    connect(&session_, &Session::configChanged, this, &MainWindow::showTitle);
    connect(&session_, &Session::labelChanged, this, &MainWindow::showTitle);
    showTitle();
    layout()->activate(); // else its least height is of docks that were not yet stacked
    resize(firstSize(*screen()));
    if (holdsInspectors(size()))
        arrangement_->dockInspectors(true);
    QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    for (auto* tabs : findChildren<QTabBar*>())
        furnish(*tabs);
    restoreDocks(*this, settings.value(QStringLiteral("state")).toByteArray());
    lessons_->dock().hide(); // with nothing to play yet
    runBar_->show(session_.current());
    showJournal();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPlots() {
    notice_->setWordWrap(true);
    notice_->setMargin(8);
    notice_->setToolTip(tr("What the run has to say"));
    notice_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    notice_->hide();
    auto* lower = new QSplitter(Qt::Horizontal);
    lower->addWidget(balance_);
    lower->addWidget(alignment_);
    lower->setChildrenCollapsible(false);
    lower->setObjectName(QStringLiteral("lower plots"));
    auto* all = new QSplitter(Qt::Vertical);
    all->addWidget(error_);
    all->addWidget(lower);
    all->setStretchFactor(0, 1);
    all->setStretchFactor(1, 1);
    all->setChildrenCollapsible(false);
    all->setObjectName(QStringLiteral("plots"));
    auto* central = new QWidget;
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(figure_);
    column->addWidget(notice_);
    column->addWidget(all, 1);
    column->addWidget(timeBar_);
    setCentralWidget(scrolledAtLeast(central));
    connect(time_, &TimeTravel::moved, this, [this] {
        const auto& moment = time_->moment();
        for (auto* panel : {error_, balance_, alignment_})
            panel->plot().setMoment(moment ? std::optional(moment->tick()) : std::nullopt);
    });
    for (auto* panel : {error_, balance_, alignment_}) {
        panel->setRunsSource([this] { return drawnRuns(session_); });
        connect(panel, &PlotPanel::failed, this, &MainWindow::fail);
        connect(panel, &PlotPanel::viewEdited, this,
                [this, panel](const PlotView& before, const PlotView& after) {
                    session_.history().stack().push(new PlotViewCommand(panel, before, after));
                });
        connect(panel, &PlotPanel::exported, this, &MainWindow::sayWritten);
        connect(panel, &PlotPanel::mediumChanged, this, [this](Medium medium) {
            for (auto* other : {error_, balance_, alignment_})
                other->setMedium(medium);
        });
    }
}

template <class Editor>
Editor* MainWindow::followCurrent(Editor* editor) {
    connect(&session_, &Session::currentChanged, editor,
            [this, editor] { editor->setDocument(session_.current().document()); });
    return editor;
}

void MainWindow::buildDocks() {
    auto form = [this](const QStringList& prefixes) {
        return scrolled(followCurrent(new SettingsForm(session_.current().document(), prefixes)));
    };
    auto* network = addDock(*this, Qt::LeftDockWidgetArea, tr("Network"),
                            followCurrent(new LayerTable(session_.current().document())));
    network->setMinimumWidth(335);
    auto* runs = addDock(*this, Qt::LeftDockWidgetArea, tr("Runs"), runs_);
    tabifyDockWidget(network, runs);
    tabifyDockWidget(runs, addDock(*this, Qt::LeftDockWidgetArea, tr("Notes"), new NotesPanel(session_)));
    network->raise();
    connect(&session_, &Session::added, runs, &QDockWidget::raise); // what one made is what one sees
    auto* training = addDock(*this, Qt::LeftDockWidgetArea, tr("Training"),
                             form({QStringLiteral("training."), QStringLiteral("data.validation")}));
    auto* learning = addDock(*this, Qt::LeftDockWidgetArea, tr("Learning"),
                             form({QStringLiteral("learning.cor"), QStringLiteral("learning.norm"),
                                   QStringLiteral("learning.rate"), QStringLiteral("fisher.")}));
    auto* rules = addDock(*this, Qt::LeftDockWidgetArea, tr("Probes"),
                          form({QStringLiteral("balance."), QStringLiteral("stop.")}));
    auto* images = addDock(*this, Qt::LeftDockWidgetArea, tr("Data"), scrolled(dataset_));
    auto* view = new QUndoView(&session_.history().stack());
    view->setEmptyLabel(tr("Start"));
    view->setAccessibleName(tr("History"));
    const auto guard = [this, view] { // a click goes to any place without asking the commands between
        const QString refusal = session_.history().anyRefusal();
        view->setEnabled(refusal.isEmpty());
        view->setToolTip(
            refusal.isEmpty() ? tr("Everything that was changed; click an entry to go back to it") : refusal);
    };
    connect(&session_.history(), &History::changed, view, guard);
    guard();
    auto* history = addDock(*this, Qt::LeftDockWidgetArea, tr("History"), view);
    for (auto* dock : {learning, rules, images, history})
        tabifyDockWidget(training, dock);
    training->raise();
    const std::pair<QDockWidget*, QString> words[] = {
        {network, tr("layers, architecture, model, units")},
        {runs, tr("models, compare, list of runs")},
        {training, tr("batch, epochs, seed, threads, speed, optimiser")},
        {learning, tr("corrections, learning rates, clipping")},
        {rules, tr("balance, early stopping, Fisher information")},
        {images, tr("images, examples, dataset")},
        {history, tr("undo, redo, changes, steps back")}};
    for (const auto& [dock, others] : words)
        withWords(dock->toggleViewAction(), others);
    resizeDocks({training}, {335}, Qt::Horizontal);
    // Few networks have as many layers as there are settings.
    resizeDocks({network, training}, {4, 5}, Qt::Vertical);
    setTabPosition(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea, QTabWidget::North);
}

void MainWindow::showJournal() {
    showPlots(true);
    for (auto* panel : {error_, balance_, alignment_})
        panel->setJournal(session_.current().journal());
    marks_ = 0;
    said_.reset();
    notice_->hide();
}

/// With the curves of all runs that are drawn; where not anew, as they are looked at.
void MainWindow::showPlots(bool anew) {
    drawnBeside_ = {overlaidRuns(session_), awaitedRuns(session_)};
    std::vector<std::string> kinds;
    for (const auto& layer : layersWithWeights(session_.current().document().config().layers))
        kinds.push_back(layer.kind);
    const int layers = static_cast<int>(kinds.size());
    const auto show = [&](PlotPanel& panel, std::vector<PlotSpec> plots) {
        overlayRuns(plots, session_);
        overlayFigures(plots, session_);
        anew ? panel.setSpecs(plots) : panel.replaceSpecs(plots);
    };
    show(*error_, {errorPlot(), lossPlot(), ratePlot(layers)});
    show(*balance_, balancePlots(layers));
    auto learning = alignmentPlots(layers);
    std::ranges::move(ledgerPlots(kinds), std::back_inserter(learning));
    show(*alignment_, learning);
}

void MainWindow::showNewMarks() {
    const auto journal = session_.current().journal();
    const RunStatus& status = session_.current().status();
    for (; journal && marks_ < journal->marks(); ++marks_)
        if (journal->mark(marks_).kind != JournalMark::Kind::Edit)
            said_ = Said{journal->mark(marks_)};
    if (!said_)
        return;
    const JournalMark& mark = said_->mark;
    const bool isEnd = mark.kind == JournalMark::Kind::End;
    // The mark of an end comes a little before the state that says what kind of end it is, and stays in the
    // journal when the run goes on.
    const bool holds = !isEnd || (status.state == RunStatus::State::Ended && status.update >= mark.update);
    const bool bad = !isEnd || status.diverged;
    if (said_->shown == holds && said_->bad == bad)
        return;
    said_->shown = holds;
    said_->bad = bad;
    if (!holds)
        return notice_->hide();
    const Theme theme = Theme::forPalette(palette());
    const QString text = QString::fromStdString(mark.text);
    say(isEnd ? text // a warning stays while the run goes on
              : tr("Update %1: %2").arg(QLocale().toString(static_cast<qlonglong>(mark.update)), text),
        bad ? theme.warning : theme.good);
}

void MainWindow::say(const QString& text, const QColor& colour) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, colour);
    notice_->setPalette(colours);
    notice_->setText(text);
    notice_->show();
}

/// "system", "light" or "dark".
void MainWindow::setLook(const QString& look) {
    Theme theme = Theme::named(look);
    theme.metrics = scaled(theme.metrics, typeScale_);
    applyTheme(*qApp, theme);
    actions_->setTheme(theme);
    runs_->setTheme(theme);
    for (auto* panel : {error_, balance_, alignment_})
        panel->setTheme(theme);
}

void MainWindow::sayWritten(const QString& path) {
    statusBar()->showMessage(tr("Wrote %1").arg(path), 5000);
}

void MainWindow::showTitle() {
    const Config& config = session_.current().document().config();
    QStringList units;
    for (const auto& layer : layersWithWeights(config.layers))
        units.append(QString::number(layer.units));
    const QString images = QFileInfo(QString::fromStdString(config.data.name)).fileName();
    QString title = tr("%1, %2[*] \u2014 Dalescope").arg(images, units.join(QChar(0x2013)));
    if (session_.runs().size() > 1)
        title = tr("%1: %2").arg(session_.current().label().name, title);
    if (!files_->path().isEmpty())
        title = tr("%1: %2").arg(QFileInfo(files_->path()).completeBaseName(), title);
    setWindowTitle(title);
    setWindowModified(files_->isModified());
}

/// What the mouse is over has its tip beside it: the status bar stays the run's.
bool MainWindow::event(QEvent* event) {
    return event->type() == QEvent::StatusTip || QMainWindow::event(event);
}

void MainWindow::childEvent(QChildEvent* event) {
    QMainWindow::childEvent(event);
    // Docks that a person stacks get their tabs from Qt, at any time.
    if (auto* tabs = event->polished() ? qobject_cast<QTabBar*>(event->child()) : nullptr)
        furnish(*tabs);
}

/// Past what lies in docks behind others: Qt keeps it visible, out of sight.
bool MainWindow::focusNextPrevChild(bool next) {
    const auto inSight = [](QWidget* widget) {
        while (widget && !qobject_cast<QDockWidget*>(widget))
            widget = widget->parentWidget();
        return !widget || !widget->visibleRegion().isEmpty();
    };
    QWidget* const from = focusWidget();
    do {
        if (!QMainWindow::focusNextPrevChild(next))
            return false;
    } while (focusWidget() && focusWidget() != from && !inSight(focusWidget()));
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayClose_ && !mayLeaveLockstep()) {
        event->ignore();
        return;
    }
    if (!mayClose_ && (files_->isWriting() || files_->isWorthAQuestion() || left_->isWanted())) {
        event->ignore();
        leaveSession([this] {
            mayClose_ = true;
            close();
        });
        return;
    }
    presentation_->end();
    QSettings settings;
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("state"), saveState());
    QMainWindow::closeEvent(event);
}

} // namespace dalescope
