// Pictures that take longer to make than the window's thread may wait.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace dalescope {

/// Works on another thread, one request at a time; of those that come meanwhile only the newest is taken up.
class LatestJob : public QObject {
    Q_OBJECT
public:
    /// Runs on another thread, with copies of all it needs, and returns what is to be done with the result on
    /// this one.
    using Work = std::function<std::function<void()>()>;

    /// Of a widget that it belongs to, only what is asked for anew is worked on while nobody sees it.
    explicit LatestJob(QObject* parent = nullptr);
    void start(Work work);
    /// The same once the inspectors' pace allows it (see InspectionPace), unless something is started by
    /// then: for the next part of what is done in parts.
    void goOn(Work work);
    /// Nothing that was asked for so far is shown any more.
    void drop();

private:
    void tryToGoOn();

    bool running_ = false;
    int generation_ = 0; // results of an earlier one are dropped
    Work next_, later_;
    QTimer pace_;
    QElapsedTimer started_; ///< the last work
};

} // namespace dalescope
