#include "app/runs/run.h"

#include "app/runs/begin_runner.h"
#include "core/common/error.h"
#include "core/common/worker_team.h"
#include "core/data/locate.h"
#include "core/network/architecture.h"
#include "widgets/inspectors/inspection_pace.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QRandomGenerator>
#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace dalescope {

namespace {

bool touchesData(const QStringList& paths) {
    return paths.contains(QLatin1String("data.name")) || paths.contains(QLatin1String("data.folder")) ||
           paths.contains(QLatin1String("data.validation"));
}

} // namespace

Run::Run(NewRun made, DataLibrary& library, History& history)
    : id_(made.id), label_(std::move(made.label)), origin_(std::move(made.origin)), library_(library),
      document_(std::move(made.config), history), standing_(std::move(made.standing)) {
    remake_.setInterval(120);
    remake_.setSingleShot(true);
    connect(&remake_, &QTimer::timeout, this, &Run::begin);
    connect(&document_, &ConfigDocument::changed, this, &Run::onConfigChanged);
    loadData();
}

Run::~Run() {
    retireRunner();
}

void Run::setLabel(const RunLabel& label) {
    if (label == label_)
        return;
    label_ = label;
    Q_EMIT labelChanged();
}

void Run::load(const Config& wanted, std::function<void(DatasetPointer)> use) {
    const int number = ++loading_;
    isLoading_ = true;
    library_.load(wanted.data, [self = QPointer(this), number, wanted,
                                use = std::move(use)](const DatasetPointer& data, const QString& fault) {
        if (!self || number != self->loading_)
            return;
        self->isLoading_ = false;
        if (data)
            return use(data);
        // What was being read when this was asked for was given up for it.
        if (const DataConfig& own = self->document_.config().data;
            wanted.data != own && (!self->data_ || self->loadedFrom_ != own))
            self->loadData();
        else
            Q_EMIT self->statusChanged();
        // Other data would not be those that a saved run goes on with.
        Q_EMIT self->failed(fault, self->standing_.moment ? nullptr : &wanted);
    });
}

void Run::takeData(DatasetPointer data, const DataConfig& from) {
    data_ = std::move(data);
    loadedFrom_ = from;
    document_.setDataShape(data_->shape, data_->classes);
    Q_EMIT dataChanged();
}

void Run::loadData() {
    // Layers are checked against the data's shape while they are being read, and where they are not there.
    if (const auto known = knownShape(document_.config().data.name))
        document_.setDataShape(known->features, known->classes);
    drop();
    load(document_.config(), [this, from = document_.config().data](DatasetPointer data) {
        takeData(std::move(data), from);
        begin();
    });
}

void Run::begin() {
    drop();
    if (!data_)
        return;
    for (const auto& shape : document_.shapes())
        if (!shape.fault.empty())
            return;
    if (standing_.moment)
        runner_ = std::make_unique<Runner>(standing_, data_);
    else
        runner_ = beginRunner(origin_, document_.config(), data_);
    copies_ = std::make_shared<NetworkCopies>();
    runner_->setKeepEvery(keepEvery_);
    for (const auto& path : std::exchange(lateEdits_, {}))
        runner_->edit(path.toStdString(), valueByPath(document_.config(), path.toStdString()));
    Q_EMIT journalChanged();
    poll();
}

void Run::setKeepEvery(std::int64_t updates) {
    keepEvery_ = updates;
    if (runner_)
        runner_->setKeepEvery(updates);
}

void Run::drop() {
    remake_.stop();
    retireRunner();
    status_ = {};
    announced_ = {};
    if (const auto& saved = standing_.moment) {
        status_.update = saved->state.update;
        status_.epoch = saved->tick().epoch;
    }
    document_.setLocked(hasProgress());
    Q_EMIT journalChanged();
    Q_EMIT statusChanged();
}

/// Its thread may be in the middle of an update: lets another thread wait for it.
void Run::retireRunner() {
    if (runner_)
        QThreadPool::globalInstance()->start(
            [old = std::shared_ptr<Runner>(std::move(runner_))]() mutable { old.reset(); });
}

/// Its moments may be hundreds of megabytes: lets another thread free them.
void Run::letGo(Origin& origin) {
    if (origin.moment)
        QThreadPool::globalInstance()->start([old = std::exchange(origin, {})]() mutable { old = {}; });
}

void Run::onConfigChanged(const QStringList& paths) {
    if (touchesData(paths) && document_.config().data != loadedFrom_) {
        forget();
        loadData();
        return;
    }
    if (!hasProgress() && !isRunning()) {
        if (!paths.isEmpty())
            remake_.start();
        return;
    }
    if (!runner_) {
        for (const auto& path : paths)
            if (path != QLatin1String("network.layers")) // the data's shape became known: nothing was edited
                lateEdits_.append(path);
        return;
    }
    for (const auto& path : paths) {
        const std::string name = path.toStdString();
        runner_->edit(name, valueByPath(document_.config(), name));
    }
}

double Run::seconds() const {
    const auto made = journal();
    const std::size_t rows = made ? made->rows() : 0;
    return rows > 0 ? made->tick(rows - 1).seconds : 0;
}

QString Run::obstacle() const {
    const TrainingConfig& training = document_.config().training;
    if (!runner_)
        return data_ ? tr("The network cannot be made yet: see the note under the table of layers.")
                     : tr("The data set is not loaded. Choose one with File > Data set.");
    if (status_.diverged)
        return tr("The run diverged. Reset it, with a smaller learning rate, to go on.");
    if (hasProgress() && status_.epoch >= static_cast<double>(training.epochs))
        return tr("All epochs are done. Raise Epochs under Training to go on, or reset.");
    if (training.updates > 0 && status_.update >= training.updates)
        return tr("All updates are made. Raise Updates under Training to go on, or reset.");
    return {};
}

bool Run::ready() {
    if (remake_.isActive())
        begin();
    const QString fault = obstacle();
    if (!fault.isEmpty())
        Q_EMIT failed(fault);
    return fault.isEmpty();
}

void Run::start() {
    if (ready())
        runner_->run();
}

void Run::pause() {
    if (runner_)
        runner_->pause();
}

void Run::stop() {
    if (runner_)
        runner_->stop();
}

void Run::runUpdates(int count) {
    if (ready())
        runner_->runUpdates(count);
}

void Run::runEpoch() {
    if (ready())
        runner_->runEpoch();
}

void Run::forget() {
    letGo(standing_);
    lateEdits_.clear();
}

void Run::reset() {
    forget();
    begin();
}

void Run::goOnFrom(Origin standing) {
    forget();
    standing_ = std::move(standing);
    begin();
}

void Run::resetToNewSeed() {
    forget();
    drop();
    document_.edit("training.seed",
                   static_cast<std::int64_t>(QRandomGenerator::global()->bounded(1, 1000000)));
    begin();
}

void Run::open(const Config& config, const QString& text) {
    load(config, [this, config, text](const DatasetPointer& data) { replace(config, data, text); });
}

void Run::overwrite(const Config& config, const QString& text) {
    load(config, [this, config, text](const DatasetPointer& data) { replace(config, data, text, false); });
}

void Run::openData(const std::string& name) {
    Config config = document_.config();
    config.data.name = name;
    const QString text = tr("Data set %1").arg(QFileInfo(QString::fromStdString(name)).fileName());
    load(config, [this, config, text](const DatasetPointer& data) mutable {
        if (!config.layers.empty())
            config.layers.back().units = data->classes;
        replace(config, data, text);
    });
}

void Run::replace(const Config& config, const DatasetPointer& data, const QString& text, bool keepsTraining) {
    try {
        requireSound(config.layers, data->shape, data->classes);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
        return;
    }
    if (keepsTraining && hasProgress()) {
        Q_EMIT wantsSuccessor(config, text);
        return;
    }
    forget();
    drop();
    takeData(data, config.data);
    document_.replace(config, text);
    begin();
}

std::shared_ptr<const Journal> Run::figure() const {
    const bool hasMore =
        figure_ && figure_->rows() > 0 && figure_->tick(figure_->rows() - 1).update > status_.update;
    return hasMore ? figure_ : nullptr;
}

Config Run::replayConfig() const {
    if (!runner_)
        return standing_.moment ? standing_.moment->state.config : document_.config();
    Config config = runner_->config();
    const auto asked = std::exchange(config.edits, runner_->edits());
    // What an opened file asks for at an update yet to come stays asked for.
    const std::int64_t now = runner_->status().update;
    for (const Edit& edit : asked)
        if (edit.update >= now && std::ranges::find(config.edits, edit) == config.edits.end())
            config.edits.push_back(edit);
    return config;
}

void Run::stand(std::function<void(Origin)> use) {
    if (standing_.moment)
        use(standing_);
    else if (runner_ && status_.state != RunStatus::State::Failed)
        runner_->stand(std::move(use));
    else // a fork whose data is gone is still where it began
        use(isSameRun(origin_, document_.config()) ? origin_ : Origin());
}

void Run::inspect(std::function<void(const Trainer&)> use) {
    if (runner_)
        runner_->inspect(std::move(use));
}

void Run::copyNetwork(UseNetwork use, bool withInformation) {
    inspect([self = QPointer(this), use = std::move(use), copies = copies_,
             withInformation](const Trainer& trainer) {
        const double before = InspectionPace::ofThread();
        const NetworkNews news = copies->copy(trainer.network(), trainer.update(),
                                              withInformation ? trainer.information() : nullptr);
        // The whole team copies, or waits.
        InspectionPace::get().spend((InspectionPace::ofThread() - before) * threadTeam().size());
        QMetaObject::invokeMethod(qApp, [self, use, news] {
            if (self)
                use(news);
        });
    });
}

// Numbers that change faster cannot be read, and to lay out their labels costs more than to draw a plot.
void Run::announceStatus() {
    const bool due = !announcedAt_.isValid() || announcedAt_.hasExpired(100);
    if (status_.state == announced_.state && (status_.update == announced_.update || !due))
        return;
    announced_ = status_;
    announcedAt_.start();
    Q_EMIT statusChanged();
}

void Run::poll() {
    if (!runner_)
        return;
    const RunStatus before = status_;
    status_ = runner_->status();
    document_.setLocked(hasProgress() || isRunning());
    if (status_.state == RunStatus::State::Failed && before.state != RunStatus::State::Failed)
        Q_EMIT failed(QString::fromStdString(status_.message));
    if (startWhenReady_ && status_.state == RunStatus::State::Paused) {
        startWhenReady_ = false;
        runner_->run();
    }
    if (standing_.moment && status_.state != RunStatus::State::Preparing &&
        status_.state != RunStatus::State::Failed) {
        letGo(standing_); // the runner has it
        Q_EMIT journalChanged();
    }
    announceStatus();
}

} // namespace dalescope
