// What an exported figure carries within itself: the run it was drawn from, how it was looked at, and enough
// of its numbers to see whether another run gives the same.
#pragma once

#include "core/settings/config.h"
#include "widgets/plots/plot_export.h"

#include <nlohmann/json.hpp>

namespace dalescope {

/// Some samples of a series, the last among them.
struct FigureNumbers {
    std::string series;
    std::vector<std::pair<std::int64_t, float>> samples; ///< updates made, and the value
};

/// One of the runs that a figure shows.
struct FigureRun {
    std::string name;
    std::int64_t update = 0; ///< updates made when it was drawn
    Config config;           ///< replays the run: with its seed and the edits made in mid-run
    std::vector<FigureNumbers> numbers;
};

struct FigureOrigin {
    std::string program;         ///< version that drew it
    std::vector<FigureRun> runs; ///< at least one; the first is what it was drawn of
    std::size_t drawnRuns = 0;   ///< how many runs it shows, where it carries fewer; else 0
    PlotView view;
    std::optional<QCPRange> x, y; ///< where it was zoomed
    std::string inspector; ///< the dock that drew it, by its title; empty: `view` is of one of the main plots
    /// What was chosen in that inspector and in those that it shows something of: an object for each of them,
    /// as in a session's window.json (core/sessions/README.md). Null, as in older figures: nothing is said of
    /// it.
    nlohmann::ordered_json choices;
};

/// Keeps at most 64 samples, spread over the run, of each series that the plot shows of each of source.runs,
/// of which there must be one; of a run that it shows only in a mean, of the test error and the loss.
FigureOrigin originOf(const PlotSource& source);

/// Of a picture of a run's network as it was after `update` updates, drawn by `inspector`; with test error
/// and loss up to there.
FigureOrigin originOf(const PlotRun& run, std::int64_t update, const std::string& inspector);

std::string originToJson(const FigureOrigin& origin);
/// Throws Error naming `file` where it is damaged or from a newer version.
FigureOrigin originFromJson(const std::string& json, const std::string& file);

/// The numbers as a journal that knows updates only, neither epochs nor seconds.
std::shared_ptr<const Journal> journalOf(const FigureRun& figure);

/// A figure's numbers beside those of a run.
struct FigureComparison {
    std::size_t same = 0, different = 0; ///< samples, bit by bit
    std::size_t missing = 0;             ///< the run did not measure them
    std::string name, series;            ///< of the run where the first difference is, and what stands there
    std::int64_t update = 0;
    float figure = 0, run = 0;

    bool agrees() const { return same > 0 && different == 0 && missing == 0; }
};
FigureComparison compareWithFigure(const FigureRun& figure, const Journal& journal);
/// Adds what was found of another run.
FigureComparison& operator+=(FigureComparison& all, const FigureComparison& one);

} // namespace dalescope
