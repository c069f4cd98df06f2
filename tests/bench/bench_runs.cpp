// What two runs that train at once in one process give together, against one alone.
//
//   bench_runs [PRESET] [SECONDS] [PAIRS]
//
// PAIRS times, alternating: one run for SECONDS, then two of other seeds at once for as long. Each run has
// the preset's number of threads.
#include "core/data/locate.h"
#include "core/experiments/presets.h"
#include "core/training/runner.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace dalescope;

namespace {

void waitFor(const Runner& runner, RunStatus::State state) {
    while (runner.status().state != state)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

/// Updates per second of all of them together.
double speed(const std::vector<Runner*>& runners, double seconds) {
    std::int64_t before = 0, after = 0;
    for (Runner* runner : runners)
        runner->run();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto start = std::chrono::steady_clock::now();
    for (Runner* runner : runners)
        before += runner->status().update;
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    for (Runner* runner : runners)
        after += runner->status().update;
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (Runner* runner : runners) {
        runner->pause();
        waitFor(*runner, RunStatus::State::Paused);
    }
    return static_cast<double>(after - before) / took;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv) {
    Config config = findPreset(argc > 1 ? argv[1] : "fashion-dann").config;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
    const int pairs = argc > 3 ? std::atoi(argv[3]) : 5;
    config.training.epochs = 100000;
    const auto data = std::make_shared<const Dataset>(loadDataset(config.data.name, config.data.folder, 0));
    Runner first(config, data);
    config.training.seed = 2;
    Runner second(config, data);
    for (const Runner* runner : {&first, &second})
        waitFor(*runner, RunStatus::State::Paused);
    std::vector<double> alone, together, ratios;
    for (int pair = 0; pair < pairs; ++pair) {
        alone.push_back(speed({&first}, seconds));
        together.push_back(speed({&first, &second}, seconds));
        ratios.push_back(together.back() / alone.back());
    }
    std::printf(
        "%s, %d threads a run, %u processors: %.1f updates/s alone, %.1f of two together, %.2f times as "
        "many (median of %d, %.2f to %.2f)\n",
        argc > 1 ? argv[1] : "fashion-dann", static_cast<int>(config.training.threads),
        std::thread::hardware_concurrency(), median(alone), median(together), median(ratios), pairs,
        *std::ranges::min_element(ratios), *std::ranges::max_element(ratios));
    return 0;
}
