// bench
#include "app/commands.h"
#include "app/options.h"
#include "core/experiments/bench.h"
#include "core/training/snapshot.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

int wholeNumber(const Options& options, const QString& name, int fallback, int most) {
    if (!options.has(name))
        return fallback;
    bool good = false;
    const int number = options.value(name).toInt(&good);
    if (!good || number < 1 || number > most)
        throw WrongUseError(name.toStdString(), "\"" + options.value(name).toStdString() + "\" will not do",
                            "give a whole number from 1 to " + std::to_string(most));
    return number;
}

Json json(const Spread& spread, double unit = 1) {
    return {{"median", spread.median / unit}, {"low", spread.low / unit}, {"high", spread.high / unit}};
}

Json json(const BenchReport& report) {
    Json models = Json::array();
    for (const auto& model : report.models)
        models.push_back({{"name", model.name},
                          {"about", model.about},
                          {"updates_per_second", json(model.updatesPerSecond)},
                          {"megaflop_per_update", model.operationsPerUpdate / 1e6},
                          {"share_of_peak", json(model.shareOfPeak)}});
    return {{"version", programVersion()},
            {"processor", report.processor},
            {"threads", report.threads},
            {"sgemm_gflops", json(report.peak, 1e9)},
            {"sgemm_gflops_openblas", json(report.openBlas, 1e9)},
            {"sgemm_gflops_own", json(report.ownProducts, 1e9)},
            {"models", models}};
}

void printTable(const BenchReport& report) {
    std::printf("%s, %d threads. Medians of the rounds, with quartiles.\n", report.processor.c_str(),
                report.threads);
    std::printf("large sgemm: %.0f Gflop/s [%.0f to %.0f] (OpenBLAS %.0f, own kernels %.0f)\n\n",
                report.peak.median / 1e9, report.peak.low / 1e9, report.peak.high / 1e9,
                report.openBlas.median / 1e9, report.ownProducts.median / 1e9);
    std::printf("%-20s %10s %-16s %8s %9s %9s  %s\n", "model", "updates/s", "", "ms", "Mflop", "of peak", "");
    for (const auto& m : report.models) {
        const Spread& speed = m.updatesPerSecond;
        char quartiles[40];
        std::snprintf(quartiles, sizeof quartiles, "[%.0f to %.0f]", speed.low, speed.high);
        std::printf("%-20s %10.0f %-16s %8.2f %9.0f %7.0f %%  %s\n", m.name.c_str(), speed.median, quartiles,
                    1000 / speed.median, m.operationsPerUpdate / 1e6, 100 * m.shareOfPeak.median,
                    m.about.c_str());
    }
}

} // namespace

int benchCommand(const QStringList& arguments) {
    const auto rounds = QStringLiteral("--rounds"), threads = QStringLiteral("--threads"),
               models = QStringLiteral("--models"), seconds = QStringLiteral("--seconds"),
               asJson = QStringLiteral("--json");
    QStringList rest = arguments;
    const bool wantsJson = rest.removeAll(asJson) > 0;
    const Options options(rest, {rounds, threads, models, seconds});
    BenchRequest request;
    request.rounds = wholeNumber(options, rounds, request.rounds, 10000);
    request.threads = wholeNumber(options, threads, request.threads, 256);
    if (options.has(seconds))
        request.secondsPerTurn = wholeNumber(options, seconds, 1, 3600);
    for (const QString& model : options.value(models).split(u',', Qt::SkipEmptyParts))
        request.models.push_back(model.toStdString());
    const BenchReport report = runBench(
        request, [&](int round) { std::fprintf(stderr, "round %d of %d\n", round + 1, request.rounds); });
    if (wantsJson)
        std::printf("%s\n", json(report).dump(2).c_str());
    else
        printTable(report);
    return 0;
}

} // namespace dalescope
