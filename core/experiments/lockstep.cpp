#include "core/experiments/lockstep.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// At the last point up to `update`; NaN where there is none.
double testErrorAt(const std::vector<CurvePoint>& points, std::int64_t update) {
    const auto after = std::ranges::upper_bound(points, update, {}, &CurvePoint::update);
    return after == points.begin() ? unknown : std::prev(after)->testError;
}

void put(std::string& line, double x) {
    line += ',';
    if (!std::isfinite(x))
        return;
    char digits[32];
    line.append(digits, std::to_chars(digits, digits + sizeof digits, x).ptr);
}

/// As a cell of a CSV file (RFC 4180).
std::string quoted(const std::string& text) {
    std::string cell = "\"";
    for (const char c : text)
        cell += c == '"' ? "\"\"" : std::string(1, c);
    return cell + '"';
}

} // namespace

Config inLockstep(const Config& model, const Config& first, std::int64_t seed) {
    Config config = model;
    config.data = first.data;
    config.training.seed = seed;
    config.training.batchSize = first.training.batchSize;
    config.training.testEvery = first.training.testEvery;
    config.training.epochs = first.training.epochs;
    config.training.updates = first.training.updates;
    config.edits.clear();
    return config;
}

LockstepTable lockstepTable(const std::vector<SeedCurves>& models, std::int64_t update) {
    LockstepTable table{update, {}};
    for (const auto& model : models) {
        LockstepRow row{model.name, {}, {unknown, unknown, unknown, unknown}, {unknown, unknown}, 0};
        std::vector<double> all, own, firsts;
        for (const auto& seed : model.seeds) {
            const double error = testErrorAt(*seed.points, update);
            if (!std::isfinite(error))
                continue;
            all.push_back(error);
            for (const auto& other : models.front().seeds)
                if (const double first = testErrorAt(*other.points, update);
                    other.seed == seed.seed && std::isfinite(first)) {
                    own.push_back(error);
                    firsts.push_back(first);
                }
        }
        row.testError = describe(all);
        if (&model != &models.front() && !own.empty()) {
            row.pairs = own.size();
            row.difference = pairedDifference(own, firsts);
            row.effect = pairedEffectInterval(row.difference.effect, row.pairs);
        }
        table.rows.push_back(row);
    }
    return table;
}

std::string lockstepCsv(const LockstepTable& table) {
    std::string text = "model,update,seeds,test_error_mean,test_error_sd,difference_to_first,difference_low,"
                       "difference_high,effect_dz,effect_low,effect_high,pairs\n";
    for (const auto& row : table.rows) {
        text +=
            quoted(row.name) + ',' + std::to_string(table.update) + ',' + std::to_string(row.testError.count);
        for (const double x : {row.testError.mean, row.testError.sd, row.difference.mean, row.difference.low,
                               row.difference.high, row.difference.effect, row.effect.low, row.effect.high})
            put(text, x);
        text += ',' + std::to_string(row.pairs) + '\n';
    }
    return text;
}

} // namespace dalescope
