// What changes little from one picture of a diagram to the next: cards, names, numbers and arrows.
#include "widgets/diagram/diagram_painting.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

class FramePainter : DiagramPainting {
public:
    using DiagramPainting::DiagramPainting;

    void paint() {
        painter_.setRenderHint(QPainter::Antialiasing);
        for (const auto& card : scene_.layout.cards)
            paintCard(card);
        paintAnswer();
        for (std::size_t i = 0; i < scene_.circuit.projections.size(); ++i)
            paintProjection(i);
        for (std::size_t i = 0; i < scene_.circuit.populations.size(); ++i)
            paintGround(i);
        for (std::size_t i = 0; i < scene_.circuit.projections.size(); ++i)
            paintLabel(i);
    }

private:
    void paper(const QRectF& area) {
        painter_.setPen(QPen(theme_.border, 1));
        painter_.setBrush(theme_.panel);
        painter_.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        painter_.setBrush(Qt::NoBrush);
    }

    void paintCard(const DiagramLayout::Card& card) {
        paper(card.area);
        const QRectF title(card.area.left(), card.area.top() + 10, card.area.width(), 18);
        text(title, Qt::AlignCenter, DiagramText::layer(scene_, card.layer), theme_.text,
             theme_.metrics.titlePx, true);
        QStringList sizes;
        for (const Population& p : scene_.circuit.populations)
            if (p.layer == card.layer) {
                const QString kind = p.layer < 0         ? QString()
                                     : p.inhibitory      ? QStringLiteral(" I")
                                     : signs(card.layer) ? QString()
                                                         : QStringLiteral(" E");
                const QString maps = p.isMaps()
                                         ? QStringLiteral(" \u00d7 %1 \u00d7 %2").arg(p.rows).arg(p.columns)
                                         : QString();
                sizes.append(QString::number(p.units) + (p.inhibitory ? QString() : maps) + kind);
            }
        if (const QString step = DiagramText::step(scene_, card.layer); !step.isEmpty())
            sizes.append(step);
        text(title.translated(0, 17), Qt::AlignCenter, sizes.join(QStringLiteral(" \u00b7 ")),
             theme_.mutedText, theme_.metrics.smallTextPx);
        card.layer < 0 ? paintInputText(card) : paintBars(card);
    }

    /// Whether the layer's units have weights of both signs.
    bool signs(int layer) const { return scene_.inhibitionOf(layer) == Inhibition::NegativeWeights; }

    void paintInputText(const DiagramLayout::Card& card) {
        const auto& request = scene_.request;
        const double line = 18, y = scene_.layout.blocks[0].area.bottom() + 10;
        text(QRectF(card.area.left(), y, card.area.width(), line), Qt::AlignCenter, request.input,
             theme_.mutedText, theme_.metrics.smallTextPx);
        if (request.right >= 0)
            text(QRectF(card.area.left(), y + line, card.area.width(), line), Qt::AlignCenter,
                 scene_.className(request.right), theme_.good, theme_.metrics.titlePx, true);
    }

    void paintBars(const DiagramLayout::Card& card) {
        for (const Bar& bar : bars(card)) {
            text(QRectF(bar.line.topLeft(), QPointF(bar.trough.left() - 6, bar.line.bottom())),
                 Qt::AlignRight | Qt::AlignVCenter, bar.name, theme_.mutedText, theme_.metrics.smallTextPx);
            painter_.fillRect(bar.trough, theme_.grid);
            text(QRectF(QPointF(bar.trough.right() + 5, bar.line.top()), bar.line.bottomRight()),
                 Qt::AlignLeft | Qt::AlignVCenter, bar.number, theme_.text, theme_.metrics.smallTextPx);
        }
    }

    void paintAnswer() {
        const QRectF& card = scene_.layout.answer;
        paper(card);
        text(QRectF(card.left(), card.top() + 10, card.width(), 18), Qt::AlignCenter,
             DiagramText::tr("Answer"), theme_.text, theme_.metrics.titlePx, true);
        text(QRectF(card.left(), card.top() + 27, card.width(), 18), Qt::AlignCenter,
             QStringList{DiagramText::tr("softmax"),
                         DiagramText::step(scene_, static_cast<int>(scene_.means.size()) - 1)}
                 .join(u' ')
                 .trimmed(),
             theme_.mutedText, theme_.metrics.smallTextPx);
        const std::vector<Answer> rows = answers();
        if (rows.empty())
            text(QRectF(card.left(), card.top() + 64, card.width(), 36), Qt::AlignCenter,
                 DiagramText::tr("none: its output\nis not finite"), theme_.warning, theme_.metrics.textPx);
        for (const Answer& row : rows) {
            text(row.line, Qt::AlignRight | Qt::AlignVCenter, row.name,
                 row.isRight ? theme_.good : theme_.text, theme_.metrics.textPx, row.isRight || row.isChosen);
            painter_.fillRect(row.trough, theme_.grid);
            text(QRectF(row.trough.right() + 5, row.line.top(), card.right() - row.trough.right() - 5,
                        row.line.height()),
                 Qt::AlignLeft | Qt::AlignVCenter, row.number, theme_.mutedText, theme_.metrics.smallTextPx);
        }
    }

    void paintProjection(std::size_t i) {
        const Projection& p = scene_.circuit.projections[i];
        const DiagramLayout::Track& track = scene_.layout.tracks[i];
        const QColor colour = mixed(theme_.panel, colourOf(p), isMarked(i) ? 1.0 : 0.62);
        const double width = widthOf(i);
        painter_.setBrush(Qt::NoBrush);
        const QPointF end = track.at(1), back = track.at(0.97) - end;
        const double length = std::hypot(back.x(), back.y());
        const QPointF along = length > 0 ? -back / length : QPointF(1, 0), beside(-along.y(), along.x());
        const double head = 6 + 0.9 * width;
        painter_.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        // A thick line would show beside its own arrow's point.
        if (p.effect == Effect::Divides)
            paintDots(track, colour, width);
        else
            painter_.drawPolyline(p.effect == Effect::Excites ? track.until(1 - 0.8 * head / track.length())
                                                              : track.points);
        if (p.effect == Effect::Excites) {
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(colour);
            painter_.drawPolygon(
                QPolygonF({end + 2 * along, end - head * along + (2.5 + 0.75 * width) * beside,
                           end - head * along - (2.5 + 0.75 * width) * beside}));
        } else if (p.effect == Effect::Subtracts) {
            painter_.setPen(QPen(colour, 3.2, Qt::SolidLine, Qt::FlatCap));
            const double half = 6 + 0.7 * width;
            painter_.drawLine(end + half * beside, end - half * beside);
        } else {
            painter_.setPen(QPen(colour, 1.8));
            painter_.setBrush(theme_.panel);
            painter_.drawEllipse(end - along, 5, 5);
            painter_.drawLine(end - along - QPointF(2.6, 0), end - along + QPointF(2.6, 0));
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(colour);
            painter_.drawEllipse(end - along - QPointF(0, 2.7), 1, 1);
            painter_.drawEllipse(end - along + QPointF(0, 2.7), 1, 1);
        }
        painter_.setBrush(Qt::NoBrush);
    }

    /// A dotted line, dot by dot: many times as fast as a pen of round dashes.
    void paintDots(const DiagramLayout::Track& track, const QColor& colour, double width) {
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(colour);
        const double radius = std::max(1.0, width / 2), apart = std::max(4.0, 1.9 * width);
        for (double at = radius; at < track.length() - 4; at += apart)
            painter_.drawEllipse(track.at(at / track.length()), radius, radius);
        painter_.setBrush(Qt::NoBrush);
    }

    void paintLabel(std::size_t i) {
        const Projection& p = scene_.circuit.projections[i];
        const bool within =
            scene_.circuit.populations[p.from].layer == scene_.circuit.populations[p.to].layer;
        const QColor colour = mixed(theme_.mutedText, colourOf(p), 0.75);
        const QPointF at = scene_.layout.tracks[i].at(within && !p.recurs() ? 0.5 : 0.42);
        const double clear = 4 + 4 * scene_.widths[i];
        const Population& source = scene_.circuit.populations[p.from];
        QString name = QString::fromStdString(p.matrix);
        if (p.sign != 0)
            name += p.sign > 0 ? QStringLiteral(" > 0") : QStringLiteral(" < 0");
        else if (p.effect != Effect::Excites)
            name += p.effect == Effect::Subtracts ? QStringLiteral(" \u2212") : QStringLiteral(" \u00f7");
        const QRectF above(at.x() - 40, at.y() - clear - 17, 80, 16),
            below(at.x() - 40, at.y() + clear + 1, 80, 16), right(at.x() + clear + 3, at.y() - 8, 60, 16),
            left(at.x() - clear - 63, at.y() - 8, 60, 16);
        const auto put = [&](const QRectF& area, int flags) {
            text(area, flags, name, colour, theme_.metrics.smallTextPx, isMarked(i));
        };
        const QPointF slope = scene_.layout.tracks[i].at(0.45) - at;
        if (within && !p.recurs() && source.inhibitory) {
            // Subtraction to the left of its line, division to the right; of two pools there is room for one
            // name each, without the sign that the line's end shows.
            if (pools(source.layer) > 1) {
                name = QString::fromStdString(p.matrix);
                if (p.effect == Effect::Divides)
                    return;
            }
            p.effect == Effect::Divides ? put(right, Qt::AlignLeft | Qt::AlignVCenter)
                                        : put(left, Qt::AlignRight | Qt::AlignVCenter);
        } else if (within && !p.recurs()) {
            put(right, Qt::AlignLeft | Qt::AlignVCenter);
        } else if (std::abs(slope.y()) > 0.5 * std::abs(slope.x()) && !p.recurs()) {
            put(right.translated(0, slope.y() > 0 ? -6 : 6), Qt::AlignLeft | Qt::AlignVCenter);
        } else {
            p.sign < 0 ? put(below, Qt::AlignHCenter | Qt::AlignTop)
                       : put(above, Qt::AlignHCenter | Qt::AlignBottom);
        }
    }

    /// Inhibitory populations of a layer.
    std::ptrdiff_t pools(int layer) const {
        return std::ranges::count_if(scene_.circuit.populations, [layer](const Population& p) {
            return p.inhibitory && p.layer == layer;
        });
    }

    void paintGround(std::size_t index) {
        const auto& block = scene_.layout.blocks[index];
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(theme_.grid);
        painter_.drawRoundedRect(block.area.adjusted(-4, -4, 4, 4), 4, 4);
        painter_.setBrush(Qt::NoBrush);
    }
};

} // namespace

void paintDiagramFrame(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                       const Theme& theme) {
    FramePainter(painter, scene, marks, theme).paint();
}

} // namespace dalescope
