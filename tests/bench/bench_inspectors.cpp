// How smoothly inspectors follow a run that trains at full speed, and what they cost it.
//
//   bench_inspectors [--preset NAME] [--seconds S] [--pairs N] [--only NAME,NAME...] [--pen N]
//
// For each inspector alone and for three at once: N pairs of S seconds each, alternating, without any and
// with them. Printed for each: pictures a second that were painted and showed something newer than the one
// before, updates a second against those without (median of the pairs' ratios), and the longest that an event
// held the window's thread. The plots are in sight throughout, and the run is not interrupted by tests of the
// whole set, during which there is nothing new to show. Without QT_QPA_PLATFORM the window is drawn off
// screen.
//
// With --pen N only how soon the answer is painted after a stroke on the pad of Activity, and after the pad
// is cleared, N times each, while the run goes on.
#include "app/main_window.h"
#include "core/common/freed_memory.h"
#include "core/experiments/presets.h"
#include "tests/bench/event_timing.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/answer_bars.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/learning_panel.h"
#include "widgets/inspectors/outcome_panel.h"
#include "widgets/inspectors/unit_panel.h"
#include "widgets/inspectors/weights_panel.h"

#include <QCommandLineParser>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QSettings>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace dalescope;

namespace {

/// An inspector, the widget of it that is painted when it shows news, and what it shows as a number.
struct Inspector {
    QString title;
    QWidget* picture;
    std::function<std::size_t()> shown;
};

/// Counts the paintings of inspectors that show something new.
class PaintCounter : public QObject {
public:
    explicit PaintCounter(std::vector<Inspector> inspectors) : inspectors_(std::move(inspectors)) {
        painted_.resize(inspectors_.size());
        before_.resize(inspectors_.size());
        for (const auto& inspector : inspectors_)
            inspector.picture->installEventFilter(this);
    }
    const std::vector<Inspector>& inspectors() const { return inspectors_; }
    void forget() { std::ranges::fill(painted_, 0); }
    int painted(std::size_t i) const { return painted_[i]; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint)
            for (std::size_t i = 0; i < inspectors_.size(); ++i)
                if (inspectors_[i].picture == watched)
                    if (const std::size_t now = inspectors_[i].shown(); now != before_[i]) {
                        before_[i] = now;
                        ++painted_[i];
                    }
        return false;
    }

private:
    std::vector<Inspector> inspectors_;
    std::vector<int> painted_;
    std::vector<std::size_t> before_;
};

std::vector<Inspector> inspectorsOf(const MainWindow& window) {
    auto* weights = window.findChild<WeightsPanel*>();
    auto* outcome = window.findChild<OutcomePanel*>();
    auto* activity = window.findChild<ActivityPanel*>();
    auto* lens = window.findChild<LearningPanel*>();
    auto* diagram = window.findChild<DiagramPanel*>();
    auto* unit = window.findChild<UnitPanel*>();
    const auto colours = [](QWidget* panel) {
        auto* map = panel->findChild<HeatMap*>();
        return std::pair(static_cast<QWidget*>(map), std::function<std::size_t()>([map] {
                             return static_cast<std::size_t>(map->picture().image.cacheKey());
                         }));
    };
    return {{QStringLiteral("Weights"), colours(weights).first, colours(weights).second},
            {QStringLiteral("Activity"), colours(activity).first, colours(activity).second},
            {QStringLiteral("Network diagram"), &diagram->view(),
             [diagram] { return reinterpret_cast<std::size_t>(diagram->view().scene()); }},
            {QStringLiteral("Outcome"), outcome->findChild<QTableWidget*>()->viewport(),
             [table = outcome->findChild<QTableWidget*>()] {
                 std::size_t hash = 0;
                 for (int cell = 0; cell < table->rowCount() * table->rowCount(); ++cell)
                     hash =
                         qHash(table->item(cell / table->rowCount(), cell % table->rowCount())->text(), hash);
                 return hash;
             }},
            {QStringLiteral("Learning lens"), lens->findChild<LensChart*>(),
             [chart = lens->findChild<LensChart*>()] { return qHash(chart->accessibleDescription()); }},
            {QStringLiteral("Unit"), unit->findChild<QCustomPlot*>(),
             [unit] { return qHash(unit->picture().profile.z.sum()); }}};
}

/// Milliseconds from the pen to the paint of another answer.
class PenTiming : public QObject {
public:
    explicit PenTiming(const MainWindow& window)
        : pad_(*window.findChild<DrawPad*>()), answer_(*window.findChild<AnswerBars*>()) {
        answer_.installEventFilter(this);
    }

    void measure(int strokes) {
        std::vector<double> delays;
        for (int i = 0; i < strokes; ++i) {
            delays.push_back(answeredAfter([this] { press(Qt::Key_Delete); }));
            delays.push_back(answeredAfter([this] {
                const QPointF from(pad_.width() / 2.0, pad_.height() / 5.0), to(from.x(), 4 * from.y());
                mouse(QEvent::MouseButtonPress, from);
                mouse(QEvent::MouseMove, to);
                mouse(QEvent::MouseButtonRelease, to);
            }));
        }
        std::ranges::sort(delays);
        const auto at = [&](double share) {
            return delays[static_cast<std::size_t>(share * static_cast<double>(delays.size() - 1))];
        };
        std::printf("pen to answer, %zu times: p50 %.1f ms, p90 %.1f, p99 %.1f, longest %.1f\n",
                    delays.size(), at(0.5), at(0.9), at(0.99), delays.back());
    }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        // An update of the network moves the answer as well, but not by so much.
        if (event->type() == QEvent::Paint && waiting_ && distance(shares(), before_) > 20) {
            delay_ = millisecondsSince(start_);
            waiting_ = false;
        }
        return false;
    }

private:
    std::vector<double> shares() const {
        std::vector<double> percent;
        for (const QString& part : answer_.accessibleDescription().split(QLatin1String(", ")))
            percent.push_back(part.section(u':', 1).remove(u'%').toDouble());
        return percent;
    }
    static double distance(const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0;
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
            sum += std::abs(a[i] - b[i]);
        return sum;
    }
    void press(int key) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(&pad_, &event);
    }
    void mouse(QEvent::Type type, QPointF at) {
        QMouseEvent event(type, at, pad_.mapToGlobal(at), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pad_, &event);
    }
    template <class Act>
    double answeredAfter(const Act& act) {
        spin(0.1);
        before_ = shares();
        waiting_ = true;
        start_ = BenchClock::now();
        act();
        spinUntil([this] { return !waiting_; });
        return delay_;
    }

    DrawPad& pad_;
    AnswerBars& answer_;
    std::vector<double> before_;
    bool waiting_ = false;
    BenchClock::time_point start_;
    double delay_ = 0;
};

class Bench {
public:
    Bench(TimedApplication& application, Session& session, MainWindow& window, double seconds, int pairs)
        : application_(application), session_(session), window_(window), paints_(inspectorsOf(window)),
          seconds_(seconds), pairs_(pairs) {}

    void measure(const QStringList& titles) {
        std::vector<double> with, without, ratios, longest, longestCpu;
        std::vector<std::vector<double>> frames(paints_.inspectors().size());
        for (int pair = 0; pair < pairs_; ++pair) {
            show({});
            without.push_back(updatesPerSecond());
            show(titles);
            application_.forget();
            paints_.forget();
            with.push_back(updatesPerSecond());
            for (std::size_t i = 0; i < frames.size(); ++i)
                frames[i].push_back(paints_.painted(i) / seconds_);
            longest.push_back(application_.longest().longest);
            longestCpu.push_back(application_.longest().longestCpu);
            ratios.push_back(with.back() / without.back());
        }
        const auto [least, most] = std::ranges::minmax_element(ratios);
        std::printf("%-34s %6.1f updates/s, %6.1f without: %5.1f %% fewer (%.1f to %.1f); ",
                    qPrintable(titles.join(QLatin1String(" + "))), median(with), median(without),
                    100 * (1 - median(ratios)), 100 * (1 - *most), 100 * (1 - *least));
        std::printf("longest event %.1f ms (processor %.1f);", *std::ranges::max_element(longest),
                    *std::ranges::max_element(longestCpu));
        for (std::size_t i = 0; i < frames.size(); ++i)
            if (titles.contains(paints_.inspectors()[i].title))
                std::printf(" %.1f", median(frames[i]));
        std::printf(" pictures/s\n");
        std::fflush(stdout);
    }
    void explain() { application_.printDearest(8); }
    void measurePen(int strokes) {
        show({QStringLiteral("Activity")});
        PenTiming(window_).measure(strokes);
    }

private:
    void show(const QStringList& titles) {
        for (auto* dock : window_.findChildren<QDockWidget*>())
            for (const auto& inspector : paints_.inspectors())
                if (dock->windowTitle() == inspector.title)
                    dock->setVisible(titles.contains(inspector.title));
        spin(1); // until what is shown has settled
    }
    double updatesPerSecond() {
        const Journal& journal = *session_.current().journal();
        const auto start = BenchClock::now();
        const std::size_t before = journal.rows();
        spin(seconds_);
        return 1e3 * static_cast<double>(journal.rows() - before) / millisecondsSince(start);
    }

    TimedApplication& application_;
    Session& session_;
    MainWindow& window_;
    PaintCounter paints_;
    double seconds_;
    int pairs_;
};

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
         {QStringLiteral("seconds"), {}, QStringLiteral("S"), QStringLiteral("3")},
         {QStringLiteral("pairs"), {}, QStringLiteral("N"), QStringLiteral("5")},
         {QStringLiteral("only"), {}, QStringLiteral("names")},
         {QStringLiteral("pen"), {}, QStringLiteral("N")},
         {QStringLiteral("explain"), QStringLiteral("print the dearest handlers too")}});
    options.process(application);

    Config config = findPreset(options.value(QStringLiteral("preset")).toStdString()).config;
    config.training.epochs = 100000;
    config.training.testEvery = 1000000;
    Session session(config);
    MainWindow window(session);
    window.resize(1280, 800);
    window.show();
    spinUntil([&] { return session.current().status().state == RunStatus::State::Paused; });
    std::printf("%s, %s, %u processors\n", qPrintable(options.value(QStringLiteral("preset"))),
                qPrintable(QGuiApplication::platformName()), std::thread::hardware_concurrency());
    Bench bench(application, session, window, options.value(QStringLiteral("seconds")).toDouble(),
                options.value(QStringLiteral("pairs")).toInt());
    session.current().start();
    spin(2);
    if (options.isSet(QStringLiteral("pen"))) {
        bench.measurePen(options.value(QStringLiteral("pen")).toInt());
        return 0;
    }
    QList<QStringList> sets;
    for (const char* title : {"Weights", "Activity", "Network diagram", "Outcome", "Learning lens", "Unit"})
        sets << QStringList{QString::fromLatin1(title)};
    sets << QStringList{QStringLiteral("Weights"), QStringLiteral("Activity"),
                        QStringLiteral("Network diagram")}
         << QStringList{QStringLiteral("Outcome"), QStringLiteral("Learning lens"), QStringLiteral("Unit")};
    if (options.isSet(QStringLiteral("only")))
        sets = {options.value(QStringLiteral("only")).split(u',')};
    for (const QStringList& titles : sets) {
        bench.measure(titles);
        if (options.isSet(QStringLiteral("explain")))
            bench.explain();
    }
    return 0;
}
