#include "app/docks/dock.h"

#include <QAbstractButton>
#include <QScrollArea>
#include <QTabBar>
#include <QToolButton>

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

const QWidget& contentOf(const QDockWidget& dock) {
    const auto* area = qobject_cast<QScrollArea*>(dock.widget());
    return area ? *area->widget() : *dock.widget();
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
    return dock;
}

} // namespace dalescope
