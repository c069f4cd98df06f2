// What a person without a mouse or without sight meets in a window.
#pragma once

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QTabBar>
#include <QWidget>

namespace dalescope {

inline QString describe(const QWidget* widget) {
    return QStringLiteral("%1 \"%2\" \"%3\"")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
             widget->accessibleName());
}

/// A part of a control that Qt makes and that the control itself speaks for.
inline bool isInnerPart(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    return (widget->objectName().startsWith(QLatin1String("qt_")) &&
            !widget->objectName().startsWith(QLatin1String("qt_dockwidget"))) ||
           qobject_cast<const QTabBar*>(parent) || (parent && parent->focusProxy() == widget) ||
           (parent && qobject_cast<const QLineEdit*>(widget) && parent->inherits("QAbstractSpinBox"));
}

inline QList<QWidget*> controls(const QWidget& window) {
    QList<QWidget*> found;
    for (auto* widget : window.findChildren<QWidget*>())
        if (widget->isVisibleTo(&window) && widget->window() == &window && widget->isEnabled() &&
            (widget->focusPolicy() & Qt::TabFocus) && !isInnerPart(widget))
            found.append(widget);
    return found;
}

inline void checkMnemonics(const QList<QAction*>& actions, const QString& menu, QStringList& faults) {
    QHash<QString, QString> taken;
    for (auto* action : actions) {
        const QKeySequence key = QKeySequence::mnemonic(action->text());
        if (key.isEmpty())
            continue;
        if (taken.contains(key.toString()))
            faults << QStringLiteral("%1: %2 and %3").arg(menu, taken[key.toString()], action->text());
        taken[key.toString()] = action->text();
        if (action->menu())
            checkMnemonics(action->menu()->actions(), action->text(), faults);
    }
}

/// Controls in sight without a name or a tip.
inline void checkNamesAndTips(const QWidget& window, QStringList& faults) {
    for (const auto* control : controls(window)) {
        auto* interface = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(control));
        const bool named = interface && (!interface->text(QAccessible::Name).isEmpty() ||
                                         !control->accessibleName().isEmpty());
        if (!named)
            faults << QStringLiteral("no name: ") + describe(control);
        const bool told = !control->toolTip().isEmpty() || !control->accessibleDescription().isEmpty();
        if (!told && !qobject_cast<const QTabBar*>(control))
            faults << QStringLiteral("no tip: ") + describe(control);
    }
}

/// Buttons whose name does not hold what is written on them.
inline void checkButtonNames(const QWidget& window, QStringList& faults) {
    for (auto* button : window.findChildren<QAbstractButton*>()) {
        const QString written = button->text().remove(u'&');
        auto* interface = QAccessible::queryAccessibleInterface(button);
        if (!interface->text(QAccessible::Name).contains(written, Qt::CaseInsensitive))
            faults << written + QStringLiteral(": ") + interface->text(QAccessible::Name);
    }
}

} // namespace dalescope
