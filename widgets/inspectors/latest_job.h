// Pictures that take longer to make than the window's thread may wait.
#pragma once

#include <QObject>

#include <functional>

namespace dalescope {

/// Works on another thread, one request at a time; of those that come meanwhile only the newest is taken up.
class LatestJob : public QObject {
    Q_OBJECT
public:
    /// Runs on another thread, with copies of all it needs, and returns what is to be done with the result on
    /// this one.
    using Work = std::function<std::function<void()>()>;

    using QObject::QObject;
    void start(Work work);
    /// Nothing that was asked for so far is shown any more.
    void drop();

private:
    bool running_ = false;
    int generation_ = 0; // results of an earlier one are dropped
    Work next_;
};

} // namespace dalescope
