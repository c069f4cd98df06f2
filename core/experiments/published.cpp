#include "core/experiments/published.h"

#include "core/experiments/presets.h"
#include "core/experiments/sweep_plan.h"

#include <cmath>
#include <limits>
#include <map>

namespace dalescope {

namespace {

std::vector<PublishedRow> makeRows() {
    const auto published = [](double mean, double sd) { return MeanSd{publishedSeeds, mean, sd}; };
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const MeanSd notGiven{0, none, none};
    const auto p = published;
    const char *t1 = "Table 1", *t2 = "Table 2", *t3 = "Table 3", *f7 = "Figure 7";
    const char *m = "MNIST", *k = "Kuzushiji-MNIST", *f = "Fashion-MNIST", *c = "CIFAR-10";
    return {{t1, m, "MLP", 0, "mnist-mlp", 0.2976, p(0, 0), p(1.44, 0.034)},
            {t1, m, "DANN", 1, "mnist-dann-1", 0.05327, p(0, 0), p(1.56, 0.041)},
            {t1, m, "DANN", 50, "mnist-dann", 0.1107, p(0, 0), p(1.325, 0.066)},
            {t1, m, "DANN", 100, "mnist-dann-100", 0.3576, p(0, 0), p(1.244, 0.067)},
            {t1, m, "DANN nc", 50, "mnist-dann-nc", 0.003981, p(0.293, 0.039), p(2.167, 0.113)},
            {t1, m, "ColumnEi", 50, "mnist-columnei", 0.05273, p(0.662, 0.071), p(3.035, 0.231)},
            {t1, m, "ColumnEi", 100, "mnist-columnei-100", 0.06533, p(0.574, 0.092), p(2.857, 0.08)},
            {t2, k, "MLP", 0, "kmnist-mlp", 0.213, p(0, 0), p(6.842, 0.119)},
            {t2, k, "LayerNorm", 0, "kmnist-layernorm", 0.1166, p(0, 0), p(7.171, 0.134)},
            {t2, k, "BatchNorm", 0, "kmnist-batchnorm", 0.7235, p(0.123, 0.017), p(6.747, 0.129)},
            {t2, k, "DANN", 50, "kmnist-dann", 0.156, p(0, 0), p(6.728, 0.23)},
            {t2, k, "ColumnEi", 50, "kmnist-columnei", 0.05426, p(1.886, 0.191), p(12.763, 0.44)},
            {t3, f, "MLP", 0, "fashion-mlp", 0.08403, p(1.793, 0.119), p(10.626, 0.466)},
            {t3, f, "LayerNorm", 0, "fashion-layernorm", 0.04743, p(2.136, 0.076), p(10.445, 0.455)},
            {t3, f, "BatchNorm", 0, "fashion-batchnorm", 0.1098, p(1.104, 0.044), p(9.992, 0.218)},
            {t3, f, "DANN", 50, "fashion-dann", 0.01973, p(3.832, 0.031), p(10.962, 0.365)},
            {t3, f, "ColumnEi", 50, "fashion-columnei", 0.02265, p(12.365, 0.217), p(14.986, 0.674)},
            {f7, c, "VGG16", 0, "vgg16", 0.089, notGiven, p(21.08, 0.811)},
            {f7, c, "DANN VGG16", -1, "dann-vgg16", 0.03458, notGiven, p(21.178, 0.348)}};
}

} // namespace

std::string experimentKey(Config config) {
    const Config defaults;
    config.training.testEvery = defaults.training.testEvery;
    config.balance.every = defaults.balance.every;
    config.balance.probeSize = defaults.balance.probeSize;
    config.balance.gammaLimit = defaults.balance.gammaLimit;
    if (config.learning.correction != "fisher")
        config.fisher = defaults.fisher;
    config.fisher.probe = defaults.fisher.probe;
    config.fisher.every = defaults.fisher.every;
    return configurationKey(config);
}

const std::vector<PublishedRow>& publishedRows() {
    static const auto rows = makeRows();
    return rows;
}

Config asPublished(const PublishedRow& row) {
    Config config = findPreset(row.preset).config;
    if (config.layers.front().kind == "dann")
        config.layers.front().initialisation = "reference";
    else if (config.layers.front().kind == "layernorm" || config.layers.front().kind == "batchnorm")
        config.layers.back().kind = config.layers.front().kind;
    return config;
}

std::string modelName(const PublishedRow& row, const Config& config) {
    const bool same = experimentKey(config) == experimentKey(findPreset(row.preset).config);
    if (same)
        return row.model;
    return std::string(row.model) +
           (config.layers.front().kind == "dann" ? " (reference)" : " (normalised output)");
}

const PublishedRow* publishedFor(const Config& config) {
    static const auto byKey = [] {
        std::map<std::string, const PublishedRow*> found;
        for (const auto& row : publishedRows()) {
            found[experimentKey(findPreset(row.preset).config)] = &row;
            found[experimentKey(asPublished(row))] = &row;
        }
        return found;
    }();
    const auto found = byKey.find(experimentKey(config));
    return found == byKey.end() ? nullptr : found->second;
}

const char* verdictText(Verdict verdict) {
    constexpr const char* texts[] = {"", "within 1 sd", "within 2 sd", "outside"};
    return texts[static_cast<int>(verdict)];
}

Verdict judge(const MeanSd& measured, const MeanSd& published) {
    constexpr double halfOfLastDigit = 0.0005;
    if (measured.count == 0 || published.count == 0)
        return Verdict::None;
    const double distance = std::max(0.0, std::abs(measured.mean - published.mean) - halfOfLastDigit);
    const double sd = std::max(published.sd, halfOfLastDigit);
    return distance <= sd ? Verdict::Within1Sd : distance <= 2 * sd ? Verdict::Within2Sd : Verdict::Outside;
}

} // namespace dalescope
