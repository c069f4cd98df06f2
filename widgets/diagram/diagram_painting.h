// What the parts of a diagram's picture share.
#pragma once

#include "widgets/diagram/diagram_painter.h"

#include <QColor>

class QPainter;

namespace dalescope {

class DiagramPainting {
public:
    DiagramPainting(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                    const Theme& theme)
        : painter_(painter), scene_(scene), marks_(marks), theme_(theme) {}

protected:
    /// A mean current of a layer, or the share of its units that are active.
    struct Bar {
        QString name, number;
        QRectF line, trough;
        double share; ///< of the trough: the largest current of any layer fills it
        QBrush brush;
    };
    /// Those that the layer has.
    std::vector<Bar> bars(const DiagramLayout::Card& card) const;

    /// A class in the answer's card.
    struct Answer {
        QString name, number;
        QRectF line, trough;
        double share;
        QColor colour;
        bool isRight, isChosen;
        bool beside; ///< the unit that stands for it
    };
    /// All of them beside their units where these stand in one column, else the likeliest; empty where the
    /// output is not finite.
    std::vector<Answer> answers() const;

    void text(const QRectF& area, int flags, const QString& words, const QColor& colour, int pixels,
              bool bold = false);
    QColor colourOf(const Projection& p) const {
        return p.effect == Effect::Excites ? theme_.excitatory : theme_.inhibitory;
    }
    double widthOf(std::size_t projection) const {
        return 1.2 + 7.5 * scene_.widths[projection] + (isMarked(projection) ? 1 : 0);
    }
    bool isMarked(std::size_t projection) const { return static_cast<int>(projection) == marks_.projection; }

    QPainter& painter_;
    const DiagramScene& scene_;
    const DiagramMarks& marks_;
    const Theme& theme_;
};

} // namespace dalescope
