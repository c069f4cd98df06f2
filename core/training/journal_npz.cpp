#include "core/training/journal_npz.h"

#include "core/common/error.h"
#include "core/training/weight_history.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::int64_t>;

constexpr const char* kindNames[] = {"edit", "warning", "end"};

template <class T>
NpyArray list(const std::vector<T>& values) {
    return NpyArray::of(values, {static_cast<std::int64_t>(values.size())});
}

Error damaged(const std::string& file, const std::string& what) {
    return Error(file, "the recorded " + what + " do not fit together", "choose an earlier copy");
}

/// A list of `length` elements, of any length where that is negative.
template <class T>
std::vector<T> listOf(const Npz& npz, const std::string& name, std::int64_t length, const std::string& file) {
    const NpyArray& array = npz.array(name, file);
    if (array.shape.size() != 1 || (length >= 0 && array.shape[0] != length))
        throw damaged(file, "values \"" + name + "\"");
    return array.as<T>();
}

std::string histogramName(const std::string& prefix, std::size_t layer, std::size_t parameter) {
    return prefix + "weights." + std::to_string(layer) + "." + std::to_string(parameter) + ".";
}

void putWeights(const WeightHistory::Kept& kept, const std::string& prefix, Npz& npz) {
    npz.arrays[prefix + "weights.offers"] = list(Rows{kept.offers, kept.every});
    if (kept.moments.empty())
        return;
    const auto moments = static_cast<std::int64_t>(kept.moments.size());
    for (std::size_t l = 0; l < kept.moments.front().size(); ++l)
        for (std::size_t p = 0; p < kept.moments.front()[l].size(); ++p) {
            std::vector<float> shares, ranges;
            Rows updates;
            for (const auto& moment : kept.moments) {
                const ValueHistogram& one = moment[l][p];
                shares.insert(shares.end(), one.shares.begin(), one.shares.end());
                ranges.insert(ranges.end(), {one.low, one.high, one.zeros});
                updates.push_back(one.update);
            }
            const std::string name = histogramName(prefix, l, p);
            npz.arrays[name + "shares"] = NpyArray::of(shares, {moments, ValueHistogram::bins});
            npz.arrays[name + "range"] = NpyArray::of(ranges, {moments, 3});
            npz.arrays[name + "updates"] = list(updates);
        }
}

WeightHistory::Kept takeWeights(const Npz& npz, const std::string& prefix, const std::string& file) {
    WeightHistory::Kept kept;
    if (!npz.arrays.contains(prefix + "weights.offers"))
        return kept;
    const auto offers = listOf<std::int64_t>(npz, prefix + "weights.offers", 2, file);
    kept.offers = offers[0];
    kept.every = offers[1];
    if (kept.offers < 0 || kept.every < 1)
        throw damaged(file, "histograms of weights");
    for (std::size_t l = 0; npz.arrays.contains(histogramName(prefix, l, 0) + "updates"); ++l)
        for (std::size_t p = 0; npz.arrays.contains(histogramName(prefix, l, p) + "updates"); ++p) {
            const std::string name = histogramName(prefix, l, p);
            const auto updates = listOf<std::int64_t>(
                npz, name + "updates",
                l + p > 0 ? static_cast<std::int64_t>(kept.moments.size()) : std::int64_t(-1), file);
            const auto moments = static_cast<std::int64_t>(updates.size());
            const NpyArray &shares = npz.array(name + "shares", file),
                           &range = npz.array(name + "range", file);
            if (moments >= static_cast<std::int64_t>(WeightHistory::mostMoments) ||
                shares.shape != std::vector<std::int64_t>{moments, ValueHistogram::bins} ||
                range.shape != std::vector<std::int64_t>{moments, 3})
                throw damaged(file, "histograms of weights");
            const auto share = shares.as<float>(), ends = range.as<float>();
            kept.moments.resize(updates.size());
            for (std::size_t m = 0; m < updates.size(); ++m) {
                auto& moment = kept.moments[m];
                moment.resize(l + 1);
                ValueHistogram& one = moment[l].emplace_back();
                one.update = updates[m];
                one.low = ends[3 * m];
                one.high = ends[3 * m + 1];
                one.zeros = ends[3 * m + 2];
                std::copy_n(share.begin() + static_cast<std::ptrdiff_t>(m * ValueHistogram::bins),
                            ValueHistogram::bins, one.shares.begin());
            }
        }
    return kept;
}

Json toJson(const JournalMark& mark) {
    return {{"update", mark.update},
            {"kind", kindNames[static_cast<std::size_t>(mark.kind)]},
            {"text", mark.text}};
}

void putMarks(const Journal& journal, std::size_t count, const std::optional<JournalMark>& last,
              const std::string& prefix, Npz& npz) {
    Json marks = Json::array();
    for (std::size_t i = 0; i < count; ++i)
        marks.push_back(toJson(journal.mark(i)));
    if (last)
        marks.push_back(toJson(*last));
    npz.texts[prefix + "marks.json"] = marks.dump(1) + "\n";
}

void takeMarks(const Npz& npz, const std::string& prefix, const std::string& file, Journal& journal) {
    const auto text = npz.texts.find(prefix + "marks.json");
    if (text == npz.texts.end())
        throw damaged(file, "marks");
    try {
        for (const Json& json : Json::parse(text->second)) {
            const auto* kind = std::ranges::find(kindNames, json.at("kind").get<std::string>());
            if (kind == std::end(kindNames))
                throw std::out_of_range("kind");
            journal.addMark({json.at("update").get<std::int64_t>(), json.at("text").get<std::string>(),
                             static_cast<JournalMark::Kind>(kind - kindNames)});
        }
    } catch (const std::exception&) {
        throw damaged(file, "marks");
    }
}

} // namespace

void putJournal(const Journal& journal, const JournalPlace& place, const std::string& prefix, Npz& npz,
                const std::optional<JournalMark>& mark) {
    Rows updates;
    std::vector<double> epochs, seconds;
    for (std::size_t row = 0; row < place.rows; ++row) {
        const Tick& tick = journal.tick(row);
        updates.push_back(tick.update);
        epochs.push_back(tick.epoch);
        seconds.push_back(tick.seconds);
    }
    npz.arrays[prefix + "update"] = list(updates);
    npz.arrays[prefix + "epoch"] = list(epochs);
    npz.arrays[prefix + "seconds"] = list(seconds);
    for (std::size_t s = 0; s < journal.seriesCount(); ++s) {
        const Series& series = journal.series(s);
        Rows rows;
        std::vector<float> values;
        for (std::size_t i = 0, all = series.size(); i < all; ++i) {
            if (series[i].row >= place.rows)
                break;
            rows.push_back(series[i].row);
            values.push_back(series[i].value);
        }
        if (rows.empty())
            continue;
        npz.arrays[prefix + series.name()] = list(values);
        npz.arrays[prefix + series.name() + ".rows"] = list(rows);
    }
    putMarks(journal, place.marks, mark, prefix, npz);
    WeightHistory then;
    then.begin(journal.weights(), place.weightOffers);
    putWeights(then.keep(), prefix, npz);
}

std::shared_ptr<Journal> takeJournal(const Npz& npz, const std::string& prefix,
                                     const std::vector<std::string>& seriesNames, const std::string& file) {
    struct Column {
        std::size_t series;
        Rows rows;
        std::vector<float> values;
        std::size_t next = 0;
    };
    auto journal = std::make_shared<Journal>(seriesNames);
    const auto updates = listOf<std::int64_t>(npz, prefix + "update", -1, file);
    const auto length = static_cast<std::int64_t>(updates.size());
    const auto epochs = listOf<double>(npz, prefix + "epoch", length, file);
    const auto seconds = listOf<double>(npz, prefix + "seconds", length, file);
    std::vector<Column> columns;
    for (std::size_t s = 0; s < seriesNames.size(); ++s) {
        const std::string name = prefix + seriesNames[s];
        if (!npz.arrays.contains(name))
            continue;
        Column column{s, listOf<std::int64_t>(npz, name + ".rows", -1, file), {}};
        column.values = listOf<float>(npz, name, static_cast<std::int64_t>(column.rows.size()), file);
        columns.push_back(std::move(column));
    }
    for (std::int64_t row = 0; row < length; ++row) {
        const auto r = static_cast<std::size_t>(row);
        if (updates[r] < (r > 0 ? updates[r - 1] : 0) || !std::isfinite(epochs[r]) ||
            !std::isfinite(seconds[r]))
            throw damaged(file, "rows");
        journal->beginRow({updates[r], epochs[r], seconds[r]});
        for (Column& column : columns)
            if (column.next < column.rows.size() && column.rows[column.next] == row)
                journal->put(column.series, static_cast<double>(column.values[column.next++]));
        journal->commitRow();
    }
    for (const Column& column : columns) // a row that is out of order or beyond the last one was never met
        if (column.next < column.rows.size())
            throw damaged(file, "values \"" + seriesNames[column.series] + "\"");
    takeMarks(npz, prefix, file, *journal);
    journal->weights().take(takeWeights(npz, prefix, file));
    return journal;
}

} // namespace dalescope
