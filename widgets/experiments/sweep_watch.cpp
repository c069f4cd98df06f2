#include "widgets/experiments/sweep_watch.h"

#include <QTimer>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr int betweenLooksMs = 1000;

double progressOf(const Config& config, const RunCurveReader& reader) {
    const auto& training = config.training;
    double done = reader.epoch() / static_cast<double>(std::max<std::int64_t>(1, training.epochs));
    if (training.updates > 0)
        done = std::max(done, static_cast<double>(reader.update()) / static_cast<double>(training.updates));
    return std::clamp(done, 0.0, 1.0);
}

/// Lives in the watch's thread.
class Scanner : public QObject {
public:
    Scanner(std::shared_ptr<const SweepOutline> outline, const std::atomic<bool>& stopping,
            std::function<void(std::shared_ptr<const SweepSnapshot>)> tell)
        : outline_(std::move(outline)), stopping_(stopping), tell_(std::move(tell)) {
        for (const auto& run : outline_->sweep.runs())
            readers_.emplace_back(outline_->sweep.pathOf(run));
    }

    void scan() {
        auto snapshot = std::make_shared<SweepSnapshot>();
        bool grew = !last_, moved = !last_;
        const auto& runs = outline_->sweep.runs();
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (stopping_)
                return;
            grew = readers_[i].read() || grew;
            snapshot->runs.push_back(facts(runs[i], readers_[i]));
            moved = moved || differ(snapshot->runs[i].status, last_->runs[i].status);
        }
        if (!grew && !moved)
            return;
        snapshot->curves = grew ? curves() : last_->curves;
        snapshot->results = moved ? results() : last_->results;
        last_ = snapshot;
        tell_(snapshot);
    }

private:
    static bool differ(const FolderStatus& a, const FolderStatus& b) {
        return a.state != b.state || a.sentence != b.sentence;
    }

    RunFacts facts(const PlannedRun& run, const RunCurveReader& reader) const {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        RunFacts facts{runStatus(outline_->sweep.pathOf(run)), reader.update(), reader.epoch(), 0, nan, nan};
        facts.progress = facts.status.isOver() ? 1 : progressOf(run.config, reader);
        if (const auto& summary = facts.status.summary) {
            facts.trainError = summary->trainError;
            facts.testError = summary->testError;
        } else if (!reader.points().empty()) {
            facts.trainError = reader.points().back().trainError;
            facts.testError = reader.points().back().testError;
        }
        return facts;
    }

    std::shared_ptr<const Journal> curves() const {
        std::vector<SeedCurves> all;
        for (const auto& name : outline_->names)
            all.push_back({name, {}});
        const auto& runs = outline_->sweep.runs();
        for (std::size_t i = 0; i < runs.size(); ++i)
            all[outline_->configurationOf[i]].seeds.push_back({runs[i].seed, &readers_[i].points()});
        return seedMeans(all);
    }

    std::shared_ptr<const ResultTable> results() const {
        try {
            return std::make_shared<ResultTable>(collectResults({outline_->sweep.folder()}));
        } catch (const std::exception& error) {
            auto none = std::make_shared<ResultTable>();
            none->notes.emplace_back(error.what());
            return none;
        }
    }

    std::shared_ptr<const SweepOutline> outline_;
    const std::atomic<bool>& stopping_;
    std::function<void(std::shared_ptr<const SweepSnapshot>)> tell_;
    std::vector<RunCurveReader> readers_;
    std::shared_ptr<const SweepSnapshot> last_;
};

} // namespace

SweepWatch::SweepWatch(std::shared_ptr<const SweepOutline> outline, QObject* parent) : QObject(parent) {
    auto* scanner = new Scanner(std::move(outline), stopping_, [this](auto snapshot) {
        QMetaObject::invokeMethod(
            this, [this, snapshot] { Q_EMIT seen(snapshot); }, Qt::QueuedConnection);
    });
    worker_ = scanner;
    auto* timer = new QTimer(scanner);
    timer->setInterval(betweenLooksMs);
    scanner->moveToThread(&thread_);
    connect(timer, &QTimer::timeout, scanner, [scanner] { scanner->scan(); });
    connect(&thread_, &QThread::started, scanner, [scanner, timer] {
        scanner->scan();
        timer->start();
    });
    connect(&thread_, &QThread::finished, scanner, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("sweep watch"));
    thread_.start(QThread::LowPriority); // the runs have the processors
}

SweepWatch::~SweepWatch() {
    stopping_ = true;
    thread_.quit();
    thread_.wait();
}

void SweepWatch::look() {
    QMetaObject::invokeMethod(
        worker_, [worker = static_cast<Scanner*>(worker_)] { worker->scan(); }, Qt::QueuedConnection);
}

} // namespace dalescope
