// A plot's curves in a QCustomPlot: what the window shows and what the exporter prints.
#pragma once

#include "widgets/plots/curve_data.h"
#include "widgets/plots/curve_graph.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"
#include "widgets/plots/thinning.h"

#include <memory>
#include <optional>
#include <set>

namespace dalescope {

class MarksLayer;

class PlotScene : public QObject {
    Q_OBJECT

public:
    struct Curve {
        CurveSpec spec;
        std::unique_ptr<CurveData> data; ///< null while there is no journal, or no such series in it
        CurveGraph* line = nullptr;
        CurveGraph* raw = nullptr;            ///< the samples behind a mean
        std::unique_ptr<CurveData> low, high; ///< null without a band
        QCPGraph* lowEdge = nullptr;
        QCPGraph* highEdge = nullptr; ///< filled down to lowEdge
        bool hidden = false;
    };
    /// A sample as drawn.
    struct Point {
        Tick tick;
        double x, y;
    };

    /// Lives in `plot`, which it furnishes and keeps filled at each layout.
    explicit PlotScene(QCustomPlot& plot);

    void setStyle(const PlotStyle& style);
    void setSpec(const PlotSpec& spec);
    void setJournal(std::shared_ptr<const Journal> journal);
    void setView(const PlotView& view);
    /// Draws the curves of these series above the others, which step back. None: all alike.
    void setEmphasis(const QStringList& series);

    /// A vertical line there; none: taken away.
    void setMoment(std::optional<Tick> moment);

    const PlotStyle& style() const { return style_; }
    const PlotSpec& spec() const { return spec_; }
    const PlotView& view() const { return view_; }
    const std::vector<Curve>& curves() const { return curves_; }
    const std::shared_ptr<const Journal>& journal() const { return journal_; }

    /// Takes over at most `limit` samples a curve; true when something changed.
    bool advance(std::size_t limit);
    bool behind() const;
    /// Ranges that show everything, leaving raw samples behind a mean out of the y axis unless `withRaw`.
    void fitX();
    void fitY(bool withRaw = false);
    /// The last sample at or before x.
    std::optional<Point> pointAt(const Curve& curve, double x) const;
    /// As many legend entries side by side as fit the plot's width, and the y axis's label to its height; on
    /// screen done before each drawing.
    void fitToWidth();
    /// The whole of a text that is shortened at this place of the plot: the y axis's label, a run's name in
    /// the legend, what stands beside a mark. Empty where there is none.
    QString shortenedAt(const QPointF& place) const;
    /// What the plot shows, in words.
    QString summary() const;

private:
    void rebuild();
    void addRunsToLegend();
    bool addCurvesToLegend();
    void styleLegend();
    void wrapLabel();
    const std::shared_ptr<const Journal>& journalOf(const CurveSpec& spec) const {
        return spec.journal ? spec.journal : journal_;
    }
    void restyle();
    void refill();
    void styleBand(Curve& curve, bool steppedBack);
    void styleFor(Curve& curve, const QVector<QPointF>& points, int pixels);
    Stretch stretch() const;

    QCustomPlot& plot_;
    MarksLayer* marks_;
    QCPItemStraightLine* reference_ = nullptr;
    QCPItemText* empty_ = nullptr;
    PlotStyle style_;
    PlotSpec spec_;
    PlotView view_;
    std::shared_ptr<const Journal> journal_;
    std::vector<Curve> curves_;
    QList<std::pair<QCPGraph*, QString>> runKeys_;  ///< with the runs' whole names
    std::optional<std::set<std::string>> inLegend_; ///< series that have values
    QStringList emphasis_;
    // What the graphs were last filled for.
    bool stale_ = true;
    QCPRange filledRange_;
    int filledWidth_ = 0;
};

} // namespace dalescope
