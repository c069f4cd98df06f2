// How late a window's event loop is, and which handlers make it so.
#pragma once

#include <QApplication>
#include <QEvent>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <thread>
#include <vector>

namespace dalescope {

using BenchClock = std::chrono::steady_clock;

inline double millisecondsSince(BenchClock::time_point start) {
    return std::chrono::duration<double, std::milli>(BenchClock::now() - start).count();
}

/// The calling thread's processor time: what a handler itself takes, whoever else wants the processor.
inline double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// An application that times each event's handler, by the receiver's class and the kind of event.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    struct Handler {
        int count = 0;
        double longest = 0, longestCpu = 0, totalCpu = 0; ///< milliseconds
    };

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_ > 0)
            return QApplication::notify(receiver, event); // belongs to the handler that sent it
        const std::pair key{QByteArray(receiver->metaObject()->className()), int(event->type())};
        ++depth_;
        const double cpu = threadMilliseconds();
        const auto start = BenchClock::now();
        const bool accepted = QApplication::notify(receiver, event); // the receiver may be gone after this
        Handler& handler = handlers_[key];
        const double wall = millisecondsSince(start), used = threadMilliseconds() - cpu;
        --depth_;
        ++handler.count;
        handler.longest = std::max(handler.longest, wall);
        handler.longestCpu = std::max(handler.longestCpu, used);
        handler.totalCpu += used;
        return accepted;
    }

    void forget() { handlers_.clear(); }

    /// The one that took longest of the clock's, and of the processor's, time.
    Handler longest() const {
        Handler most;
        for (const auto& [key, handler] : handlers_) {
            most.longest = std::max(most.longest, handler.longest);
            most.longestCpu = std::max(most.longestCpu, handler.longestCpu);
        }
        return most;
    }

    void printDearest(std::size_t most) const {
        std::vector<std::pair<std::pair<QByteArray, int>, Handler>> all(handlers_.begin(), handlers_.end());
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.second.longestCpu > b.second.longestCpu; });
        for (std::size_t i = 0; i < std::min(most, all.size()); ++i)
            std::printf(
                "    %-28s event %3d: %6d times, longest %6.2f ms (processor %6.2f), in all %8.1f ms\n",
                all[i].first.first.constData(), all[i].first.second, all[i].second.count,
                all[i].second.longest, all[i].second.longestCpu, all[i].second.totalCpu);
    }

private:
    int depth_ = 0;
    std::map<std::pair<QByteArray, int>, Handler> handlers_;
};

/// A thread that posts an event to the GUI's each millisecond, as a person's input might come, whether or not
/// the earlier ones have been handled; the delay of each is a latency.
class LatencyProbe : public QObject {
public:
    LatencyProbe()
        : poster_([this] {
              while (!quit_) {
                  std::this_thread::sleep_for(std::chrono::milliseconds(1));
                  QCoreApplication::postEvent(this, new Ping);
              }
          }) {}
    ~LatencyProbe() override {
        quit_ = true;
        poster_.join();
        QCoreApplication::removePostedEvents(this);
    }

    void forget() { delays_.clear(); }

    void print() {
        std::sort(delays_.begin(), delays_.end());
        if (delays_.empty())
            return;
        const auto at = [this](double share) {
            return delays_[static_cast<std::size_t>(share * static_cast<double>(delays_.size() - 1))];
        };
        std::printf("    latency of %zu events: p50 %.2f ms, p99 %.2f, p99.9 %.2f, longest %.2f\n",
                    delays_.size(), at(0.5), at(0.99), at(0.999), delays_.back());
    }

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        delays_.push_back(millisecondsSince(static_cast<Ping*>(event)->sent));
        return true;
    }

private:
    struct Ping : QEvent {
        Ping() : QEvent(QEvent::User) {}
        BenchClock::time_point sent = BenchClock::now();
    };
    std::vector<double> delays_;
    std::atomic<bool> quit_{false};
    std::thread poster_;
};

/// Handles events for so long.
inline void spin(double seconds) {
    const auto start = BenchClock::now();
    while (millisecondsSince(start) < 1e3 * seconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

/// Handles events until then; gives up after two minutes.
template <class Condition>
void spinUntil(Condition condition) {
    const auto start = BenchClock::now();
    while (!condition()) {
        if (millisecondsSince(start) > 120e3) {
            std::fputs("the run does not get ready; is the data set installed?\n", stderr);
            std::exit(1);
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace dalescope
