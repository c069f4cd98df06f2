// What a run writes to files, on a thread of its own so that the training goes on.
#include "app/runs/run.h"
#include "core/experiments/pytorch_export.h"
#include "core/training/snapshot.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace dalescope {

void Run::saveSnapshot(const QString& file) {
    writeInBackground(file, [file](const Trainer& trainer) {
        auto network = std::make_shared<Network<float>>(trainer.network());
        const SnapshotMeta meta{trainer.data().name, trainer.data().shape, trainer.update(),
                                trainer.config().training.seed};
        return [file, network, meta, layers = trainer.config().layers] {
            writeNpz(file.toStdString(), makeSnapshot(*network, layers, meta));
        };
    });
}

void Run::exportPyTorch(const QString& file) {
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
void Run::writeInBackground(const QString& file,
                            std::function<std::function<void()>(const Trainer&)> prepare) {
    if (!runner_) {
        Q_EMIT failed(obstacle());
        return;
    }
    QPointer<Run> self(this);
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

} // namespace dalescope
