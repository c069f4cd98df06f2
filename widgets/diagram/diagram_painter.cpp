#include "widgets/diagram/diagram_painter.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <ranges>

namespace dalescope {

namespace {

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

class DiagramPainter {
public:
    DiagramPainter(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                   const Theme& theme)
        : painter_(painter), scene_(scene), marks_(marks), theme_(theme) {}

    void paint() {
        painter_.setRenderHint(QPainter::Antialiasing);
        for (const auto& card : scene_.layout.cards)
            paintCard(card);
        paintAnswer();
        for (std::size_t i = 0; i < scene_.circuit.projections.size(); ++i)
            paintProjection(i);
        for (std::size_t i = 0; i < scene_.circuit.populations.size(); ++i)
            paintBlock(i);
        for (std::size_t i = 0; i < scene_.circuit.projections.size(); ++i)
            paintLabel(i);
        for (const Connection& connection : std::views::reverse(marks_.connections))
            paintConnection(connection); // the strongest above the others
        paintMark();
    }

private:
    void text(const QRectF& area, int flags, const QString& words, const QColor& colour, int pixels,
              bool bold = false) {
        painter_.setFont(Theme::font(pixels, bold));
        painter_.setPen(colour);
        painter_.drawText(area, flags | Qt::TextDontClip, words);
    }

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

    /// Mean currents of a layer, the largest of any layer as wide as there is room.
    void paintBars(const DiagramLayout::Card& card) {
        const LayerMeans& means = scene_.means[static_cast<std::size_t>(card.layer)];
        double largest = 0;
        for (const LayerMeans& m : scene_.means)
            for (const double value : {m.excitation, m.subtraction, m.division})
                largest = std::isfinite(value) ? std::max(largest, value) : largest;
        struct Bar {
            QString name;
            double value, share;
            QColor colour;
            Qt::BrushStyle brush;
        };
        const auto share = [largest](double value) { return largest > 0 ? value / largest : 0; };
        const Bar bars[] = {
            {DiagramText::term(scene_, card.layer, UnitTerm::Excitation), means.excitation,
             share(means.excitation), theme_.excitatory, Qt::SolidPattern},
            {DiagramText::term(scene_, card.layer, UnitTerm::Subtraction), means.subtraction,
             share(means.subtraction), theme_.inhibitory, Qt::SolidPattern},
            {DiagramText::term(scene_, card.layer, UnitTerm::Division), means.division, share(means.division),
             theme_.inhibitory, Qt::Dense4Pattern},
            {DiagramText::tr("z > 0"), means.active, means.active, theme_.axis, Qt::SolidPattern}};
        const double line = card.bars.height() / 4, names = 46, numbers = 38,
                     room = card.bars.width() - names - numbers;
        double y = card.bars.top();
        for (const Bar& bar : bars) {
            if (!std::isnan(bar.value)) {
                const double shown = faded(card.layer);
                text(QRectF(card.bars.left(), y, names - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                     bar.name, theme_.mutedText, theme_.metrics.smallTextPx);
                const QRectF place(card.bars.left() + names, y + 0.25 * line, room, 0.5 * line);
                painter_.fillRect(place, theme_.grid);
                painter_.fillRect(
                    QRectF(place.topLeft(),
                           QSizeF(std::clamp(bar.share, 0.0, 1.0) * room * shown, place.height())),
                    QBrush(bar.colour, bar.brush));
                const bool percent = &bar == &bars[3];
                text(QRectF(place.right() + 5, y, numbers, line), Qt::AlignLeft | Qt::AlignVCenter,
                     percent ? QStringLiteral("%1 %").arg(100 * bar.value, 0, 'f', 0)
                             : QString::number(bar.value, 'g', 3),
                     theme_.text, theme_.metrics.smallTextPx);
            }
            y += line;
        }
    }

    double faded(int layer) const { return std::clamp(marks_.reached - layer, 0.0, 1.0); }

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
        const auto probabilities = scene_.activity.probabilities();
        const Index answer = scene_.activity.answer(), classes = static_cast<Index>(probabilities.size());
        if (answer < 0)
            return text(QRectF(card.left(), card.top() + 64, card.width(), 36), Qt::AlignCenter,
                        DiagramText::tr("none: its output\nis not finite"), theme_.warning,
                        theme_.metrics.textPx);
        const std::size_t outputs = scene_.circuit.excitatoryOf(static_cast<int>(scene_.means.size()) - 1);
        const auto& block = scene_.layout.blocks[outputs];
        std::vector<Index> shown;
        for (Index c = 0; c < classes; ++c)
            shown.push_back(c);
        // Beside its unit where these stand in one column; else the likeliest.
        const bool beside = block.across == 1;
        if (!beside) {
            std::ranges::stable_sort(shown, std::ranges::greater(),
                                     [&](Index c) { return probabilities[static_cast<std::size_t>(c)]; });
            shown.resize(std::min<std::size_t>(shown.size(), 12));
        }
        painter_.setFont(Theme::font(theme_.metrics.textPx, true));
        double names = 52;
        for (const Index c : shown)
            names = std::max(names, painter_.fontMetrics().horizontalAdvance(scene_.className(c)) + 12.0);
        names = std::min(names, card.width() / 2);
        const double numbers = 44, room = card.width() - names - numbers - 8;
        const double fade = faded(static_cast<int>(scene_.means.size()) - 1);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const Index c = shown[i];
            const double middle =
                beside ? block.cellOf(c, 0).center().y() : card.top() + 64 + 18 * static_cast<double>(i);
            const double share = static_cast<double>(probabilities[static_cast<std::size_t>(c)]);
            const bool right = c == scene_.request.right;
            const QColor colour = right ? theme_.good : c == answer ? theme_.accent : theme_.axis;
            if (beside) {
                painter_.setPen(QPen(mixed(theme_.border, colour, share), 1 + 2 * share));
                painter_.drawLine(QPointF(block.area.right() + 8, middle), QPointF(card.left(), middle));
            }
            painter_.setFont(Theme::font(theme_.metrics.textPx, right || c == answer));
            const QString name = painter_.fontMetrics().elidedText(scene_.className(c), Qt::ElideRight,
                                                                   static_cast<int>(names) - 8);
            text(QRectF(card.left(), middle - 9, names - 6, 18), Qt::AlignRight | Qt::AlignVCenter, name,
                 right ? theme_.good : theme_.text, theme_.metrics.textPx, right || c == answer);
            const QRectF bar(card.left() + names, middle - 5, room, 10);
            painter_.fillRect(bar, theme_.grid);
            painter_.fillRect(QRectF(bar.topLeft(), QSizeF(share * fade * room, bar.height())), colour);
            text(QRectF(bar.right() + 5, middle - 9, numbers, 18), Qt::AlignLeft | Qt::AlignVCenter,
                 QStringLiteral("%1 %").arg(100 * share, 0, 'f', share < 0.0995 ? 1 : 0), theme_.mutedText,
                 theme_.metrics.smallTextPx);
        }
    }

    QColor colourOf(const Projection& p) const {
        return p.effect == Effect::Excites ? theme_.excitatory : theme_.inhibitory;
    }

    void paintProjection(std::size_t i) {
        const Projection& p = scene_.circuit.projections[i];
        const DiagramLayout::Track& track = scene_.layout.tracks[i];
        const bool marked = static_cast<int>(i) == marks_.projection;
        const QColor colour = mixed(theme_.panel, colourOf(p), marked ? 1.0 : 0.62);
        const double width = 1.2 + 7.5 * scene_.widths[i] + (marked ? 1 : 0);
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
        paintPulse(p, track, width);
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

    /// The activity on its way.
    void paintPulse(const Projection& p, const DiagramLayout::Track& track, double width) {
        const double share = marks_.reached - static_cast<double>(p.layer);
        if (!(share > 0 && share < 1))
            return;
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(colourOf(p));
        for (int dot = 0; dot < 4; ++dot)
            if (const double at = share - 0.07 * dot; at > 0)
                painter_.drawEllipse(track.at(at), 2.5 + width / 2 - 0.7 * dot, 2.5 + width / 2 - 0.7 * dot);
        painter_.setBrush(Qt::NoBrush);
    }

    void paintLabel(std::size_t i) {
        const Projection& p = scene_.circuit.projections[i];
        const bool within =
            scene_.circuit.populations[p.from].layer == scene_.circuit.populations[p.to].layer;
        const bool marked = static_cast<int>(i) == marks_.projection;
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
            text(area, flags, name, colour, theme_.metrics.smallTextPx, marked);
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

    void paintBlock(std::size_t index) {
        const Population& population = scene_.circuit.populations[index];
        const auto& block = scene_.layout.blocks[index];
        const QImage& picture = scene_.pictures[index];
        const bool plain = population.layer < 0;
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(theme_.grid);
        painter_.drawRoundedRect(block.area.adjusted(-4, -4, 4, 4), 4, 4);
        painter_.setBrush(Qt::NoBrush);
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

    QPainter& painter_;
    const DiagramScene& scene_;
    const DiagramMarks& marks_;
    const Theme& theme_;
};

} // namespace

void paintDiagram(QPainter& painter, const DiagramScene& scene, const DiagramMarks& marks,
                  const Theme& theme) {
    DiagramPainter(painter, scene, marks, theme).paint();
}

} // namespace dalescope
