// Looks at a sweep's files in the background while its window is open.
#pragma once

#include "core/experiments/result_table.h"
#include "core/experiments/run_curves.h"
#include "core/experiments/run_state.h"
#include "core/experiments/sweep_outline.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>

namespace dalescope {

/// How far a run is.
struct RunFacts {
    FolderStatus status;
    std::int64_t update = 0;
    double epoch = 0;
    double progress = 0;   ///< 0 to 1
    double trainError = 0; ///< percent, of the last point of its curve or its summary; NaN: none yet
    double testError = 0;
};

/// What the files said at one moment; never changed afterwards.
struct SweepSnapshot {
    std::vector<RunFacts> runs;            ///< as SweepFolder::runs()
    std::shared_ptr<const Journal> curves; ///< seedMeans() of the configurations
    std::shared_ptr<const ResultTable> results;
};

/// Tells about once a second what has changed. Nothing here waits for a file but its own thread.
class SweepWatch : public QObject {
    Q_OBJECT

public:
    SweepWatch(std::shared_ptr<const SweepOutline> outline, QObject* parent = nullptr);
    ~SweepWatch() override;

    /// Looks again at once.
    void look();

Q_SIGNALS:
    void seen(const std::shared_ptr<const dalescope::SweepSnapshot>& snapshot);

private:
    QThread thread_;
    QObject* worker_;
    std::atomic<bool> stopping_ = false;
};

} // namespace dalescope
