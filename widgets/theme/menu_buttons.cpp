#include "widgets/theme/menu_buttons.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QEvent>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace dalescope {

namespace {

QMenu* menuOf(QObject* object) {
    if (auto* button = qobject_cast<QToolButton*>(object))
        return button->menu();
    auto* button = qobject_cast<QPushButton*>(object);
    return button ? button->menu() : nullptr;
}

class MenuButtonInterface : public QAccessibleWidget {
public:
    explicit MenuButtonInterface(QWidget* button) : QAccessibleWidget(button, QAccessible::ButtonMenu) {}

    int childCount() const override { return menuOf(object()) ? 1 : 0; }
    QAccessibleInterface* child(int index) const override {
        QMenu* menu = menuOf(object());
        return index == 0 && menu ? QAccessible::queryAccessibleInterface(menu) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        return child && child->object() == menuOf(object()) ? 0 : -1;
    }
    QString text(QAccessible::Text text) const override {
        const QString own = QAccessibleWidget::text(text);
        return text == QAccessible::Name && own.isEmpty() ? button()->text().remove(u'&') : own;
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = true;
        return state;
    }
    QStringList actionNames() const override {
        QStringList names;
        if (button()->isEnabled())
            names << showMenuAction();
        if (button()->isEnabled() && isSplit())
            names << pressAction();
        return names + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& name) override {
        if (name == showMenuAction()) // later: the menu's own loop must not hold up who asked
            QMetaObject::invokeMethod(button(), "showMenu", Qt::QueuedConnection);
        else if (name == pressAction())
            button()->animateClick();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    /// A click does something of its own, and only a part of the button opens the menu.
    bool isSplit() const {
        const auto* tool = qobject_cast<QToolButton*>(object());
        return tool && tool->popupMode() != QToolButton::InstantPopup;
    }
    QAbstractButton* button() const { return static_cast<QAbstractButton*>(object()); }
};

QAccessibleInterface* menuButtonInterface(const QString&, QObject* object) {
    return menuOf(object) ? new MenuButtonInterface(static_cast<QWidget*>(object)) : nullptr;
}

/// A button that was looked at before it had its menu is looked at anew.
class MenuWatch : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* object, QEvent* event) override {
        if (event->type() == QEvent::ActionAdded && menuOf(object))
            if (auto* known = QAccessible::queryAccessibleInterface(object))
                QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(known));
        return false;
    }
};

} // namespace

void exposeMenusOfButtons(QCoreApplication& application) {
    static const QString name = QStringLiteral("menus of buttons");
    if (application.findChild<QObject*>(name, Qt::FindDirectChildrenOnly))
        return;
    QAccessible::installFactory(menuButtonInterface);
    auto* watch = new MenuWatch(&application);
    watch->setObjectName(name);
    application.installEventFilter(watch);
}

} // namespace dalescope
