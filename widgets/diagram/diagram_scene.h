// Everything that a network's diagram shows for one input, and what it says in words.
#pragma once

#include "core/data/dataset.h"
#include "core/inspection/circuit_activity.h"
#include "widgets/diagram/diagram_layout.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QImage>
#include <QStringList>

#include <memory>

namespace dalescope {

/// What the widths of a diagram's arrows are.
enum class ArrowWidth { Current, Weight };

struct DiagramRequest {
    std::shared_ptr<const Network<float>> network;
    std::shared_ptr<const Dataset> data; ///< for its shape and the names of its classes
    Vector<float> x;
    QString input;  ///< "Example 42", "Drawn"
    int right = -1; ///< the class that the input is known to be
    UnitTerm term = UnitTerm::Activity;
    ArrowWidth arrows = ArrowWidth::Current;
    Index step = 0;
    Theme theme;
};

struct DiagramScene {
    DiagramRequest request;
    Circuit circuit;
    DiagramLayout layout;
    Activity activity;
    std::vector<QImage> pictures;  ///< of the populations: one pixel a unit, or the maps as they stand
    std::vector<double> currents;  ///< of the projections; NaN: none yet
    std::vector<double> widths;    ///< 0 to 1, 1 being the widest of all projections
    std::vector<LayerMeans> means; ///< of the layers

    /// NaN where the unit has no such term.
    double valueOf(const UnitAddress& unit, UnitTerm term) const;
    QString className(Index label) const;
    Inhibition inhibitionOf(int layer) const {
        return dalescope::inhibitionOf((*request.network)[static_cast<std::size_t>(layer)]);
    }
};

/// Passes the input through the network; on any thread.
DiagramScene makeScene(DiagramRequest request);

/// What a diagram says in words.
struct DiagramText {
    Q_DECLARE_TR_FUNCTIONS(DiagramText)
public:
    static QString layer(const DiagramScene& scene, int layer); ///< "Layer 2, output"
    /// Of a network with steps: which one a layer is shown at, or after which. Empty: it has none.
    static QString step(const DiagramScene& scene, int layer);
    /// "zE"; what excites and what inhibits a layer's units depends on its kind.
    static QString term(const DiagramScene& scene, int layer, UnitTerm term);
    /// "Layer 0, unit 17: zE 1.2, ..."
    static QString unit(const DiagramScene& scene, const UnitAddress& unit);
    static QString projection(const DiagramScene& scene, std::size_t projection);
    /// All of it, for who cannot see it.
    static QString summary(const DiagramScene& scene);
    /// Every unit's terms.
    static QByteArray csv(const DiagramScene& scene);
};

} // namespace dalescope
