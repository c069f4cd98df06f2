// Everyday words by which an action is found that is called otherwise.
#pragma once

#include <QAction>

namespace dalescope {

/// The command palette finds `action` by each of `words` too: "heat map, matrix".
inline QAction* withWords(QAction* action, const QString& words) {
    action->setProperty("searchWords", words);
    return action;
}

/// `action` only explains: what does something comes before it, unless it is called by its whole name.
inline QAction* asExplanation(QAction* action) {
    action->setProperty("explains", true);
    return action;
}

inline bool explains(const QAction& action) {
    return action.property("explains").toBool();
}

inline QString wordsOf(const QAction& action) {
    return action.property("searchWords").toString();
}

} // namespace dalescope
