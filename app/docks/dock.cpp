#include "app/docks/dock.h"

#include <QAbstractButton>
#include <QAction>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QToolButton>

#include <memory>

namespace dalescope {

void furnish(QDockWidget& dock) {
    const std::pair<const char*, QString> buttons[] = {
        {"qt_dockwidget_floatbutton", QDockWidget::tr("Float %1")},
        {"qt_dockwidget_closebutton", QDockWidget::tr("Close %1")}};
    for (const auto& [name, text] : buttons)
        if (auto* button = dock.findChild<QAbstractButton*>(QLatin1String(name))) {
            button->setFocusPolicy(Qt::TabFocus);
            button->setAccessibleName(text.arg(dock.windowTitle()));
            button->setToolTip(text.arg(dock.windowTitle()));
        }
}

void furnish(QTabBar& tabs) {
    tabs.setElideMode(Qt::ElideNone);
    for (auto* button : tabs.findChildren<QToolButton*>()) {
        button->setFocusPolicy(Qt::NoFocus);
        button->setToolTip(QTabBar::tr("More tabs"));
    }
}

QWidget* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

QWidget* scrolledAtLeast(QWidget* content) {
    auto* held = new QSplitter; // else the area gives what has words that wrap all the height it would like
    held->addWidget(content);
    return scrolled(held);
}

const QWidget& contentOf(const QWidget& widget) {
    const auto* area = qobject_cast<const QScrollArea*>(&widget);
    if (!area)
        return widget;
    const auto* held = qobject_cast<const QSplitter*>(area->widget());
    return held ? *held->widget(0) : *area->widget();
}

QDockWidget* addDock(QMainWindow& window, Qt::DockWidgetArea area, const QString& title, QWidget* content) {
    auto* dock = new QDockWidget(title, &window);
    dock->setObjectName(title);
    dock->setAccessibleName(title);
    dock->setWidget(content);
    window.addDockWidget(area, dock);
    furnish(*dock);
    // Qt names the buttons anew whenever it draws the title anew.
    for (const auto changed : {&QDockWidget::visibilityChanged, &QDockWidget::topLevelChanged})
        QObject::connect(dock, changed, dock, [dock] { furnish(*dock); });
    // Its switch closes what is in sight: one behind another comes to the front.
    const auto isInFront = std::make_shared<bool>(false);
    QObject::connect(
        dock, &QDockWidget::visibilityChanged, dock, [isInFront](bool visible) { *isInFront = visible; },
        Qt::QueuedConnection);
    QObject::connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock, isInFront](bool shown) {
        if (!shown && !*isInFront) {
            dock->show();
            dock->raise();
        }
    });
    return dock;
}

void restoreDocks(QMainWindow& window, const QByteArray& state) {
    window.restoreState(state);
    for (auto* dock : window.findChildren<QDockWidget*>())
        if (dock->isFloating() && dock->isHidden() && !dock->property("placed").toBool())
            dock->setAttribute(Qt::WA_Moved, false);
}

} // namespace dalescope
