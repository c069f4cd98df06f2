#include "core/experiments/bench.h"

#include "core/common/error.h"
#include "core/common/gemm.h"
#include "core/common/rng.h"
#include "core/common/text.h"
#include "core/experiments/presets.h"
#include "core/settings/layer_kinds.h"
#include "core/training/trainer.h"

#include <algorithm>
#include <cblas.h>
#include <chrono>
#include <fstream>

namespace dalescope {

namespace {

using Clock = std::chrono::steady_clock;

struct Model {
    const char *name, *preset, *about;
    void (*change)(Config&) = nullptr; // null: the preset as it is
    bool onlyWhenNamed = false;        // for what takes minutes
};

void probeEachUpdate(Config& config) {
    config.fisher.probe = true;
    config.fisher.every = 1;
}

void updateByFisher(Config& config) {
    config.learning.correction = "fisher";
}

// Probes are off but where a model's name says so. Presets that do not exist are left out.
constexpr Model models[] = {
    {"mlp", "mnist-mlp", "784-500-500-500-10, batch 32"},
    {"dann", "mnist-dann", "the same with 50 inhibitory units a layer"},
    {"columnei", "mnist-columnei", "the same with columns of one sign"},
    {"layernorm", "fashion-layernorm", "the same with layer norm"},
    {"batchnorm", "fashion-batchnorm", "the same with batch norm"},
    {"dann-fisher-probe", "mnist-dann", "dann, alignment measured at every update", probeEachUpdate},
    {"dann-fisher-update", "mnist-dann", "dann, updated by the diagonal Fisher information", updateByFisher},
    {"small-conv", "small-conv", "the preset small-conv"},
    {"dann-small-conv", "dann-small-conv", "the preset dann-small-conv"},
    {"rnn-rows", "rnn-rows", "the preset rnn-rows"},
    {"dann-rnn-rows", "dann-rnn-rows", "the preset dann-rnn-rows"},
    {"vgg16", "vgg16", "the preset vgg16, seconds an update", nullptr, true},
    {"dann-vgg16", "dann-vgg16", "the preset dann-vgg16, seconds an update", nullptr, true},
};

const Preset* presetNamed(const std::string& name) {
    const auto found = std::ranges::find(presets(), name, &Preset::name);
    return found == presets().end() ? nullptr : &*found;
}

/// Images of random pixels, half of them dark as in the sets of digits; what they show does not matter here.
std::shared_ptr<const Dataset> madeImages(const ImageShape& shape, Index count) {
    auto data = std::make_shared<Dataset>();
    data->name = "made";
    data->shape = shape;
    data->classes = 10;
    Rng rng(1);
    for (Examples* examples : {&data->train, &data->test}) {
        examples->features = shape.features();
        examples->labels.resize(static_cast<std::size_t>(count));
        examples->bytes.resize(examples->labels.size() * static_cast<std::size_t>(shape.features()));
        for (auto& label : examples->labels)
            label = static_cast<std::uint8_t>(uniformBelow(rng, 10));
        for (auto& byte : examples->bytes)
            byte = static_cast<std::uint8_t>(std::max<int>(0, static_cast<int>(rng() & 511) - 256));
    }
    return data;
}

class Candidate {
public:
    Candidate(const Model& model, const BenchRequest& request) : about_(model) {
        Config config = presetNamed(model.preset)->config;
        config.training.epochs = 1000000;
        config.training.testEvery = 1000000000000;
        config.training.threads = request.threads;
        config.balance.every = 0;
        config.fisher.probe = false;
        config.training.learningRate = 1e-4; // labels without a pattern make a network diverge in time
        if (model.change)
            model.change(config);
        const bool colour = config.data.name == "cifar10";
        const auto data = madeImages(colour ? ImageShape{3, 32, 32} : ImageShape{1, 28, 28}, 4096);
        journal_ = std::make_shared<Journal>(SeriesIndex(layersWithWeights(config.layers).size()).names());
        trainer_ = std::make_unique<Trainer>(config, data, journal_);
        for (int i = 0; i < 3; ++i) // buffers, pages and clones are found in the first ones
            trainer_->step();
        const double before = gemmOperations();
        trainer_->step();
        operations_ = gemmOperations() - before;
    }

    double updatesPerSecond(double seconds) {
        const auto start = Clock::now();
        int updates = 0;
        double elapsed = 0;
        do {
            for (int i = 0; i < 4; ++i, ++updates)
                trainer_->step();
            elapsed = std::chrono::duration<double>(Clock::now() - start).count();
        } while (elapsed < seconds);
        if (trainer_->end())
            throw Error(about_.name, "its run ended while it was timed: " + trainer_->end()->text,
                        "leave it out with --models");
        return updates / elapsed;
    }

    double operations() const { return operations_; }
    const Model& model() const { return about_; }
    std::vector<double> speeds, shares;

private:
    const Model& about_;
    std::shared_ptr<Journal> journal_;
    std::unique_ptr<Trainer> trainer_;
    double operations_ = 0;
};

/// A product too large for any overhead to matter.
class LargeProduct {
public:
    template <class Multiply>
    double operationsPerSecond(Multiply multiply) {
        const auto start = Clock::now();
        multiply(a_, b_, c_);
        return 2.0 * size * size * size / std::chrono::duration<double>(Clock::now() - start).count();
    }
    double openBlas() {
        return operationsPerSecond([](const auto& a, const auto& b, auto& c) {
            cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1, a.data(), size,
                        b.data(), size, 0, c.data(), size);
        });
    }
    double own() {
        return operationsPerSecond(
            [](const auto& a, const auto& b, auto& c) { gemm(a, Op::None, b, Op::None, c); });
    }

private:
    static constexpr int size = 1536;
    Matrix<float> a_ = Matrix<float>::Random(size, size), b_ = Matrix<float>::Random(size, size),
                  c_ = Matrix<float>::Zero(size, size);
};

Spread spreadOf(std::vector<double> values) {
    std::ranges::sort(values);
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
    };
    return {at(0.5), at(0.25), at(0.75)};
}

std::string processorName() {
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

std::vector<std::unique_ptr<Candidate>> candidates(const BenchRequest& request) {
    std::vector<std::string> known;
    for (const auto& [name, about] : benchModels())
        known.push_back(name);
    for (const auto& name : request.models)
        if (std::ranges::find(known, name) == known.end()) {
            const std::string guess = nearest(name, known);
            throw Error(name, "there is no such model to time",
                        guess.empty() ? "leave --models away for all" : "did you mean \"" + guess + "\"?");
        }
    std::vector<std::unique_ptr<Candidate>> made;
    for (const auto& model : models)
        if (presetNamed(model.preset) &&
            (request.models.empty() ? !model.onlyWhenNamed
                                    : std::ranges::find(request.models, model.name) != request.models.end()))
            made.push_back(std::make_unique<Candidate>(model, request));
    return made;
}

} // namespace

std::vector<std::pair<std::string, std::string>> benchModels() {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& model : models)
        if (presetNamed(model.preset))
            names.emplace_back(model.name, model.about);
    return names;
}

BenchReport runBench(const BenchRequest& request, const std::function<void(int)>& progress) {
    const auto all = candidates(request);
    LargeProduct large;
    large.openBlas();
    std::vector<double> peak, openBlas, own;
    for (int round = 0; round < request.rounds; ++round) {
        progress(round);
        openBlas.push_back(large.openBlas());
        own.push_back(large.own());
        peak.push_back(std::max(openBlas.back(), own.back()));
        for (const auto& candidate : all) {
            candidate->speeds.push_back(candidate->updatesPerSecond(request.secondsPerTurn));
            candidate->shares.push_back(candidate->speeds.back() * candidate->operations() / peak.back());
        }
    }
    BenchReport report{processorName(),    request.threads, spreadOf(peak),
                       spreadOf(openBlas), spreadOf(own),   {}};
    for (const auto& candidate : all)
        report.models.push_back({candidate->model().name, candidate->model().about,
                                 spreadOf(candidate->speeds), candidate->operations(),
                                 spreadOf(candidate->shares)});
    return report;
}

} // namespace dalescope
