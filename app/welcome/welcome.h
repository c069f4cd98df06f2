// What a person meets first: three ways to begin.
#pragma once

#include "app/welcome/first_steps.h"

#include <QDialog>

#include <functional>

class QMenu;
class QVBoxLayout;

namespace dalescope {

/// Each way is one click away. Closes with the choice.
class Welcome : public QDialog {
    Q_OBJECT

public:
    /// What the ways lead to.
    struct Ways {
        std::function<void(const FirstStep& step)> learn; ///< sets it up and trains
        std::function<void(QMenu& menu)> fillLessons;
        std::function<void()> openFile;
    };
    Welcome(Ways ways, QWidget* parent);

    /// Whether it is to come by itself: the first time, and ever after where the person wants that.
    static bool isWanted();

private:
    void add(QVBoxLayout& column, const QString& title, const QString& about, std::function<void()> act);
    void addLearning(QVBoxLayout& column);

    Ways ways_;
};

} // namespace dalescope
