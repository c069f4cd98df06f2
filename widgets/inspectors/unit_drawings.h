// Plots of one unit over a probe batch, for the window and for paper.
#pragma once

#include "core/inspection/inhibition.h"
#include "core/inspection/unit_profile.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

#include <QStringList>

#include <array>

namespace dalescope {

enum class UnitPlot {
    Distribution, ///< of z over the examples
    Tuning,       ///< mean h of each class, with its standard deviation
    Balance,      ///< excitatory against subtractive input, one dot for each example
    Layer         ///< the same, one dot for each unit of the layer: its means
};
inline constexpr std::array allUnitPlots = {UnitPlot::Distribution, UnitPlot::Tuning, UnitPlot::Balance,
                                            UnitPlot::Layer};

/// What the plots show.
struct UnitPicture {
    UnitProfile profile;
    QString quantity = QStringLiteral("z"); ///< zI of interneurons, a mean of maps and steps
    Inhibition inhibition = Inhibition::Interneurons;
    bool inhibitory = false; ///< the unit itself
    QStringList classes;
    std::vector<std::int32_t> labels; ///< of the examples
    Index row = 0;                    ///< of the unit among its layer's

    /// The class with the largest mean activity; -1 where there is none.
    int preferred() const;
};

QString titleOf(UnitPlot plot);
/// Furnishes a plot, which may hold an older picture.
void drawUnit(QCustomPlot& plot, const PlotStyle& style, const UnitPicture& picture, UnitPlot which);
/// The numbers behind it: of Distribution all examples with all terms.
QByteArray unitCsv(const UnitPicture& picture, UnitPlot which);
/// What stands between \begin{axis}[ and \end{axis}.
QByteArray unitPgfplots(const UnitPicture& picture, UnitPlot which);
/// In a sentence, for who cannot see it.
QString unitInWords(const UnitPicture& picture, UnitPlot which);

} // namespace dalescope
