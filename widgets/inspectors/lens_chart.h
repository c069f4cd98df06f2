// The Fisher lens on one layer as bars: how much larger the gradients of its other parameters are than WEE's.
#pragma once

#include "core/inspection/learning_lens.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

#include <memory>

namespace dalescope {

class LensChart : public QCustomPlot {
    Q_OBJECT
public:
    /// What a bar is, for each parameter and correction, over the same of WEE.
    enum class Measure {
        PerElement, ///< root mean square over the elements of the corrected gradient
        Length,     ///< of the corrected gradient
        Divergence  ///< of the output distribution by a step along it
    };
    explicit LensChart(QWidget* parent = nullptr);

    /// Null: nothing to show.
    void setLens(std::shared_ptr<const LearningLens> lens, std::size_t layer, Measure measure);
    QSize sizeHint() const override { return {560, 280}; }
    QSize minimumSizeHint() const override { return {300, 160}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void draw();
    void describe();

    std::shared_ptr<const LearningLens> lens_;
    std::size_t layer_ = 0;
    Measure measure_ = Measure::PerElement;
};

/// Furnishes a plot, which may hold an older picture. Null: says that there is no network.
void drawLens(QCustomPlot& plot, const PlotStyle& style, const LearningLens* lens, std::size_t layer,
              LensChart::Measure measure);

/// A bar's height; NaN where there is nothing to compare with.
double lensRatio(const LayerLens& layer, const ParameterLens& parameter, Correction correction,
                 LensChart::Measure measure);

} // namespace dalescope
