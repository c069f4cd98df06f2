// Two configurations of a sweep against each other, paired over the seeds that they share.
#pragma once

#include "widgets/experiments/sweep_watch.h"
#include "widgets/plots/plot_panel.h"

#include <QWidget>

#include <map>
#include <optional>

class QLabel;

namespace dalescope {

class ComparisonView : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonView(QWidget* parent = nullptr);

    void setSweep(std::shared_ptr<const SweepOutline> outline);
    void setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot);
    void setTheme(const Theme& theme);
    /// Their configurations are compared where they belong to just two; otherwise the last two stay.
    void setRuns(const QList<int>& runs);
    void poll();

    PlotPanel& panel() { return *panel_; }
    QString sentence() const;

Q_SIGNALS:
    void failed(const QString& sentence);
    void exported(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Pair {
        std::size_t a, b;
        bool operator==(const Pair&) const = default;
    };
    std::map<std::int64_t, RunSummary> endsOf(std::size_t configuration) const;
    void refresh();

    std::shared_ptr<const SweepOutline> outline_;
    std::shared_ptr<const SweepSnapshot> snapshot_;
    std::optional<Pair> pair_;
    bool stale_ = false; ///< what is shown, since nobody saw it
    QLabel* sentence_;
    PlotPanel* panel_;
};

} // namespace dalescope
