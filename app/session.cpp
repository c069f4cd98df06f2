#include "app/session.h"

#include "core/common/error.h"
#include "core/data/locate.h"
#include "core/experiments/pytorch_export.h"
#include "core/training/snapshot.h"

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

Session::Session(Config config, QObject* parent) : QObject(parent), document_(std::move(config)) {
    poll_.setInterval(11);
    remake_.setInterval(120);
    remake_.setSingleShot(true);
    connect(&poll_, &QTimer::timeout, this, &Session::poll);
    connect(&remake_, &QTimer::timeout, this, &Session::makeRun);
    connect(&document_, &ConfigDocument::changed, this, &Session::onConfigChanged);
    poll_.start();
    loadData();
}

Session::~Session() {
    dropRun();
    QThreadPool::globalInstance()->waitForDone();
}

void Session::load(const DataConfig& where, std::function<void(DatasetPointer)> use) {
    const int number = ++loading_;
    if (data_ && where == loadedFrom_)
        return use(data_);
    QPointer<Session> self(this);
    QThreadPool::globalInstance()->start([self, where, number, use = std::move(use)] {
        DatasetPointer data;
        QString fault;
        try {
            data = std::make_shared<const Dataset>(loadDataset(where.name, where.folder, where.validation));
        } catch (const std::exception& error) {
            fault = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(qApp, [self, data, fault, where, number, use] {
            if (!self || number != self->loading_)
                return;
            if (!data) {
                Q_EMIT self->failed(fault);
                return;
            }
            self->loadedFrom_ = where;
            use(data);
        });
    });
}

void Session::takeData(DatasetPointer data) {
    data_ = std::move(data);
    document_.setDataShape(data_->shape, data_->classes);
    Q_EMIT dataChanged();
}

void Session::loadData() {
    dropRun();
    load(document_.config().data, [this](DatasetPointer data) {
        takeData(std::move(data));
        makeRun();
    });
}

void Session::makeRun() {
    dropRun();
    if (!data_)
        return;
    for (const auto& shape : document_.shapes())
        if (!shape.fault.empty())
            return;
    runConfig_ = document_.config();
    runner_ = std::make_unique<Runner>(runConfig_, data_);
    Q_EMIT journalChanged();
    poll();
}

void Session::dropRun() {
    remake_.stop();
    if (runner_) // its thread may be in the middle of an update: let another thread wait for it
        QThreadPool::globalInstance()->start(
            [old = std::shared_ptr<Runner>(std::move(runner_))]() mutable { old.reset(); });
    status_ = {};
    announced_ = {};
    document_.setLocked(false);
    Q_EMIT journalChanged();
    Q_EMIT statusChanged();
}

void Session::onConfigChanged(const QStringList& paths) {
    if (touchesData(paths) && document_.config().data != loadedFrom_) {
        loadData();
        return;
    }
    if (!hasProgress() && !isRunning()) {
        if (!paths.isEmpty())
            remake_.start();
        return;
    }
    for (const auto& path : paths) {
        const std::string name = path.toStdString();
        runner_->edit(name, configField(name).get(document_.config()));
    }
}

QString Session::obstacle() const {
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

bool Session::ready() {
    if (remake_.isActive())
        makeRun();
    const QString fault = obstacle();
    if (!fault.isEmpty())
        Q_EMIT failed(fault);
    return fault.isEmpty();
}

void Session::start() {
    if (ready())
        runner_->run();
}

void Session::pause() {
    if (runner_)
        runner_->pause();
}

void Session::stop() {
    if (runner_)
        runner_->stop();
}

void Session::runUpdates(int count) {
    if (ready())
        runner_->runUpdates(count);
}

void Session::runEpoch() {
    if (ready())
        runner_->runEpoch();
}

void Session::reset() {
    makeRun();
}

void Session::resetToNewSeed() {
    dropRun();
    document_.edit("training.seed",
                   static_cast<std::int64_t>(QRandomGenerator::global()->bounded(1, 1000000)));
    makeRun();
}

void Session::open(const Config& config, const QString& text) {
    load(config.data, [this, config, text](DatasetPointer data) {
        dropRun();
        takeData(std::move(data));
        document_.replace(config, text);
        makeRun();
    });
}

void Session::openData(const std::string& name) {
    Config config = document_.config();
    config.data.name = name;
    open(config, tr("Data set %1").arg(QFileInfo(QString::fromStdString(name)).fileName()));
}

Config Session::replayConfig() const {
    if (!runner_)
        return document_.config();
    Config config = runConfig_;
    const auto asked = std::exchange(config.edits, runner_->edits());
    // What an opened file asks for at an update yet to come stays asked for.
    const std::int64_t now = runner_->status().update;
    for (const Edit& edit : asked)
        if (edit.update >= now && std::ranges::find(config.edits, edit) == config.edits.end())
            config.edits.push_back(edit);
    return config;
}

void Session::saveSnapshot(const QString& file) {
    writeInBackground(file, [file](const Trainer& trainer) {
        auto network = std::make_shared<Network<float>>(trainer.network());
        const SnapshotMeta meta{trainer.data().name, trainer.data().shape, trainer.update(),
                                trainer.config().training.seed};
        return [file, network, meta, layers = trainer.config().layers] {
            writeNpz(file.toStdString(), makeSnapshot(*network, layers, meta));
        };
    });
}

void Session::copyNetwork(UseNetwork use) {
    if (!runner_)
        return;
    QPointer<Session> self(this);
    runner_->inspect([self, use = std::move(use)](const Trainer& trainer) {
        auto network = std::make_shared<const Network<float>>(trainer.network());
        QMetaObject::invokeMethod(qApp, [self, use, network, update = trainer.update()] {
            if (self)
                use(network, update);
        });
    });
}

void Session::exportPyTorch(const QString& file) {
    writeInBackground(file, [file](const Trainer& trainer) {
        auto run = std::make_shared<Checkpoint>(trainer.checkpoint());
        const FeatureShape in = trainer.data().shape;
        return [file, run, in] {
            const std::filesystem::path script = file.toStdString();
            const auto weights = std::filesystem::path(script).replace_extension(".npz");
            writeNpz(weights, run->weights);
            dalescope::exportPyTorch({.config = run->config,
                                      .in = in,
                                      .update = run->update,
                                      .source = "a run in its window",
                                      .weights = weights,
                                      .fisher = hasFisher(run->weights) ? weights : std::filesystem::path(),
                                      .script = script});
        };
    });
}

/// `prepare` copies what is to be written, between two updates; what it returns writes it on another thread,
/// so that the run goes on.
void Session::writeInBackground(const QString& file,
                                std::function<std::function<void()>(const Trainer&)> prepare) {
    if (!runner_) {
        Q_EMIT failed(obstacle());
        return;
    }
    QPointer<Session> self(this);
    runner_->inspect([self, file, prepare = std::move(prepare)](const Trainer& trainer) {
        QThreadPool::globalInstance()->start([self, file, write = prepare(trainer)] {
            QString fault;
            try {
                write();
            } catch (const std::exception& error) {
                fault = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(qApp, [self, file, fault] {
                if (self && fault.isEmpty())
                    Q_EMIT self->saved(file);
                else if (self)
                    Q_EMIT self->failed(fault);
            });
        });
    });
}

// Numbers that change faster cannot be read, and to lay out their labels costs more than to draw a plot.
void Session::announceStatus() {
    const bool due = !announcedAt_.isValid() || announcedAt_.hasExpired(100);
    if (status_.state == announced_.state && (status_.update == announced_.update || !due))
        return;
    announced_ = status_;
    announcedAt_.start();
    Q_EMIT statusChanged();
}

void Session::poll() {
    if (!runner_) {
        Q_EMIT tick();
        return;
    }
    const RunStatus before = status_;
    status_ = runner_->status();
    document_.setLocked(hasProgress() || isRunning());
    if (status_.state == RunStatus::State::Failed && before.state != RunStatus::State::Failed)
        Q_EMIT failed(QString::fromStdString(status_.message));
    if (startWhenReady_ && status_.state == RunStatus::State::Paused) {
        startWhenReady_ = false;
        runner_->run();
    }
    announceStatus();
    Q_EMIT tick();
}

} // namespace dalescope
