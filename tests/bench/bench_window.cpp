// What a person at the window feels while a run trains at full speed, and what the window costs the run.
//
//   bench_window [--preset NAME] [--size WxH] [--seconds S] [--pairs N] [--rows N]
//
// Three phases of S seconds with all plots live: left alone, with the crosshair moving, and with a plot being
// panned. With --rows the plots show a journal that already has so many rows and goes on growing. Then N
// pairs of S seconds each, alternating: the run in the window, and the same run in a Runner without one.
// Without QT_QPA_PLATFORM the window is drawn off screen; for a real one, QT_QPA_PLATFORM=xcb xvfb-run
// bench_window.
#include "app/main_window.h"
#include "core/experiments/presets.h"
#include "tests/bench/event_timing.h"

#include <QCommandLineParser>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cmath>
#include <cstdlib>
#include <random>

using namespace dalescope;

namespace {

void spin(double seconds) {
    const auto start = BenchClock::now();
    while (millisecondsSince(start) < 1e3 * seconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
}

template <class Condition>
void spinUntil(Condition condition) {
    const auto start = BenchClock::now();
    while (!condition()) {
        if (millisecondsSince(start) > 120e3) {
            std::fputs("bench_window: the run does not get ready; is the data set installed?\n", stderr);
            std::exit(1);
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
}

/// A journal of a long run, to which a thread goes on appending a thousand rows a second.
class LongRun {
public:
    LongRun(std::size_t layers, std::int64_t rows)
        : journal_(std::make_shared<Journal>(SeriesIndex(layers).names())) {
        while (update_ < rows)
            append();
        writer_ = std::thread([this] {
            while (!quit_) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                append();
            }
        });
    }
    ~LongRun() {
        quit_ = true;
        writer_.join();
    }
    LongRun(const LongRun&) = delete;
    LongRun& operator=(const LongRun&) = delete;
    std::shared_ptr<const Journal> journal() const { return journal_; }

private:
    void append() {
        std::normal_distribution<double> noise;
        const double at = static_cast<double>(update_);
        journal_->beginRow({update_, at / 1875, at / 500});
        for (std::size_t i = 0; i < journal_->seriesCount(); ++i)
            if (i == SeriesIndex::TrainError || update_ % 10 == 0)
                journal_->put(i, 1 + std::exp(-at / 1e5) + 0.05 * noise(generator_));
        journal_->commitRow();
        ++update_;
    }
    std::shared_ptr<Journal> journal_;
    std::int64_t update_ = 0;
    std::mt19937 generator_{1};
    std::atomic<bool> quit_{false};
    std::thread writer_;
};

void sendMouse(QWidget& canvas, QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons held) {
    QMouseEvent event(type, QPointF(at), QPointF(canvas.mapToGlobal(at)), button, held, Qt::NoModifier);
    QCoreApplication::sendEvent(&canvas, &event);
}

/// Moves the mouse 60 times a second over the first plot, as a hand would.
class Hand {
public:
    Hand(QWidget& canvas, bool dragging) : canvas_(canvas), dragging_(dragging) {
        if (dragging_)
            sendMouse(canvas_, QEvent::MouseButtonPress, place(), Qt::LeftButton, Qt::LeftButton);
        QObject::connect(&timer_, &QTimer::timeout, &canvas_, [this] {
            ++step_;
            sendMouse(canvas_, QEvent::MouseMove, place(), Qt::NoButton,
                      dragging_ ? Qt::LeftButton : Qt::NoButton);
        });
        timer_.start(16);
    }
    ~Hand() {
        if (dragging_)
            sendMouse(canvas_, QEvent::MouseButtonRelease, place(), Qt::LeftButton, Qt::NoButton);
    }
    Hand(const Hand&) = delete;
    Hand& operator=(const Hand&) = delete;

private:
    QPoint place() const {
        const QPoint centre = canvas_.rect().center();
        return centre + QPoint(static_cast<int>(0.3 * canvas_.width() * std::sin(0.05 * step_)), 0);
    }
    QWidget& canvas_;
    bool dragging_;
    int step_ = 0;
    QTimer timer_;
};

double updatesPerSecond(const Journal& journal, const std::function<void()>& wait) {
    const auto start = BenchClock::now();
    const std::size_t before = journal.rows();
    wait();
    return 1e3 * static_cast<double>(journal.rows() - before) / millisecondsSince(start);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void comparePairs(Session& session, int pairs, double seconds) {
    Config config = session.current().document().config();
    Runner alone(config, session.current().data());
    while (alone.status().state == RunStatus::State::Preparing)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::vector<double> with, without, ratios;
    for (int i = 0; i < pairs; ++i) {
        session.current().start();
        spin(0.3);
        with.push_back(updatesPerSecond(*session.current().journal(), [seconds] { spin(seconds); }));
        session.current().pause();
        spinUntil([&] { return !session.current().isRunning(); });
        alone.run();
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        without.push_back(updatesPerSecond(*alone.journal(), [seconds] {
            std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        }));
        alone.pause();
        while (alone.status().state == RunStatus::State::Running)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ratios.push_back(with.back() / without.back());
    }
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    std::printf(
        "  updates/s: %.1f in the window, %.1f without; the window costs %.1f %% (median of %d pairs, "
        "%.1f to %.1f)\n",
        median(with), median(without), 100 * (1 - median(ratios)), pairs, 100 * (1 - *most),
        100 * (1 - *least));
}

} // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    TimedApplication application(argc, argv);
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions(
        {{QStringLiteral("preset"), {}, QStringLiteral("name"), QStringLiteral("fashion-dann")},
         {QStringLiteral("size"), {}, QStringLiteral("WxH"), QStringLiteral("1280x800")},
         {QStringLiteral("seconds"), {}, QStringLiteral("S"), QStringLiteral("10")},
         {QStringLiteral("pairs"), {}, QStringLiteral("N"), QStringLiteral("5")},
         {QStringLiteral("rows"), {}, QStringLiteral("N"), QStringLiteral("0")}});
    options.process(application);
    const double seconds = options.value(QStringLiteral("seconds")).toDouble();
    const auto rows = options.value(QStringLiteral("rows")).toLongLong();
    const QStringList size = options.value(QStringLiteral("size")).split(u'x');

    Config config = findPreset(options.value(QStringLiteral("preset")).toStdString()).config;
    config.training.epochs = 100000;
    Session session(config);
    MainWindow window(session);
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    window.show();
    spinUntil([&] { return session.current().status().state == RunStatus::State::Paused; });
    std::printf("%s, %d x %d, %s, %u processors\n", qPrintable(options.value(QStringLiteral("preset"))),
                window.width(), window.height(), qPrintable(QGuiApplication::platformName()),
                std::thread::hardware_concurrency());

    auto probe = std::make_unique<LatencyProbe>();
    const auto phase = [&](const char* name, const std::function<void()>& act) {
        QCoreApplication::processEvents();
        probe->forget();
        application.forget();
        const double cpu = threadMilliseconds();
        const auto start = BenchClock::now();
        act();
        std::printf("  %s: the GUI's thread uses %.1f %% of a processor\n", name,
                    100 * (threadMilliseconds() - cpu) / millisecondsSince(start));
        probe->print();
        application.printDearest(4);
    };
    session.current().start();
    std::unique_ptr<LongRun> longRun;
    if (rows > 0) {
        longRun = std::make_unique<LongRun>(config.layers.size(), rows);
        const auto panels = window.findChildren<PlotPanel*>();
        phase("taking over the long run", [&] {
            for (auto* panel : panels)
                panel->setJournal(longRun->journal());
            for (const auto* panel : panels)
                spinUntil([panel] { return !panel->plot().scene().behind(); });
        });
    }
    QCustomPlot& canvas = window.findChildren<PlotPanel*>().first()->plot().canvas();
    phase("left alone", [&] { spin(seconds); });
    phase("crosshair", [&] {
        const Hand hand(canvas, false);
        spin(seconds);
    });
    phase("panning", [&] {
        const Hand hand(canvas, true);
        spin(seconds);
    });
    session.current().pause();
    spinUntil([&] { return !session.current().isRunning(); });
    probe.reset(); // its posts are no part of the window's cost
    for (auto* panel : window.findChildren<PlotPanel*>())
        panel->plot().setFollows(true);
    if (const int pairs = options.value(QStringLiteral("pairs")).toInt(); pairs > 0)
        comparePairs(session, pairs, seconds);
    return 0;
}
