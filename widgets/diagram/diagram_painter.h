// A network's diagram on any device: the window, an image, a PDF page.
#pragma once

#include "widgets/diagram/diagram_scene.h"

#include <limits>

class QPainter;

namespace dalescope {

/// What a person points at.
struct DiagramMarks {
    UnitAddress unit;                    ///< not valid: none
    std::vector<Connection> connections; ///< drawn as curves
    int projection = -1;
    /// How far the activity has come: 0 at the input, i + 1 at layer i.
    double reached = std::numeric_limits<double>::infinity();
};

/// What changes little from one picture to the next: cards, names, numbers and arrows.
void paintDiagramFrame(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                       const Theme& theme);
/// What changes with each: units, bars, the activity on its way, and what is pointed at.
void paintDiagramActivity(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                          const Theme& theme);
/// Both at the diagram's own size and place (see DiagramLayout).
void paintDiagram(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                  const Theme& theme);

} // namespace dalescope
