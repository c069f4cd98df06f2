#include "core/experiments/paired_curves.h"

#include <cmath>
#include <map>

namespace dalescope {

namespace {

constexpr const char* quantities[] = {"train_error", "test_error"};

/// Calls use(row, a's value less b's) for each row in which both have one.
template <class Use>
void eachDifference(const Series& a, const Series& b, Use use) {
    for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
        if (a[i].row == b[k].row) {
            use(a[i].row, static_cast<double>(a[i].value) - static_cast<double>(b[k].value));
            ++i;
            ++k;
        } else {
            ++(a[i].row < b[k].row ? i : k);
        }
    }
}

} // namespace

std::string differenceSeries(const std::string& quantity) {
    return quantity + " difference";
}
std::string differenceLow(const std::string& quantity) {
    return quantity + " difference mean - sd";
}
std::string differenceHigh(const std::string& quantity) {
    return quantity + " difference mean + sd";
}

std::shared_ptr<const Journal> pairedCurves(const Journal& curves, const std::string& a, const std::string& b,
                                            const std::vector<std::int64_t>& seeds) {
    std::vector<std::string> names;
    for (const char* quantity : quantities)
        names.insert(names.end(),
                     {differenceSeries(quantity), differenceLow(quantity), differenceHigh(quantity)});
    std::map<std::int64_t, std::vector<double>> rows[std::size(quantities)];
    for (std::size_t q = 0; q < std::size(quantities); ++q)
        for (const auto seed : seeds) {
            const Series* ofA = curves.find(seedSeries(quantities[q], a, seed));
            const Series* ofB = curves.find(seedSeries(quantities[q], b, seed));
            if (ofA && ofB)
                eachDifference(*ofA, *ofB, [&](std::int64_t row, double x) { rows[q][row].push_back(x); });
        }
    auto journal = std::make_shared<Journal>(names);
    for (std::int64_t row = 0; row < static_cast<std::int64_t>(curves.rows()); ++row) {
        journal->beginRow(curves.tick(static_cast<std::size_t>(row)));
        for (std::size_t q = 0; q < std::size(quantities); ++q)
            if (const auto found = rows[q].find(row); found != rows[q].end()) {
                const MeanSd over = describe(found->second);
                journal->put(3 * q, over.mean);
                if (std::isfinite(over.sd)) {
                    journal->put(3 * q + 1, over.mean - over.sd);
                    journal->put(3 * q + 2, over.mean + over.sd);
                }
            }
        journal->commitRow();
    }
    return journal;
}

std::shared_ptr<const Journal> differencesToFirst(const Journal& curves,
                                                  const std::vector<std::string>& names,
                                                  const std::vector<std::int64_t>& seeds) {
    std::vector<std::shared_ptr<const Journal>> pairs;
    std::vector<std::string> series;
    for (std::size_t i = 1; i < names.size(); ++i) {
        pairs.push_back(pairedCurves(curves, names[i], names[0], seeds));
        for (std::size_t s = 0; s < pairs.back()->seriesCount(); ++s)
            series.push_back(names[i] + ": " + pairs.back()->series(s).name());
    }
    auto journal = std::make_shared<Journal>(series);
    std::vector<std::size_t> next(series.size(), 0);
    for (std::size_t row = 0; row < curves.rows(); ++row) {
        journal->beginRow(curves.tick(row));
        std::size_t at = 0;
        for (const auto& pair : pairs)
            for (std::size_t s = 0; s < pair->seriesCount(); ++s, ++at) {
                const Series& from = pair->series(s);
                if (next[at] < from.size() && from[next[at]].row == row)
                    journal->put(at, static_cast<double>(from[next[at]++].value));
            }
        journal->commitRow();
    }
    return journal;
}

std::optional<Difference> pairedResult(const std::map<std::int64_t, RunSummary>& a,
                                       const std::map<std::int64_t, RunSummary>& b,
                                       double RunSummary::*error) {
    std::vector<double> ofA, ofB;
    for (const auto& [seed, run] : a)
        if (const auto other = b.find(seed); other != b.end() && !run.diverged && !other->second.diverged &&
                                             std::isfinite(run.*error) &&
                                             std::isfinite(other->second.*error)) {
            ofA.push_back(run.*error);
            ofB.push_back(other->second.*error);
        }
    if (ofA.empty())
        return std::nullopt;
    return pairedDifference(ofA, ofB);
}

} // namespace dalescope
