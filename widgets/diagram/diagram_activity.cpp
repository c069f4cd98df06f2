// What changes with every picture of a diagram: units, bars, the activity on its way, and what is pointed at.
#include "widgets/diagram/diagram_painting.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace dalescope {

namespace {

class ActivityPainter : DiagramPainting {
public:
    using DiagramPainting::DiagramPainting;

    void paint() {
        painter_.setRenderHint(QPainter::Antialiasing);
        for (const auto& card : scene_.layout.cards)
            if (card.layer >= 0)
                paintBars(card);
        paintAnswer();
        for (std::size_t i = 0; i < scene_.circuit.projections.size(); ++i)
            paintPulse(i);
        for (std::size_t i = 0; i < scene_.circuit.populations.size(); ++i)
            paintBlock(i);
        for (const Connection& connection : std::views::reverse(marks_.connections))
            paintConnection(connection); // the strongest above the others
        paintMark();
    }

private:
    double faded(int layer) const { return std::clamp(marks_.reached - layer, 0.0, 1.0); }

    static QRectF filled(const QRectF& trough, double share) {
        return {trough.topLeft(), QSizeF(share * trough.width(), trough.height())};
    }

    void paintBars(const DiagramLayout::Card& card) {
        for (const Bar& bar : bars(card))
            painter_.fillRect(filled(bar.trough, bar.share * faded(card.layer)), bar.brush);
    }

    void paintAnswer() {
        const QRectF& card = scene_.layout.answer;
        const std::size_t outputs = scene_.circuit.excitatoryOf(static_cast<int>(scene_.means.size()) - 1);
        const double right = scene_.layout.blocks[outputs].area.right();
        for (const Answer& row : answers()) {
            if (row.beside) {
                const double middle = row.line.center().y();
                painter_.setPen(QPen(mixed(theme_.border, row.colour, row.share), 1 + 2 * row.share));
                painter_.drawLine(QPointF(right + 8, middle), QPointF(card.left(), middle));
            }
            painter_.fillRect(
                filled(row.trough, row.share * faded(static_cast<int>(scene_.means.size()) - 1)), row.colour);
        }
    }

    /// The activity on its way.
    void paintPulse(std::size_t i) {
        const Projection& p = scene_.circuit.projections[i];
        const double share = marks_.reached - static_cast<double>(p.layer);
        if (!(share > 0 && share < 1))
            return;
        const double radius = 2.5 + widthOf(i) / 2;
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(colourOf(p));
        for (int dot = 0; dot < 4; ++dot)
            if (const double at = share - 0.07 * dot; at > 0)
                painter_.drawEllipse(scene_.layout.tracks[i].at(at), radius - 0.7 * dot, radius - 0.7 * dot);
        painter_.setBrush(Qt::NoBrush);
    }

    void paintBlock(std::size_t index) {
        const Population& population = scene_.circuit.populations[index];
        const auto& block = scene_.layout.blocks[index];
        const QImage& picture = scene_.pictures[index];
        const bool plain = population.layer < 0;
        if (picture.isNull())
            return paintNothing(block);
        painter_.setOpacity(std::max(0.0, faded(population.layer)));
        if (block.isMaps() || block.cell < 3) {
            painter_.setRenderHint(QPainter::SmoothPixmapTransform, false);
            painter_.drawImage(block.area, picture);
        } else {
            paintCells(population, block, picture, plain);
        }
        painter_.setOpacity(1);
        if (plain && population.rows > 1 && scene_.circuit.steps() == population.rows)
            paintRowMark(block);
    }

    /// A population without the quantity that is shown.
    void paintNothing(const DiagramLayout::Block& block) {
        text(block.area, Qt::AlignCenter, QStringLiteral("\u2013"), theme_.mutedText, theme_.metrics.titlePx);
    }

    void paintCells(const Population& population, const DiagramLayout::Block& block, const QImage& picture,
                    bool plain) {
        const bool round = population.inhibitory && block.cell >= 5;
        const double gap = block.cell >= 5 ? 0.5 : 0;
        painter_.setRenderHint(QPainter::Antialiasing, round);
        for (Index unit = 0; unit < block.units; ++unit) {
            const QRgb colour =
                picture.pixel(static_cast<int>(unit % block.across), static_cast<int>(unit / block.across));
            const QRectF cell = block.cellOf(unit, 0);
            if (round) {
                painter_.setBrush(QColor::fromRgb(colour));
                painter_.setPen(QPen(mixed(theme_.border, theme_.inhibitory, 0.35), 0.8));
                painter_.drawEllipse(cell.adjusted(1, 1, -1, -1));
            } else {
                const double right = plain ? 0 : 2 * gap;
                painter_.fillRect(QRectF(cell.topLeft(), cell.size() - QSizeF(right, right)),
                                  QColor::fromRgb(colour));
            }
        }
        painter_.setBrush(Qt::NoBrush);
        painter_.setRenderHint(QPainter::Antialiasing);
    }

    /// The row of an image that a recurrent layer takes in at this step.
    void paintRowMark(const DiagramLayout::Block& block) {
        const double y = block.area.top() + block.cell * static_cast<double>(scene_.request.step);
        painter_.setPen(QPen(theme_.accent, 1.5));
        painter_.drawRect(QRectF(block.area.left() - 2, y - 1, block.area.width() + 4, block.cell + 2));
    }

    void paintConnection(const Connection& connection) {
        const Projection& p = scene_.circuit.projections[connection.projection];
        double strongest = 0;
        for (const Connection& other : marks_.connections)
            if (other.projection == connection.projection)
                strongest = std::max(strongest, static_cast<double>(std::abs(other.weight)));
        const double share = static_cast<double>(std::abs(connection.weight)) / strongest;
        const QPointF from = scene_.layout.cellOf(connection.from).center(),
                      to = scene_.layout.cellOf(connection.to).center();
        QPainterPath path(from);
        const bool beside = std::abs(to.x() - from.x()) > 60;
        const QPointF bend =
            beside ? QPointF(0.45 * (to.x() - from.x()), 0) : QPointF(0, 0.45 * (to.y() - from.y()));
        path.cubicTo(from + bend, to - bend, to);
        const QColor colour = mixed(theme_.panel, colourOf(p), 0.4 + 0.6 * share);
        painter_.setPen(QPen(colour, 0.8 + 1.8 * share, Qt::SolidLine, Qt::RoundCap));
        painter_.drawPath(path);
        const bool backward = connection.to == marks_.unit;
        const QRectF other = scene_.layout.cellOf(backward ? connection.from : connection.to);
        painter_.setPen(QPen(colourOf(p), 1.2));
        painter_.drawRect(other.adjusted(-0.5, -0.5, 0.5, 0.5));
    }

    void paintMark() {
        if (!marks_.unit.isValid() || marks_.unit.population >= scene_.layout.blocks.size())
            return;
        const QRectF cell = scene_.layout.cellOf(marks_.unit);
        painter_.setPen(QPen(theme_.panel, 4));
        painter_.drawRect(cell.adjusted(-2, -2, 2, 2));
        painter_.setPen(QPen(theme_.accent, 2));
        painter_.drawRect(cell.adjusted(-2, -2, 2, 2));
    }
};

} // namespace

void paintDiagramActivity(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                          const Theme& theme) {
    ActivityPainter(painter, scene, marks, theme).paint();
}

void paintDiagram(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                  const Theme& theme) {
    paintDiagramFrame(painter, scene, marks, theme);
    paintDiagramActivity(painter, scene, marks, theme);
}

} // namespace dalescope
