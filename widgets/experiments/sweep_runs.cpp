#include "widgets/experiments/sweep_runs.h"

#include "core/experiments/run_curves.h"

#include <QCoreApplication>

#include <algorithm>

namespace dalescope {

std::vector<PlotRun> runsOf(const SweepOutline& outline, const std::shared_ptr<const Journal>& curves,
                            const QList<int>& configurations) {
    std::vector<PlotRun> made;
    const auto& runs = outline.sweep.runs();
    for (const int place : configurations)
        for (std::size_t run = 0; run < runs.size() && made.size() < mostCarriedRuns; ++run)
            if (outline.configurationOf[run] == static_cast<std::size_t>(place)) {
                const std::string& name = outline.names[static_cast<std::size_t>(place)];
                made.push_back({QCoreApplication::translate("dalescope::SweepRuns", "%1, seed %2")
                                    .arg(QString::fromStdString(name))
                                    .arg(runs[run].seed),
                                runs[run].config,
                                curves,
                                {{"test_error", seedSeries("test_error", name, runs[run].seed)}}});
            }
    return made;
}

std::size_t countRuns(const SweepOutline& outline, const QList<int>& configurations) {
    return static_cast<std::size_t>(std::ranges::count_if(outline.configurationOf, [&](std::size_t place) {
        return configurations.contains(static_cast<int>(place));
    }));
}

} // namespace dalescope
