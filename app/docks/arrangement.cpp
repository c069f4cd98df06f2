#include "app/docks/arrangement.h"

#include "app/docks/dock.h"
#include "app/palette/search_words.h"

#include <QAction>
#include <QEvent>
#include <QLayout>
#include <QStyle>
#include <QTimer>

#include <algorithm>

namespace dalescope {

namespace {

constexpr int settingsWidth = 335, leastInspector = 240; // pixels

} // namespace

Arrangement::Arrangement(QMainWindow& window, QList<QDockWidget*> inspectors)
    : QObject(&window), window_(window), inspectors_(std::move(inspectors)),
      settings_(make(tr("Settings p&anels"), tr("Show or hide the panels at the left"), tr("Ctrl+B"),
                     tr("side bar, sidebar, left panels, more room"), &Arrangement::showSettings)),
      plots_(make(tr("Pl&ots"), tr("Show the plots, or leave their place to the panels"), tr("Ctrl+Shift+P"),
                  tr("hide curves, more room"), &Arrangement::showPlots)),
      docked_(make(tr("Dock &inspectors"), tr("Show inspectors beside the plots, instead of above them"),
                   tr("Ctrl+Shift+D"), tr("float, dock, undock, tabs, arrange windows"),
                   &Arrangement::dockInspectors)) {
    window_.centralWidget()->installEventFilter(this);
    for (auto* dock : window_.findChildren<QDockWidget*>()) {
        connect(dock, &QDockWidget::topLevelChanged, this, &Arrangement::follow);
        connect(dock, &QDockWidget::visibilityChanged, this, &Arrangement::follow);
    }
    follow();
}

QAction* Arrangement::make(const QString& text, const QString& tip, const QString& key, const QString& words,
                           void (Arrangement::*act)(bool)) {
    auto* action = new QAction(text, this);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(key));
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, act);
    actions_ << withWords(action, words);
    return action;
}

QList<QDockWidget*> Arrangement::settings() const {
    QList<QDockWidget*> docks = window_.findChildren<QDockWidget*>();
    docks.removeIf([this](QDockWidget* dock) {
        return dock->isFloating() || window_.dockWidgetArea(dock) != Qt::LeftDockWidgetArea;
    });
    return docks;
}

void Arrangement::showSettings(bool shown) {
    if (shown) {
        if (put_.isEmpty()) // closed one by one
            put_ = settings();
        for (auto* dock : std::exchange(put_, {}))
            dock->show();
        for (auto* dock : std::as_const(inFront_))
            dock->raise();
        window_.resizeDocks(inFront_, heights_, Qt::Vertical);
        inFront_.clear();
        if (!hasRoomForAll()) // it was asked for
            window_.centralWidget()->hide();
    } else {
        put_ = settings();
        put_.removeIf([](auto* dock) { return dock->isHidden(); });
        inFront_ = put_;
        inFront_.removeIf([](auto* dock) { return dock->visibleRegion().isEmpty(); });
        heights_.clear();
        for (const auto* dock : std::as_const(inFront_))
            heights_ << dock->height();
        for (auto* dock : std::as_const(put_))
            dock->hide();
        if (!dockedInspector()) // something is to be seen
            window_.centralWidget()->show();
    }
    makeRoom();
}

void Arrangement::showPlots(bool shown) {
    window_.centralWidget()->setVisible(shown);
    if (!shown && !settings_->isChecked() && !dockedInspector())
        showSettings(true);
    makeRoom();
}

void Arrangement::dockInspectors(bool docked) {
    for (auto* dock : inspectors_)
        if (dock->isFloating() ? dock->isActiveWindow() : !dock->visibleRegion().isEmpty())
            frontInspector_ = dock;
    QDockWidget* beside = nullptr;
    for (auto* dock : inspectors_) {
        if (!docked) {
            const bool shown = !dock->isHidden();
            dock->hide();
            dock->setFloating(true);
            dock->setAttribute(Qt::WA_Moved, false); // it finds a place like one that is first opened
            dock->setVisible(shown);
            continue;
        }
        dock->setFloating(false);
        if (beside)
            window_.tabifyDockWidget(beside, dock);
        beside = dock;
    }
    if (auto* shown = frontInspector_ && !frontInspector_->isHidden() ? frontInspector_ : dockedInspector();
        docked && shown)
        shown->raise();
    makeRoom();
}

bool Arrangement::hasRoomForAll() const {
    const QWidget& plots = *window_.centralWidget();
    return !dockedInspector() || plots.isHidden() ||
           window_.width() - settingsWidth - contentOf(plots).minimumSizeHint().width() >= leastInspector;
}

QDockWidget* Arrangement::dockedInspector() const {
    const auto found = std::ranges::find_if(
        inspectors_, [](auto* dock) { return !dock->isHidden() && !dock->isFloating(); });
    return found == inspectors_.end() ? nullptr : *found;
}

void Arrangement::makeRoom() {
    window_.layout()->activate();
    const QWidget& plots = *window_.centralWidget();
    const int least = plots.isHidden() ? 0 : contentOf(plots).minimumSizeHint().width();
    QDockWidget* inspector = dockedInspector();
    QList<QDockWidget*> docks;
    QList<int> widths;
    int left = window_.width();
    const int separator =
        window_.style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, &window_);
    const auto give = [&](QDockWidget* dock, int width) {
        docks << dock;
        widths << width;
        left -= width + separator;
    };
    for (auto* dock : settings())
        if (!dock->visibleRegion().isEmpty() && docks.isEmpty()) // one behind another has any width
            give(dock, std::min(dock->width(), settingsWidth));
    if (!docks.isEmpty() && !hasRoomForAll())
        return showSettings(false); // and comes back here
    if (inspector) {
        const int frame = window_.style()->pixelMetric(QStyle::PM_DockWidgetFrameWidth, nullptr, &window_);
        int wanted = leastInspector;
        for (auto* dock : inspectors_)
            if (!dock->isHidden() && !dock->isFloating()) {
                const QWidget& content = contentOf(*dock->widget());
                // As wide as it likes to be, but not more than half without need.
                const int width = std::max(content.minimumSizeHint().width(),
                                           std::min(content.sizeHint().width(), left / 2));
                wanted = std::max(wanted, width + 2 * frame);
            }
        give(inspector, plots.isHidden() ? left : std::min(wanted, left - least - separator));
    }
    if (!docks.isEmpty())
        window_.resizeDocks(docks, widths, Qt::Horizontal);
}

void Arrangement::follow() {
    if (!window_.layout()) // on its way out, it hides what it holds
        return;
    settings_->setChecked(std::ranges::any_of(settings(), [](auto* dock) { return !dock->isHidden(); }));
    plots_->setChecked(!window_.centralWidget()->isHidden());
    docked_->setChecked(std::ranges::none_of(inspectors_, &QDockWidget::isFloating));
    const bool hasDocked = dockedInspector() != nullptr;
    if (hasDocked && !hadDocked_) // later ones come to the width that there is
        QTimer::singleShot(0, this, &Arrangement::makeRoom);
    hadDocked_ = hasDocked;
}

bool Arrangement::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)
        follow();
    return QObject::eventFilter(watched, event);
}

} // namespace dalescope
