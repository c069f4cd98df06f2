#include "app/docks/inspector_docks.h"

#include "app/docks/dock.h"
#include "app/docks/drawing_command.h"
#include "app/interventions_panel.h"
#include "app/palette/search_words.h"
#include "app/sessions/inspector_choices.h"
#include "app/time/time_travel.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/input_controls.h"
#include "widgets/inspectors/intervention_sweep_view.h"
#include "widgets/inspectors/learning_panel.h"
#include "widgets/inspectors/outcome_panel.h"
#include "widgets/inspectors/unit_panel.h"
#include "widgets/inspectors/weights_panel.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/figure_origin.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QLocale>
#include <QScreen>

#include <algorithm>

namespace dalescope {

namespace {

constexpr int leastAboveALesson = 260; ///< pixels, in which an inspector scrolls

/// With the keyboard's focus: it is a window of its own, to which Tab does not lead.
void enter(QDockWidget& dock) {
    dock.raise();
    dock.activateWindow();
    for (QWidget* next = dock.widget()->nextInFocusChain(); dock.isAncestorOf(next);
         next = next->nextInFocusChain())
        if (next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus))
            return next->setFocus(Qt::OtherFocusReason);
}

void show(QDockWidget& dock) {
    dock.show();
    enter(dock);
}

} // namespace

template <class Panel>
QDockWidget* InspectorDocks::add(Panel* panel, const QString& title, const QString& words,
                                 const QString& shortcut, int everyRound, const QSize& size) {
    auto* dock = addDock(window_, Qt::RightDockWidgetArea, title, scrolledAtLeast(panel));
    docks_ << dock;
    withWords(dock->toggleViewAction(), words);
    dock->toggleViewAction()->setShortcut(QKeySequence(shortcut));
    connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool shown) {
        if (shown)
            enter(*dock);
    });
    dock->setFloating(true);
    dock->resize(size);
    dock->hide();
    dock->installEventFilter(this);
    const auto name = [this, dock, title] {
        const QString update = QLocale().toString(static_cast<qlonglong>(time_.update()));
        const QString past =
            dock->isFloating() ? tr("%1 \u2013 back at update %2") : tr("%1 (%2)"); // of a tab
        dock->setWindowTitle(time_.isLive() ? title : past.arg(title, update));
    };
    connect(&time_, &TimeTravel::moved, dock, name);
    connect(dock, &QDockWidget::topLevelChanged, dock, name);
    // Behind another it takes no part: neither its keys nor its pictures.
    connect(dock, &QDockWidget::visibilityChanged, panel, &QWidget::setVisible);
    connect(panel, &Panel::failed, this, &InspectorDocks::failed);
    connect(panel, &Panel::exported, this, &InspectorDocks::exported);
    for (auto* button : panel->template findChildren<DrawingButton*>())
        button->setOriginSource([this, title](const Drawing& drawing) { return originOf(drawing, title); });
    constexpr bool wantsInformation = requires {
        panel->setNetwork(nullptr, 0, nullptr, std::shared_ptr<const PerLayer<float>>());
    };
    feed_.add(panel, everyRound, wantsInformation,
              [this, panel, title](const NetworkNews& news, const std::shared_ptr<const Dataset>& dataset) {
                  if constexpr (requires { panel->setConfig(time_.settings()); })
                      panel->setConfig(time_.settings());
                  if constexpr (requires { panel->setJournal(session_.current().journal()); })
                      panel->setJournal(session_.current().journal());
                  if constexpr (requires { panel->setRun(QString()); })
                      panel->setRun(session_.current().label().name);
                  if constexpr (wantsInformation)
                      panel->setNetwork(news.network, news.update, dataset, news.information);
                  else
                      panel->setNetwork(news.network, news.update, dataset);
                  choices_.setHasNetwork(title, news.network != nullptr);
              });
    if (auto* acting = panel->template findChild<QComboBox*>(QStringLiteral("acting on")))
        choices_.add(title, QList<QWidget*>{acting}); // the rest are settings of the run
    else
        choices_.add(title, *panel);
    return dock;
}

InspectorDocks::InspectorDocks(QMainWindow& window, Session& session, TimeTravel& time,
                               InspectorChoices& choices)
    : QObject(&window), window_(window), session_(session), time_(time), choices_(choices), feed_(session),
      weights_(new WeightsPanel), outcome_(new OutcomePanel),
      interventions_(new InterventionsPanel(session.current().document())), activity_(new ActivityPanel),
      learning_(new LearningPanel), unit_(new UnitPanel), diagram_(new DiagramPanel),
      weightsDock_(add(weights_, tr("Weights"),
                       tr("heat map, matrix, matrices, connections, synapses, filters"), tr("Ctrl+Shift+W"),
                       1)) {
    add(outcome_, tr("Outcome"), tr("confusion matrix, mistakes, errors, misclassified examples, classes"),
        tr("Ctrl+Shift+O"), 1, {660, 660}); // ten classes with their names
    interventionsDock_ =
        add(interventions_, tr("Interventions"),
            tr("lesion, ablation, ablate, knock out, knockout, silence units, cut, freeze, drive, stimulate"),
            tr("Ctrl+Shift+I"), 100);
    activityDock_ = add(activity_, tr("Activity"), tr("draw a digit, drawing pad, activations, input image"),
                        tr("Ctrl+Shift+Y"), 1);
    add(learning_, tr("Learning lens"), tr("gradients, corrections, update sizes, backpropagation"),
        tr("Ctrl+Shift+L"), 1);
    unitDock_ = add(unit_, tr("Unit"), tr("neuron, cell, receptive field, tuning, partners"),
                    tr("Ctrl+Shift+U"), 1, {1060, 640});
    add(diagram_, tr("Network diagram"), tr("circuit, graph, architecture, wiring"), tr("Ctrl+Shift+N"), 1,
        {1180, 580});
    connect(&time_, &TimeTravel::moved, this, [this] { feed_.showMoment(time_.moment()); });
    connect(&session_, &Session::currentChanged, interventions_,
            [this] { interventions_->setDocument(session_.current().document()); });
    connectInspectors();
}

/// One that was never put anywhere appears beside the window, or within it at its right where the screen is
/// too small, and each a little below the last; by itself it would lie in the corner of the screen mostly.
bool InspectorDocks::eventFilter(QObject* watched, QEvent* event) {
    auto* dock = qobject_cast<QDockWidget*>(watched);
    if (event->type() != QEvent::Show || !dock || !dock->isFloating())
        return false;
    dock->setProperty("placed", true); // see restoreDocks()
    if (!dock->testAttribute(Qt::WA_Moved)) {
        const QRect room = window_.screen()->availableGeometry(), window = window_.geometry();
        const QSize least = contentOf(*dock->widget()).minimumSizeHint();
        const QSize around = dock->minimumSizeHint() - dock->widget()->minimumSizeHint();
        QSize size = dock->size().expandedTo(least + around).boundedTo(room.size());
        const int step = 28 * (placed_++ % 4), top = window.top() + 48 + step;
        // What a lesson says and asks must stay in sight.
        if (const auto* lesson = window_.findChild<QDockWidget*>(QStringLiteral("Lesson"));
            lesson && lesson->isVisible() && !lesson->isFloating())
            if (const int above = lesson->mapToGlobal(QPoint()).y() - 8 - top; above > leastAboveALesson)
                size.setHeight(std::min(size.height(), above));
        const bool fitsBeside = room.right() - window.right() > size.width() + 8;
        const QPoint corner(fitsBeside ? window.right() + 8 : window.right() - size.width() - 12 - step, top);
        const QPoint last = room.bottomRight() - QPoint(size.width(), size.height());
        dock->setGeometry({{std::clamp(corner.x(), room.left(), std::max(room.left(), last.x())),
                            std::clamp(corner.y(), room.top(), std::max(room.top(), last.y()))},
                           size});
    }
    return false;
}

void InspectorDocks::open(const QString& title, const QWidget* clear) {
    auto* dock = window_.findChild<QDockWidget*>(title);
    if (!dock)
        return;
    show(*dock);
    if (!clear || !dock->isFloating())
        return;
    const QRect kept(clear->mapToGlobal(QPoint()), clear->size()), frame = dock->frameGeometry();
    if (!frame.intersects(kept))
        return;
    const int top = kept.bottom() + 8, below = window_.screen()->availableGeometry().bottom() - top;
    dock->move(frame.left(), top);
    dock->resize(dock->width(), std::min(dock->height(), below - (frame.height() - dock->height())));
}

void InspectorDocks::openPicture(const QString& path) {
    if (!path.isEmpty()) // what cannot be read opens nothing
        return activity_->input().loadPicture(path, [this] { show(*activityDock_); });
    show(*activityDock_);
    activity_->input().choosePicture();
}

std::string InspectorDocks::sweep() const {
    const auto swept = interventions_->sweep().result();
    return swept ? toJson(*swept) : std::string();
}

void InspectorDocks::showSweep(const std::string& text, const std::string& file) {
    interventions_->sweep().showResult({});
    if (!text.empty())
        interventions_->sweep().showResult(sweptInterventionFromJson(text, file));
}

void InspectorDocks::openSweep() {
    show(*interventionsDock_);
    interventions_->goToSweep();
}

std::string InspectorDocks::originOf(const Drawing& drawing, const QString& title) const {
    const Run& run = session_.current();
    if (!run.journal() || drawing.update < 0)
        return {};
    FigureOrigin origin = dalescope::originOf({run.label().name, run.replayConfig(), run.journal()},
                                              drawing.update, title.toStdString());
    QStringList inspectors{title};
    if (title == tr("Network diagram") && activity_->input().pad().values().size() > 0)
        inspectors << tr("Activity"); // whose input it shows
    origin.choices = choices_.choices(inspectors);
    return originToJson(origin);
}

void InspectorDocks::connectInspectors() {
    const auto showExample = [this](std::uint32_t example) {
        show(*activityDock_);
        activity_->input().showExample(example);
    };
    const auto showUnitOfLayer = [this](int layer, Index row) {
        show(*unitDock_);
        unit_->showUnitOfLayer(layer, row);
    };
    connect(&activity_->input().pad(), &DrawPad::edited, this, [this](const Vector<float>& before) {
        if (before != activity_->input().pad().values())
            session_.history().push(new DrawingCommand(activity_->input().pad(), before));
    });
    connect(&interventions_->sweep(), &InterventionSweepView::swept, this, &InspectorDocks::swept);
    connect(outcome_, &OutcomePanel::exampleChosen, this, showExample);
    connect(unit_, &UnitPanel::exampleChosen, this, showExample);
    connect(activity_, &ActivityPanel::unitChosen, this, showUnitOfLayer);
    connect(weights_, &WeightsPanel::unitChosen, this, showUnitOfLayer);
    connect(activity_, &ActivityPanel::inputChanged, diagram_, &DiagramPanel::setInput);
    connect(diagram_, &DiagramPanel::exampleChosen, &activity_->input(), &InputControls::showExample);
    connect(diagram_, &DiagramPanel::inputChosen, this, [this] { show(*activityDock_); });
    connect(diagram_, &DiagramPanel::unitChosen, this, [this](std::size_t population, Index row) {
        show(*unitDock_);
        unit_->showUnit(population, row);
    });
    connect(diagram_, &DiagramPanel::matrixChosen, this, [this](int layer, const QString& matrix) {
        show(*weightsDock_);
        weights_->showMatrix(layer, matrix);
    });
}

} // namespace dalescope
