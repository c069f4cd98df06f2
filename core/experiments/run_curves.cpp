#include "core/experiments/run_curves.h"

#include "core/experiments/run_table.h"
#include "core/experiments/statistics.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double numberOf(std::string_view cell) {
    double number = nan;
    std::from_chars(cell.data(), cell.data() + cell.size(), number);
    return number;
}

} // namespace

void RunCurveReader::reset() {
    *this = RunCurveReader(folder_);
}

bool RunCurveReader::read() {
    std::error_code problem;
    const fs::path file = tableFile(folder_, "metrics.csv");
    const auto size = fs::file_size(file, problem);
    const bool begunAnew = problem ? read_ > 0 : size < read_;
    if (begunAnew)
        reset();
    if (problem || size == read_)
        return begunAnew;
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(read_));
    std::string text(size - read_, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
    const std::size_t whole = text.rfind('\n') + 1; // 0 for npos
    for (std::size_t at = 0; at < whole;) {
        const std::size_t end = text.find('\n', at);
        const std::string_view line(text.data() + at, end - at);
        if (read_ > 0 || at > 0)
            takeRow(line);
        else if (!takeHeader(line))
            return begunAnew;
        at = end + 1;
    }
    read_ += whole;
    return begunAnew || whole > 0;
}

bool RunCurveReader::takeHeader(std::string_view line) {
    trainColumn_ = testColumn_ = 0;
    for (std::size_t at = 0, column = 0; at != std::string_view::npos; ++column) {
        const std::string_view name = nextCell(line, at);
        if (name == "train_error")
            trainColumn_ = column;
        else if (name == "test_error")
            testColumn_ = column;
    }
    return trainColumn_ > 1 && testColumn_ > 1;
}

void RunCurveReader::takeRow(std::string_view line) {
    std::string_view test;
    const std::size_t last = std::max(trainColumn_, testColumn_);
    for (std::size_t at = 0, column = 0; at != std::string_view::npos && column <= last; ++column) {
        const std::string_view cell = nextCell(line, at);
        if (column == 0)
            std::from_chars(cell.data(), cell.data() + cell.size(), update_);
        else if (column == 1)
            epoch_ = numberOf(cell);
        else if (column == trainColumn_ && !cell.empty()) {
            trainSum_ += numberOf(cell);
            ++trainCount_;
        } else if (column == testColumn_) {
            test = cell;
        }
    }
    if (test.empty())
        return;
    points_.push_back({update_, epoch_, trainCount_ > 0 ? trainSum_ / static_cast<double>(trainCount_) : nan,
                       numberOf(test)});
    trainSum_ = 0;
    trainCount_ = 0;
}

std::string meanSeries(const std::string& quantity, const std::string& name) {
    return quantity + " " + name;
}
std::string lowSeries(const std::string& quantity, const std::string& name) {
    return meanSeries(quantity, name) + " mean - sd";
}
std::string highSeries(const std::string& quantity, const std::string& name) {
    return meanSeries(quantity, name) + " mean + sd";
}
std::string seedSeries(const std::string& quantity, const std::string& name, std::int64_t seed) {
    return meanSeries(quantity, name) + " seed " + std::to_string(seed);
}

std::vector<CurvePoint> curvePoints(const Journal& journal) {
    const Series* train = journal.find("train_error");
    const Series* test = journal.find("test_error");
    std::vector<CurvePoint> points;
    const std::size_t tests = test ? test->size() : 0, all = train ? train->size() : 0;
    for (std::size_t i = 0, next = 0; i < tests; ++i) {
        const Sample& sample = (*test)[i];
        double sum = 0;
        std::size_t count = 0;
        for (; next < all && (*train)[next].row <= sample.row; ++next, ++count)
            sum += static_cast<double>((*train)[next].value);
        const Tick& tick = journal.tick(sample.row);
        points.push_back({tick.update, tick.epoch, count > 0 ? sum / static_cast<double>(count) : nan,
                          static_cast<double>(sample.value)});
    }
    return points;
}

std::shared_ptr<const Journal> seedMeans(const std::vector<SeedCurves>& configurations) {
    struct Quantity {
        const char* name;
        double CurvePoint::*value;
    };
    constexpr Quantity quantities[] = {{"train_error", &CurvePoint::trainError},
                                       {"test_error", &CurvePoint::testError}};
    std::vector<std::string> names;
    std::map<std::string, std::size_t> places;
    const auto place = [&](const std::string& name) {
        const auto [at, isNew] = places.emplace(name, names.size());
        if (isNew)
            names.push_back(name);
        return at->second;
    };
    // Rows are points in time of a run; runs with other batches pass an update at another epoch.
    std::map<std::pair<std::int64_t, double>, std::vector<std::pair<std::size_t, double>>> rows;
    for (const auto& quantity : quantities)
        for (const auto& configuration : configurations) {
            const std::size_t mean = place(meanSeries(quantity.name, configuration.name));
            const std::size_t low = place(lowSeries(quantity.name, configuration.name));
            const std::size_t high = place(highSeries(quantity.name, configuration.name));
            std::map<std::pair<std::int64_t, double>, std::vector<double>> values;
            for (const auto& seed : configuration.seeds) {
                const std::size_t own = place(seedSeries(quantity.name, configuration.name, seed.seed));
                for (const auto& point : *seed.points)
                    if (const double value = point.*quantity.value; std::isfinite(value)) {
                        values[{point.update, point.epoch}].push_back(value);
                        rows[{point.update, point.epoch}].emplace_back(own, value);
                    }
            }
            for (const auto& [when, all] : values) {
                const MeanSd over = describe(all);
                auto& row = rows[when];
                row.emplace_back(mean, over.mean);
                if (std::isfinite(over.sd)) {
                    row.emplace_back(low, over.mean - over.sd);
                    row.emplace_back(high, over.mean + over.sd);
                }
            }
        }
    auto journal = std::make_shared<Journal>(names);
    for (const auto& [when, row] : rows) {
        journal->beginRow({when.first, when.second, 0});
        for (const auto& [series, value] : row)
            journal->put(series, value);
        journal->commitRow();
    }
    return journal;
}

} // namespace dalescope
