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

/// Updates per second of each of them, all at once.
std::vector<double> speeds(const std::vector<Runner*>& runners, double seconds) {
    std::vector<double> each;
    for (Runner* runner : runners)
        runner->run();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto start = std::chrono::steady_clock::now();
    for (Runner* runner : runners)
        each.push_back(-static_cast<double>(runner->status().update));
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    for (std::size_t i = 0; i < runners.size(); ++i)
        each[i] += static_cast<double>(runners[i]->status().update);
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (double& updates : each)
        updates /= took;
    for (Runner* runner : runners) {
        runner->pause();
        waitFor(*runner, RunStatus::State::Paused);
    }
    return each;
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
    std::vector<double> alone, together, ratios, shares;
    for (int pair = 0; pair < pairs; ++pair) {
        alone.push_back(speeds({&first}, seconds).front());
        const auto both = speeds({&first, &second}, seconds);
        together.push_back(both[0] + both[1]);
        ratios.push_back(together.back() / alone.back());
        shares.push_back(std::min(both[0], both[1]) / together.back());
    }
    std::printf(
        "%s, %d threads a run, %u processors: %.1f updates/s alone, %.1f of two together, %.2f times as many "
        "(median of %d, %.2f to %.2f); the slower one makes %.1f %% of the updates (median, at worst %.1f)\n",
        argc > 1 ? argv[1] : "fashion-dann", static_cast<int>(config.training.threads),
        std::thread::hardware_concurrency(), median(alone), median(together), median(ratios), pairs,
        *std::ranges::min_element(ratios), *std::ranges::max_element(ratios), 100 * median(shares),
        100 * *std::ranges::min_element(shares));
    return 0;
}
