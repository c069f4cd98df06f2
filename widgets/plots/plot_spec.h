// What a plot shows (PlotSpec, fixed) and how it is looked at (PlotView, a person's choice that can be
// undone).
#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dalescope {

class Journal;

/// One curve: a series of the journal and how it is drawn.
struct CurveSpec {
    enum class Reduce { Raw, RunningMean };

    std::string series; ///< its name in the journal
    QString label;      ///< in the legend
    int colour = 0;     ///< index into Theme::series
    Qt::PenStyle dash = Qt::SolidLine;
    Reduce reduce = Reduce::RunningMean; ///< Raw curves take no notice of the smoothing
    bool rawBehind = true;               ///< smoothed: keep the raw samples, faint, behind the mean
    bool dots = false;                   ///< a dot on each sample while they lie apart
    double weight = 1;                   ///< line width in units of the theme's
    std::string low, high;               ///< series between which a band is filled; empty: no band
    bool quiet = false;                  ///< one of many: thin and faint, in neither legend nor readout

    // Where a plot shows several runs:
    QString run;  ///< whose curve it is; the legend has an entry for each run
    int sign = 0; ///< the run's, see signOf(): tells it from others of its colour
    /// Of another run than the plot's own: where the series is. Such a curve steps back behind the plot's own
    /// and shares its entry in the legend. Null: the plot's journal.
    std::shared_ptr<const Journal> journal;

    bool ofFigure = false; ///< what a figure carries of a run that is yet to be made: faint, against updates

    /// "Run 2: test"
    QString fullLabel() const { return run.isEmpty() ? label : run + QStringLiteral(": ") + label; }
};

enum class XAxis { Updates, Epochs, Seconds };

/// How a plot is looked at. `smoothing` is the running mean's width in updates; 1 is none.
struct PlotView {
    QString plot; ///< PlotSpec::id: which of a panel's alternatives is shown
    XAxis xAxis = XAxis::Updates;
    bool logX = false;
    bool logY = false;
    int smoothing = 1;
    QStringList hidden; ///< series not drawn, sorted

    bool operator==(const PlotView&) const = default;
};

/// A horizontal line that says where a curve should be.
struct Reference {
    double y = 1;
    QString label;
};

struct PlotSpec {
    QString id;     ///< short, for file names and settings: "error"
    QString title;  ///< above the plot and in the combo box of alternatives
    QString yLabel; ///< with its unit
    std::vector<CurveSpec> curves;
    bool yFromZero = false;
    bool logY = false; ///< at first
    int smoothing = 1; ///< at first, in updates
    std::optional<Reference> reference;
    bool hasSeconds = true; ///< whether the journal's rows know their time
    QString empty;          ///< shown on screen in place of curves while there is no value

    /// The view a person meets first.
    PlotView firstView() const { return {id, XAxis::Updates, false, logY, smoothing, {}}; }
};

} // namespace dalescope
