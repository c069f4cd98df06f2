// What an exported figure carries within itself: the run it was drawn from, how it was looked at, and enough
// of its numbers to see whether another run gives the same.
#pragma once

#include "core/settings/config.h"
#include "widgets/plots/plot_export.h"

namespace dalescope {

/// Some samples of a series, the last among them.
struct FigureNumbers {
    std::string series;
    std::vector<std::pair<std::int64_t, float>> samples; ///< updates made, and the value
};

struct FigureOrigin {
    std::string program;     ///< version that drew it
    std::int64_t update = 0; ///< updates made when it was drawn
    Config config;           ///< replays the run: with its seed and the edits made in mid-run
    PlotView view;
    std::optional<QCPRange> x, y; ///< where it was zoomed
    std::string inspector; ///< the dock that drew it, by its title; empty: `view` is of one of the main plots
    std::vector<FigureNumbers> numbers;
};

/// Keeps at most 64 samples of each of the plot's curves, spread over the run; of its own run's, where it
/// shows several. source.config must be set.
FigureOrigin originOf(const PlotSource& source);

/// Of a picture of the network as it was after `update` updates of the run that `config` replays, drawn by
/// `inspector`; with the numbers of `series` up to there.
FigureOrigin originOf(const Journal& journal, const Config& config, std::int64_t update,
                      const std::string& inspector, const std::vector<std::string>& series);

std::string originToJson(const FigureOrigin& origin);
/// Throws Error naming `file` where it is damaged or from a newer version.
FigureOrigin originFromJson(const std::string& json, const std::string& file);

/// A figure's numbers beside those of a run.
struct FigureComparison {
    std::size_t same = 0, different = 0; ///< samples, bit by bit
    std::size_t missing = 0;             ///< the run did not measure them
    std::string series;                  ///< where the first difference is, and what stands there
    std::int64_t update = 0;
    float figure = 0, run = 0;

    bool agrees() const { return same > 0 && different == 0 && missing == 0; }
};
FigureComparison compareWithFigure(const FigureOrigin& origin, const Journal& journal);

} // namespace dalescope
