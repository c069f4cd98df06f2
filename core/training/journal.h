// What a run recorded: when (rows) and what (series of values, each at some of the rows). The trainer
// appends, the window and the exporters read, at the same time and without locks.
#pragma once

#include "core/common/append_only.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace dalescope {

class WeightHistory;

/// A point of a run. Update 0 is the network as initialised, before any training.
struct Tick {
    std::int64_t update = 0; ///< updates made so far
    double epoch = 0;        ///< passes over the training data, with the fraction of the current one
    double seconds = 0;      ///< time spent training, pauses left out
};

/// One value of a series, at a row of the journal. Eight bytes: a long run has tens of millions of them.
struct Sample {
    std::uint32_t row = 0;
    float value = 0;
};

/// One quantity over the run, named as its column in metrics.csv ("train_loss", "ei_ratio.0", ...).
class Series {
public:
    explicit Series(std::string name) : name_(std::move(name)) {}

    const std::string& name() const { return name_; }
    std::size_t size() const { return samples_.size(); }
    /// index < size(). Rows rise with the index.
    const Sample& operator[](std::size_t index) const { return samples_[index]; }
    /// Writer's thread only.
    void append(const Sample& sample) { samples_.append(sample); }

private:
    std::string name_;
    AppendOnly<Sample> samples_;
};

/// Something that happened at a point of a run, to be shown on its plots.
struct JournalMark {
    enum class Kind {
        Edit,    ///< a person changed a setting: "Learning rate 0.1 -> 0.05"
        Warning, ///< gamma nears zero in a layer
        End      ///< the run ended, and why
    };
    std::int64_t update = 0; ///< updates made when it happened
    std::string text;
    Kind kind = Kind::Edit;
};

/// One writer, any number of readers. The set of series is fixed from the start; which of them hold values is
/// not. Rows are counted in 32 bits: at a thousand updates a second they last seven weeks.
class Journal {
public:
    explicit Journal(const std::vector<std::string>& seriesNames);

    // Writer's thread only: a row is begun, values are put in it, and readers see it when it is committed.
    void beginRow(const Tick& tick);
    void put(std::size_t series, double value);
    void commitRow();
    void addMark(const JournalMark& mark) { marks_.append(mark); }
    WeightHistory& weights() { return *weights_; }

    // Any thread.
    std::size_t rows() const { return ticks_.size(); }
    const Tick& tick(std::size_t row) const { return ticks_[row]; }
    std::size_t seriesCount() const { return series_.size(); }
    const Series& series(std::size_t index) const { return series_[index]; }
    /// Null where no series has that name.
    const Series* find(const std::string& name) const;
    std::size_t marks() const { return marks_.size(); }
    const WeightHistory& weights() const { return *weights_; }
    const JournalMark& mark(std::size_t index) const { return marks_[index]; }

private:
    AppendOnly<Tick> ticks_;
    std::deque<Series> series_;
    AppendOnly<JournalMark> marks_;
    std::shared_ptr<WeightHistory> weights_;
    Tick pendingTick_;
    std::vector<std::pair<std::size_t, float>> pending_;
};

} // namespace dalescope
