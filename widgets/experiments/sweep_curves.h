// Training and test error of a sweep's configurations as they grow.
#pragma once

#include "widgets/experiments/sweep_watch.h"
#include "widgets/plots/plot_panel.h"

#include <QSet>
#include <QWidget>

class QCheckBox;
class QLabel;

namespace dalescope {

/// One colour and dash a configuration; its mean over seeds with a band of one standard deviation.
class SweepCurves : public QWidget {
    Q_OBJECT

public:
    /// So many configurations are drawn at most; the first of those that are shown.
    static constexpr qsizetype most = 40;

    explicit SweepCurves(QWidget* parent = nullptr);

    void setSweep(std::shared_ptr<const SweepOutline> outline);
    void setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot);
    void setTheme(const Theme& theme);
    /// Configurations to draw, by their places.
    void setShown(const QList<int>& configurations);
    /// Runs that stand out: their seeds and their configurations. None: all are alike.
    void setEmphasis(const QList<int>& runs);
    /// Draws what has come. To be called some times a second.
    void poll();

    QList<PlotPanel*> panels() const { return {train_, test_}; }
    QCheckBox& seeds() { return *seeds_; }

Q_SIGNALS:
    void failed(const QString& sentence);
    void exported(const QString& path);

private:
    std::vector<PlotRun> plotRuns() const;
    QStringList shortNames(const QList<int>& drawn) const;
    std::vector<CurveSpec> curvesOf(const std::string& quantity) const;
    void showCurves();

    std::shared_ptr<const SweepOutline> outline_;
    QList<int> shown_, emphasis_;
    QCheckBox* seeds_;
    QLabel* note_;
    PlotPanel* train_;
    PlotPanel* test_;
};

} // namespace dalescope
