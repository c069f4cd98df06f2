#include "widgets/plots/help_button.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPointer>

namespace dalescope {

namespace {

constexpr const char* topicProperty = "helpTopic";

} // namespace

void setHelpTopic(QWidget& widget, const QString& topic) {
    widget.setProperty(topicProperty, topic);
}

QString helpTopicOf(const QWidget& widget) {
    return widget.property(topicProperty).toString();
}

HelpButton::HelpButton(QWidget& about, const QString& title, QWidget* parent) : QToolButton(parent) {
    setText(QStringLiteral("?"));
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(tr("The quantity, its equation and its place in the paper (F1)"));
    setSubject(title);
    connect(this, &QToolButton::clicked, this, [this, subject = QPointer(&about)] {
        if (!subject)
            return;
        const QPoint within = subject->rect().center();
        QHelpEvent ask(QEvent::WhatsThis, within, mapToGlobal(rect().bottomLeft()));
        QCoreApplication::sendEvent(subject, &ask);
    });
}

void HelpButton::setSubject(const QString& title) {
    setAccessibleName(tr("What is %1?").arg(title));
}

} // namespace dalescope
