// Explains what a person points at: F1 for what has the focus, Shift+F1 and a click for anything.
#pragma once

#include <QMainWindow>
#include <QPoint>

class QMenu;

namespace dalescope {

struct HelpTopic;

class ContextHelp : public QObject {
    Q_OBJECT

public:
    explicit ContextHelp(QMainWindow& window);

    /// Both ways of asking, and a list of all quantities.
    void fill(QMenu& menu);
    /// The topic of the widget at `place` in it, or of what holds it; null where there is none.
    static const HelpTopic* topicAt(const QWidget& widget, const QPoint& place);
    /// Explains what has the focus.
    void explainFocus();
    void explain(const HelpTopic& topic, const QPoint& globalPlace);

Q_SIGNALS:
    void explained(const QString& title);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    QMainWindow& window_;
};

} // namespace dalescope
