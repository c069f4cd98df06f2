#include "widgets/plots/figure_origin.h"

#include "core/settings/config_json.h"
#include "core/training/snapshot.h"
#include "widgets/plots/plot_view_json.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostSamples = 64;

/// Of the samples up to `update`.
FigureNumbers numbersOf(const Journal& journal, const Series& series,
                        std::int64_t update = std::numeric_limits<std::int64_t>::max()) {
    FigureNumbers numbers{series.name(), {}};
    std::size_t size = series.size();
    while (size > 0 && journal.tick(series[size - 1].row).update > update)
        --size;
    const std::size_t kept = std::min(size, mostSamples);
    for (std::size_t i = 1; i <= kept; ++i) {
        const Sample& sample = series[i * size / kept - 1];
        numbers.samples.emplace_back(journal.tick(sample.row).update, sample.value);
    }
    return numbers;
}

Json rangeToJson(const std::optional<QCPRange>& range) {
    return range ? Json{range->lower, range->upper} : Json();
}

std::optional<QCPRange> rangeFromJson(const Json& json) {
    if (json.is_null())
        return std::nullopt;
    const QCPRange range(json.at(0).get<double>(), json.at(1).get<double>());
    return QCPRange::validRange(range) ? std::optional(range) : std::nullopt;
}

/// JSON has no NaN: null stands for any value that is not finite.
Json valueToJson(float value) {
    return std::isfinite(value) ? Json(value) : Json();
}

bool sameValue(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
           (!std::isfinite(a) && !std::isfinite(b));
}

/// The value of `series` after `update` updates; null where there is none.
const float* valueAt(const Journal& journal, const Series& series, std::int64_t update) {
    std::size_t low = 0, high = series.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (journal.tick(series[middle].row).update < update)
            low = middle + 1;
        else
            high = middle;
    }
    const bool found = low < series.size() && journal.tick(series[low].row).update == update;
    return found ? &series[low].value : nullptr;
}

/// Its series by their own names, each with its name in the journal; up to `update`.
FigureRun runOf(const PlotRun& run, const std::map<std::string, std::string>& series, std::int64_t update) {
    FigureRun figure{run.name.toStdString(), update, run.config, {}};
    for (const auto& [name, inJournal] : series)
        if (const Series* found = run.journal->find(inJournal))
            if (FigureNumbers numbers = numbersOf(*run.journal, *found, update); !numbers.samples.empty()) {
                numbers.series = name;
                figure.numbers.push_back(std::move(numbers));
            }
    return figure;
}

std::int64_t lastUpdate(const Journal& journal) {
    return journal.rows() > 0 ? journal.tick(journal.rows() - 1).update : 0;
}

/// Of a run whose curves are among those of others.
std::int64_t lastUpdate(const FigureRun& run) {
    std::int64_t last = 0;
    for (const FigureNumbers& numbers : run.numbers)
        last = std::max(last, numbers.samples.back().first);
    return last;
}

/// What tells most of a run that is not shown by itself.
std::map<std::string, std::string> usualSeries() {
    return {{"train_loss", "train_loss"}, {"test_error", "test_error"}};
}

Json toJson(const FigureRun& run) {
    Json numbers = Json::object();
    for (const auto& [series, samples] : run.numbers) {
        Json list = Json::array();
        for (const auto& [update, value] : samples)
            list.push_back({update, valueToJson(value)});
        numbers[series] = std::move(list);
    }
    return {{"name", run.name},
            {"update", run.update},
            {"numbers", numbers},
            {"config", Json::parse(configToJson(run.config))}};
}

FigureRun runFromJson(const Json& json, const std::string& file) {
    FigureRun run;
    run.name = json.value("name", std::string());
    run.update = std::max<std::int64_t>(0, json.at("update").get<std::int64_t>());
    for (const auto& [series, samples] : json.at("numbers").items()) {
        FigureNumbers numbers{series, {}};
        for (const auto& sample : samples)
            numbers.samples.emplace_back(sample.at(0).get<std::int64_t>(),
                                         sample.at(1).is_null() ? std::numeric_limits<float>::quiet_NaN()
                                                                : sample.at(1).get<float>());
        run.numbers.push_back(std::move(numbers));
    }
    run.config = configFromJson(json.at("config").dump(), file);
    return run;
}

} // namespace

FigureOrigin originOf(const PlotSource& source) {
    FigureOrigin origin;
    origin.program = programVersion();
    origin.drawnRuns = source.drawnRuns > source.runs.size() ? source.drawnRuns : 0;
    origin.view = source.view;
    origin.x = source.x;
    origin.y = source.y;
    for (const PlotRun& run : source.runs) {
        std::map<std::string, std::string> shown = run.series;
        if (shown.empty())
            for (const auto& curve : source.spec.curves)
                if ((curve.journal ? curve.journal : source.journal) == run.journal)
                    shown[curve.series] = curve.series;
        FigureRun figure = runOf(run, shown.empty() ? usualSeries() : shown, lastUpdate(*run.journal));
        if (!run.series.empty())
            figure.update = lastUpdate(figure);
        origin.runs.push_back(std::move(figure));
    }
    return origin;
}

FigureOrigin originOf(const PlotRun& run, std::int64_t update, const std::string& inspector) {
    FigureOrigin origin;
    origin.program = programVersion();
    origin.inspector = inspector;
    origin.runs.push_back(runOf(run, usualSeries(), update));
    return origin;
}

std::string originToJson(const FigureOrigin& origin) {
    Json others = Json::array();
    for (std::size_t i = 1; i < origin.runs.size(); ++i)
        others.push_back(toJson(origin.runs[i]));
    Json json = {{"format", "dalescope-figure"},    {"version", 1},
                 {"program", origin.program},       {"inspector", origin.inspector},
                 {"plot", toJson(origin.view)},     {"x_range", rangeToJson(origin.x)},
                 {"y_range", rangeToJson(origin.y)}};
    json.update(toJson(origin.runs.front()));
    json["others"] = std::move(others);
    if (origin.drawnRuns > 0)
        json["drawn_runs"] = origin.drawnRuns;
    if (!origin.choices.is_null())
        json["choices"] = origin.choices;
    return json.dump();
}

FigureOrigin originFromJson(const std::string& text, const std::string& file) {
    try {
        const Json json = Json::parse(text);
        if (json.at("format") != "dalescope-figure")
            throw Error(file, "it carries something other than a run", "choose a figure of this program");
        if (json.at("version") != 1)
            throw Error(file, "a newer Dalescope drew it", "open it with that one");
        FigureOrigin origin;
        origin.program = json.at("program").get<std::string>();
        origin.inspector = json.value("inspector", std::string());
        origin.view = plotViewFromJson(json.at("plot"));
        origin.x = rangeFromJson(json.at("x_range"));
        origin.y = rangeFromJson(json.at("y_range"));
        origin.runs.push_back(runFromJson(json, file));
        for (const Json& other : json.value("others", Json::array()))
            origin.runs.push_back(runFromJson(other, file));
        origin.drawnRuns = json.value("drawn_runs", std::size_t(0));
        origin.choices = json.value("choices", Json());
        return origin;
    } catch (const Json::exception&) {
        throw Error(file, "the run that it carries is damaged", "export the figure again");
    }
}

std::shared_ptr<const Journal> journalOf(const FigureRun& figure) {
    std::vector<std::string> names;
    std::map<std::int64_t, std::vector<std::pair<std::size_t, float>>> rows;
    for (const auto& [series, samples] : figure.numbers) {
        for (const auto& [update, value] : samples)
            rows[update].emplace_back(names.size(), value);
        names.push_back(series);
    }
    auto journal = std::make_shared<Journal>(names);
    for (const auto& [update, values] : rows) {
        journal->beginRow({update, 0, 0});
        for (const auto& [series, value] : values)
            journal->put(series, static_cast<double>(value));
        journal->commitRow();
    }
    return journal;
}

FigureComparison compareWithFigure(const FigureRun& figure, const Journal& journal) {
    FigureComparison found;
    for (const auto& [name, samples] : figure.numbers) {
        const Series* series = journal.find(name);
        for (const auto& [update, value] : samples) {
            const float* now = series ? valueAt(journal, *series, update) : nullptr;
            if (!now) {
                ++found.missing;
            } else if (sameValue(*now, value)) {
                ++found.same;
            } else if (found.different++ == 0 || update < found.update) {
                found.name = figure.name;
                found.series = name;
                found.update = update;
                found.figure = value;
                found.run = *now;
            }
        }
    }
    return found;
}

FigureComparison& operator+=(FigureComparison& all, const FigureComparison& one) {
    if (all.different == 0 && one.different > 0) {
        const FigureComparison counts = all;
        all = one;
        all.same = counts.same;
        all.different = counts.different;
        all.missing = counts.missing;
    }
    all.same += one.same;
    all.different += one.different;
    all.missing += one.missing;
    return all;
}

} // namespace dalescope
