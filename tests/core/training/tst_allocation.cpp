// A run that goes on asks for no memory: the journal alone grows, in blocks, and the heap is left to the
// window.
#include "core/settings/layer_kinds.h"
#include "core/training/trainer.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <atomic>
#include <cstdlib>

namespace {

std::atomic<long> asked{0};
std::atomic<bool> counting{false};

void count() {
    if (counting.load(std::memory_order_relaxed))
        ++asked;
}

} // namespace

#ifndef DALESCOPE_SANITIZED
// The whole process allocates through these.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    count();
    return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
    count();
    return __libc_calloc(number, size);
}
void* realloc(void* memory, std::size_t size) {
    count();
    return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    count();
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    count();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : 12;
}
}
#endif

using namespace dalescope;

class TestAllocation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void doesNotAskForMemoryFromUpdateToUpdate_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("rule");
        for (const char* kind :
             {"dann", "mlp", "columnei", "layernorm", "batchnorm", "conv", "dann-conv", "recurrent", "rnn"})
            for (const char* rule : {"plain", "probe", "fisher", "limits", "penalty"})
                QTest::addRow("%s, %s", kind, rule) << QByteArray(kind) << QByteArray(rule);
    }
    void doesNotAskForMemoryFromUpdateToUpdate() {
#ifdef DALESCOPE_SANITIZED
        QSKIP("sanitizers allocate themselves");
#endif
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, rule);
        Config config = smallConfig(kind.constData());
        auto data = smallData(96);
        const bool image = isConvolution(kind.toStdString()), sequence = isRecurrent(kind.toStdString());
        if (image || sequence) {
            auto shaped = std::make_shared<Dataset>(*data);
            shaped->shape = {1, 4, 6};
            data = shaped;
            config.layers[1] = config.layers[0];
            config.layers[1].kind = image ? "max-pool" : "dann";
            config.layers[2].kind = "dann";
            config.layers[2].inhibitory = {1, false};
            if (image) {
                LayerConfig flatten;
                flatten.kind = "flatten";
                config.layers.insert(config.layers.begin() + 2, flatten);
            }
        }
        config.training.epochs = 1000;
        config.training.testEvery = 1000000;
        config.balance.every = 0;
        config.fisher.probe = rule == "probe";
        config.fisher.every = 3;
        if (rule == "fisher")
            config.learning.correction = "fisher";
        if (rule == "limits")
            config.learning.normLimit = 1, config.learning.rateScaling = 0.9;
        if (rule == "penalty")
            config.balance.penalty = 0.01;
        config.training.learningRate = 1e-4;
        const auto journal =
            std::make_shared<Journal>(SeriesIndex(layersWithWeights(config.layers).size()).names());
        Trainer trainer(config, data, journal);
        for (int i = 0; i < 13; ++i) // two epochs and all that is made when first needed
            trainer.step();
        counting = true;
        for (int i = 0; i < 30; ++i)
            trainer.step();
        counting = false;
        const long made = asked.exchange(0);
        QVERIFY2(made == 0, qPrintable(QString::number(made)));
    }
};

QTEST_APPLESS_MAIN(TestAllocation)
#include "tst_allocation.moc"
