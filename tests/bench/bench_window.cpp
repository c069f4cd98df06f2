// What a person at the window feels while a run trains at full speed, and what the window costs the run.
//
//   bench_window [--preset NAME] [--size WxH] [--seconds S] [--pairs N] [--rows N] [--overlaid N] [--switch
//   N]
//
// Four phases of S seconds with all plots live: left alone, with the crosshair moving, with a plot being
// panned, and with it being zoomed; with --switch N a fifth, in which the window goes from the run to N
// others that have trained for S seconds, and back. With --rows the plots show a journal that already has so
// many rows and goes on growing, with --overlaid the curves of so many other such runs beside it. Then N
// pairs of S seconds each, alternating: the run in the window, and the same run in a Runner without one.
// Without QT_QPA_PLATFORM the window is drawn off screen; for a real one, QT_QPA_PLATFORM=xcb xvfb-run
// bench_window.
#include "app/main_window.h"
#include "core/common/freed_memory.h"
#include "core/experiments/presets.h"
#include "tests/bench/event_timing.h"

#include <QCommandLineParser>
#include <QMouseEvent>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

using namespace dalescope;

namespace {

/// A journal of a long run, to which a thread goes on appending a thousand rows a second.
class LongRun {
public:
    LongRun(std::size_t layers, std::int64_t rows)
        : index_(layers), journal_(std::make_shared<Journal>(index_.names())) {
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
            if (update_ % every(i) == 0)
                journal_->put(i, 1 + std::exp(-at / 1e5) + 0.05 * noise(generator_));
        journal_->commitRow();
        ++update_;
    }
    /// As a run records with the settings that it has unless others are chosen.
    std::int64_t every(std::size_t series) const {
        const Config config;
        if (series == SeriesIndex::TrainLoss || series == SeriesIndex::TrainError)
            return 1;
        if (series < SeriesIndex::RunCount)
            return config.training.testEvery;
        const bool isCosine =
            series >= index_.cosine(SeriesIndex::Corrected) && series < index_.learningRate(0);
        return isCosine ? config.fisher.every : config.balance.every;
    }

    SeriesIndex index_;
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

/// Moves the mouse, or turns its wheel, 60 times a second over the first plot, as a hand would.
class Hand {
public:
    enum class Does { Moves, Drags, Zooms };
    Hand(QWidget& canvas, Does does) : canvas_(canvas), dragging_(does == Does::Drags) {
        if (dragging_)
            sendMouse(canvas_, QEvent::MouseButtonPress, place(), Qt::LeftButton, Qt::LeftButton);
        QObject::connect(&timer_, &QTimer::timeout, &canvas_, [this, does] {
            ++step_;
            if (does == Does::Zooms) {
                const QPointF at = canvas_.rect().center();
                QWheelEvent event(at, canvas_.mapToGlobal(at), {}, {0, step_ / 30 % 2 ? -120 : 120},
                                  Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
                QCoreApplication::sendEvent(&canvas_, &event);
                return;
            }
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

/// "VmRSS" or "VmHWM", megabytes of memory in use now or at most.
double memory(const char* which) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(which))
            return std::atof(line.c_str() + line.find(':') + 1) / 1024;
    return 0;
}

/// The curves of the plot that is shown, with those of other runs beside them.
PlotSpec overlaid(PlotSpec spec, const std::vector<std::unique_ptr<LongRun>>& runs) {
    const auto own = spec.curves;
    for (std::size_t i = 1; i < runs.size(); ++i)
        for (CurveSpec curve : own) {
            curve.run = QStringLiteral("Run %1").arg(i + 1);
            curve.colour = static_cast<int>(i);
            curve.journal = runs[i]->journal();
            curve.rawBehind = curve.dots = false;
            spec.curves.push_back(curve);
        }
    return spec;
}

double updatesPerSecond(const Journal& journal, const std::function<void()>& wait) {
    const auto start = BenchClock::now();
    const std::size_t before = journal.rows();
    wait();
    return 1e3 * static_cast<double>(journal.rows() - before) / millisecondsSince(start);
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

/// Goes round them sixty times; the call itself is timed as an event of the session's would be.
template <class Phase>
void switchRuns(Session& session, int others, const Phase& phase) {
    Run& first = session.current();
    for (int i = 0; i < others; ++i) {
        Run& other = session.duplicate(first);
        session.setCurrent(other);
        spinUntil([&] { return other.status().state == RunStatus::State::Paused; });
        other.start();
        spin(2);
        other.pause();
        spinUntil([&] { return !other.isRunning(); });
    }
    std::vector<double> calls;
    phase("switching runs", [&] {
        for (int turn = 0; turn < 60; ++turn) {
            Run& next = *session.runs()[static_cast<std::size_t>(turn) % session.runs().size()];
            const double before = threadMilliseconds();
            session.setCurrent(next);
            calls.push_back(threadMilliseconds() - before);
            spin(0.1);
        }
    });
    std::printf("    a switch takes %.1f ms of the processor (median; longest %.1f)\n", median(calls),
                *std::ranges::max_element(calls));
}

} // namespace

int main(int argc, char** argv) {
    keepFreedMemory();
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
         {QStringLiteral("rows"), {}, QStringLiteral("N"), QStringLiteral("0")},
         {QStringLiteral("overlaid"), {}, QStringLiteral("N"), QStringLiteral("0")},
         {QStringLiteral("switch"), {}, QStringLiteral("N"), QStringLiteral("0")}});
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
    std::vector<std::unique_ptr<LongRun>> longRuns;
    if (rows > 0) {
        const double before = memory("VmRSS");
        for (int i = 0; i <= options.value(QStringLiteral("overlaid")).toInt(); ++i)
            longRuns.push_back(std::make_unique<LongRun>(config.layers.size(), rows));
        const auto panels = window.findChildren<PlotPanel*>();
        phase("taking over the long run", [&] {
            for (auto* panel : panels) {
                panel->setSpecs({overlaid(panel->plot().spec(), longRuns)});
                panel->setJournal(longRuns.front()->journal());
            }
            for (const auto* panel : panels)
                spinUntil([panel] { return !panel->plot().scene().behind(); });
        });
        std::printf("    memory: %.0f MB before, %.0f MB with %zu runs of %lld rows, %.0f MB at most\n",
                    before, memory("VmRSS"), longRuns.size(), static_cast<long long>(rows), memory("VmHWM"));
    }
    QCustomPlot& canvas = window.findChildren<PlotPanel*>().first()->plot().canvas();
    int pictures = 0;
    QObject::connect(&canvas, &QCustomPlot::afterReplot, &window, [&pictures] { ++pictures; });
    phase("left alone", [&] { spin(seconds); });
    using Does = Hand::Does;
    for (const auto& [name, does] :
         {std::pair("crosshair", Does::Moves), {"panning", Does::Drags}, {"zooming", Does::Zooms}})
        phase(name, [&, what = does] {
            pictures = 0;
            const Hand hand(canvas, what);
            spin(seconds);
            std::printf("  %.1f pictures/s\n", pictures / seconds);
        });
    session.current().pause();
    spinUntil([&] { return !session.current().isRunning(); });
    if (const int others = options.value(QStringLiteral("switch")).toInt(); others > 0) {
        Run& first = session.current();
        switchRuns(session, others, phase);
        session.setCurrent(first);
    }
    probe.reset(); // its posts are no part of the window's cost
    for (auto* panel : window.findChildren<PlotPanel*>())
        panel->plot().setFollows(true);
    if (const int pairs = options.value(QStringLiteral("pairs")).toInt(); pairs > 0)
        comparePairs(session, pairs, seconds);
    return 0;
}
