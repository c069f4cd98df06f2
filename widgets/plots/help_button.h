// How a widget says what it is about, and the button that asks to have it explained. Who explains is the
// application's affair: it answers the events of "What's this?".
#pragma once

#include <QToolButton>

namespace dalescope {

/// Of a model's cell or heading: the name of the topic that explains it.
inline constexpr int HelpTopicRole = Qt::UserRole + 99;

/// Names the topic that explains `widget`.
void setHelpTopic(QWidget& widget, const QString& topic);
/// Empty: it has none of its own.
QString helpTopicOf(const QWidget& widget);

/// A "?" that has `about` explained, whose title is `title`; lies in `parent`.
class HelpButton : public QToolButton {
    Q_OBJECT

public:
    HelpButton(QWidget& about, const QString& title, QWidget* parent);
    void setSubject(const QString& title);
};

} // namespace dalescope
