#include "core/experiments/folder_run.h"

#include "core/common/error.h"
#include "core/experiments/run_folder.h"
#include "core/experiments/run_lock.h"
#include "core/experiments/run_table.h"
#include "core/io/atomic_file.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/trainer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace dalescope {

namespace fs = std::filesystem;

namespace {

constexpr const char* checkpointName = "checkpoint.npz";

/// A table of numbers, read line by line. Any line that does not fit its header is a fault of the file.
class Table {
public:
    /// bytes: what of it belongs to the run.
    Table(const fs::path& folder, const std::string& name, std::uint64_t bytes)
        : file_(tableFile(folder, name)), text_(readFile(file_, std::uint64_t(1) << 40)) {
        if (text_.size() < bytes)
            throw fault("it is shorter than when the run stopped");
        text_.resize(bytes);
        if (!nextLine())
            throw damaged();
        for (const auto cell : cells_)
            names_.emplace_back(cell);
    }

    const std::vector<std::string>& names() const { return names_; }
    /// False after the last line.
    bool next() {
        if (!nextLine())
            return false;
        if (cells_.size() != names_.size())
            throw damaged();
        return true;
    }
    /// Nothing where the cell is empty.
    template <class Number>
    std::optional<Number> number(std::size_t column) const {
        const std::string_view cell = cells_.at(column);
        Number value{};
        if (cell.empty())
            return {};
        if (std::from_chars(cell.data(), cell.data() + cell.size(), value).ptr != cell.data() + cell.size())
            throw damaged();
        return value;
    }
    Error damaged() const { return fault("it is damaged"); }

private:
    Error fault(const char* what) const {
        return Error(file_.string(), what, "start the run anew, or open its config.json alone");
    }
    bool nextLine() {
        if (at_ >= text_.size())
            return false;
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        const std::string_view line(text_.data() + at_, end - at_);
        at_ = end + 1;
        cells_.clear();
        for (std::size_t at = 0; at != std::string_view::npos;)
            cells_.push_back(nextCell(line, at));
        return true;
    }

    fs::path file_;
    std::string text_;
    std::size_t at_ = 0;
    std::vector<std::string> names_;
    std::vector<std::string_view> cells_; ///< of the line that was read last
};

/// Which series each column holds; the count of series where it holds none.
std::vector<std::size_t> seriesOf(const Table& table, const std::vector<std::string>& series) {
    std::vector<std::size_t> columns;
    for (const auto& name : table.names())
        columns.push_back(static_cast<std::size_t>(std::ranges::find(series, name) - series.begin()));
    return columns;
}

void put(const Table& table, const std::vector<std::size_t>& series, Journal& journal) {
    for (std::size_t column = 0; column < series.size(); ++column)
        if (series[column] < journal.seriesCount())
            if (const auto value = table.number<float>(column))
                journal.put(series[column], static_cast<double>(*value));
}

/// The mean training error of each epoch out of those of its updates. Each is a whole number of errors among
/// the examples that the update took of the pass, and so the mean is the trainer's, to the bit.
class EpochErrors {
public:
    /// examples: of a pass.
    explicit EpochErrors(Index examples) : examples_(static_cast<double>(examples)) {}

    /// After an update that left the run at `epoch`; nothing before the epoch's end.
    std::optional<double> add(double epoch, double trainError) {
        const double batch = std::round((epoch - epoch_) * examples_);
        epoch_ = epoch;
        errors_ += std::round(trainError * batch / 100);
        if (epoch != std::floor(epoch))
            return {};
        return 100 * std::exchange(errors_, 0) / examples_;
    }

private:
    double examples_, epoch_ = 0, errors_ = 0;
};

/// The rows of all tables, by their update. examples: of a pass.
void fill(Journal& journal, const std::vector<std::string>& names, const fs::path& folder,
          const std::map<std::string, std::uint64_t>& tables, Index examples) {
    Table metrics(folder, "metrics.csv", tables.at("metrics.csv"));
    Table times(folder, "times.csv", tables.at("times.csv"));
    const auto kept = tables.find("ledger.csv");
    std::optional<Table> ledger;
    if (kept != tables.end())
        ledger.emplace(folder, kept->first, kept->second);
    const auto ofMetrics = seriesOf(metrics, names);
    const auto ofLedger = ledger ? seriesOf(*ledger, names) : std::vector<std::size_t>();
    const auto trainError =
        static_cast<std::size_t>(std::ranges::find(ofMetrics, SeriesIndex::TrainError) - ofMetrics.begin());
    if (trainError == ofMetrics.size())
        throw metrics.damaged();
    EpochErrors epochErrors(examples);
    bool inLedger = ledger && ledger->next();
    while (metrics.next()) {
        const auto update = metrics.number<std::int64_t>(0);
        const auto epoch = metrics.number<double>(1);
        if (!update || !epoch || !times.next() || times.number<std::int64_t>(0) != update)
            throw times.damaged();
        journal.beginRow({*update, *epoch, times.number<double>(2).value_or(0)});
        put(metrics, ofMetrics, journal);
        if (const auto error = metrics.number<float>(trainError))
            if (const auto mean = epochErrors.add(*epoch, static_cast<double>(*error)))
                journal.put(SeriesIndex::EpochTrainError, *mean);
        if (inLedger && ledger->number<std::int64_t>(0) == update) {
            put(*ledger, ofLedger, journal);
            inLedger = ledger->next();
        }
        journal.commitRow();
    }
    if (inLedger)
        throw ledger->damaged();
}

/// Edits and the end, as a Trainer marks them.
void mark(Journal& journal, const Checkpoint& state) {
    Config settings = state.config;
    for (std::size_t i = 0; i < state.editsMade; ++i) {
        const Edit& edit = state.config.edits[i];
        const Value before = valueByPath(settings, edit.path);
        setValueByPath(settings, edit.path, edit.value);
        journal.addMark(
            {edit.update, editText(settings, edit.path, before, valueByPath(settings, edit.path))});
    }
    if (state.end)
        journal.addMark({state.update, state.end->text, JournalMark::Kind::End});
}

} // namespace

bool isRunFolder(const fs::path& folder) {
    const auto has = [&](const char* file) {
        std::error_code ignored;
        return fs::is_regular_file(folder / file, ignored);
    };
    return has(checkpointName) ||
           (has("config.json") && (has("metrics.csv") || has("metrics.csv.part") || has("summary.json")));
}

FolderRun readFolderRun(const fs::path& folder) {
    const auto holder = lockHolder(folder); // before it is read: a run that ends meanwhile is still told of
    std::error_code ignored;
    if (isRunFolder(folder) && !fs::exists(folder / checkpointName, ignored))
        throw Error(folder.string(), "it holds a run without checkpoint.npz",
                    "open its config.json for its settings");
    const StoppedRun stopped = readStoppedRun(folder);
    const std::string file = stopped.checkpoint.file;
    const auto names = SeriesIndex(layersWithWeights(stopped.checkpoint.config.layers).size()).names();
    const auto journal = std::make_shared<Journal>(names);
    fill(*journal, names, folder, stopped.tables, stopped.checkpoint.examples);
    mark(*journal, stopped.checkpoint);
    if (holder)
        journal->addMark({stopped.checkpoint.update,
                          "Another process (" + *holder + ") trains this run: this is its state as of then.",
                          JournalMark::Kind::Warning});
    if (journal->rows() == 0 || journal->tick(journal->rows() - 1).update > stopped.checkpoint.update)
        throw Error(file, "it does not fit the run's tables",
                    "start the run anew, or open its config.json alone");
    FolderRun run{settingsAt(stopped.checkpoint), {}};
    run.standing.moment = std::make_shared<const Moment>(
        momentFromNpz(checkpointToNpz(stopped.checkpoint), placeOf(*journal), file));
    run.standing.journal = journal;
    return run;
}

} // namespace dalescope
