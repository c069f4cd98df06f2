#include "widgets/diagram/diagram_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double padding = 14, titleHeight = 46, excitatoryHeight = 210, inhibitoryTop = 46,
                 inhibitoryHeight = 66, barsHeight = 84, blockWidth = 120, gap = 84, answerWidth = 170;
constexpr double largestCell = 13;
constexpr Index oneColumn = 12; // units that stand one below the other

/// The grid whose cells are the largest in `room`.
DiagramLayout::Block blockIn(const QSizeF& room, const Population& population, bool joined) {
    DiagramLayout::Block block;
    block.units = population.units;
    block.tileRows = population.rows;
    block.tileColumns = population.columns;
    block.joined = joined;
    const Index shown = joined ? 1 : block.units;
    const auto cellWith = [&](Index across) {
        const Index down = (shown + across - 1) / across;
        if (!block.isMaps())
            return std::min({room.width() / static_cast<double>(across),
                             room.height() / static_cast<double>(down), largestCell});
        return std::min({room.width() / static_cast<double>(across * (block.tileColumns + 1) - 1),
                         room.height() / static_cast<double>(down * (block.tileRows + 1) - 1), 4.0});
    };
    double best = 0;
    const bool column =
        !block.isMaps() && !population.inhibitory && shown <= oneColumn && room.height() > room.width();
    for (Index across = 1; across <= (column ? 1 : shown); ++across)
        // Of equally good ones the interneurons' is the widest whose rows are full.
        if (const double cell = cellWith(across);
            cell > best || (population.inhibitory && cell == best && shown % across == 0)) {
            best = cell;
            block.across = across;
        }
    block.cell = best >= 2 ? std::floor(best) : best; // whole pixels where that is possible
    if (column)
        block.cell = std::min(16.0, std::floor(room.height() / static_cast<double>(shown)));
    const auto side = [&](Index tiles, Index tile) {
        return block.cell * static_cast<double>(block.isMaps() ? tiles * (tile + 1) - 1 : tiles);
    };
    block.area.setSize(
        {side(joined ? 1 : block.across, block.tileColumns), side(block.down(), block.tileRows)});
    return block;
}

void centre(DiagramLayout::Block& block, QPointF at) {
    block.area.moveCenter(at);
    block.area.moveTopLeft({std::round(block.area.left()), std::round(block.area.top())});
}

/// A cubic Bezier curve.
DiagramLayout::Track curve(QPointF from, QPointF fromControl, QPointF toControl, QPointF to) {
    constexpr int pieces = 40;
    DiagramLayout::Track track;
    double length = 0;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces, u = 1 - t;
        const QPointF point =
            u * u * u * from + 3 * u * u * t * fromControl + 3 * u * t * t * toControl + t * t * t * to;
        if (i > 0)
            length += std::hypot(point.x() - track.points.back().x(), point.y() - track.points.back().y());
        track.points.append(point);
        track.lengths.push_back(length);
    }
    return track;
}

DiagramLayout::Track acrossTo(QPointF from, QPointF to) {
    const double reach = 0.5 * (to.x() - from.x());
    return curve(from, from + QPointF(reach, 0), to - QPointF(reach, 0), to);
}

/// Where a projection runs; `before` of those between the same two blocks were there already.
DiagramLayout::Track trackOf(const Circuit& circuit, const Projection& projection,
                             const DiagramLayout& layout) {
    const Population &source = circuit.populations[projection.from],
                     &target = circuit.populations[projection.to];
    const QRectF from = layout.blocks[projection.from].area, to = layout.blocks[projection.to].area;
    constexpr double clear = 6; // between an arrow's head and what it points to
    const double shift = projection.sign == 0 ? 0 : -9 * projection.sign;
    if (projection.recurs()) {
        const double above = to.top() - 30 - shift;
        return curve({to.right() + clear, to.top() + 14 + shift / 2}, {to.right() + 40, above},
                     {to.left() - 40, above}, {to.left() - clear, to.top() + 14 + shift / 2});
    }
    if (source.layer == target.layer) {
        if (!source.inhibitory) // onto the interneurons of its own hidden term
            return curve({from.right() + clear, from.bottom() - 16}, {from.right() + 34, from.bottom()},
                         {to.right() + 34, to.center().y()}, {to.right() + clear, to.center().y()});
        const bool divides = projection.effect == Effect::Divides;
        // Side by side, at least so far from the middle even where a block is narrower than that.
        const auto lane = [&](double middle, double room) {
            constexpr double least = 11;
            return middle + (divides ? 1 : -1) * std::max(least, 0.18 * room);
        };
        const QPointF start(lane(from.center().x(), from.width()), from.top() - clear);
        const double inside = std::max(0.0, to.width() / 2 - 3);
        const QPointF stop(lane(to.center().x(), 0) +
                               std::clamp(start.x() - lane(to.center().x(), 0), -inside, inside),
                           to.bottom() + clear + (divides ? 4 : 0)); // its head is a ring
        const double half = (start.y() - stop.y()) / 2;
        return curve(start, start - QPointF(0, half), stop + QPointF(0, half), stop);
    }
    const double leave = source.inhibitory == target.inhibitory ? from.center().y()
                         : target.inhibitory                    ? from.bottom() - 0.18 * from.height()
                                                                : from.top() + 0.2 * from.height();
    const double arrive = source.inhibitory && !target.inhibitory ? to.bottom() - 0.15 * to.height()
                          : !source.inhibitory && target.inhibitory
                              ? to.center().y() - (target.ownsZ ? 0.25 * to.height() : 0)
                              : to.center().y();
    return acrossTo({from.right() + clear, leave + shift}, {to.left() - clear, arrive + shift});
}

} // namespace

QPointF DiagramLayout::Track::at(double share) const {
    return until(share).back();
}

QPolygonF DiagramLayout::Track::until(double share) const {
    const double wanted = std::clamp(share, 0.0, 1.0) * length();
    const auto after = std::ranges::lower_bound(lengths, wanted) - lengths.begin();
    QPolygonF part(points.first(after));
    if (after == 0)
        return {points.front()};
    const auto i = static_cast<std::size_t>(after);
    const double piece = lengths[i] - lengths[i - 1];
    const double rest = piece > 0 ? (wanted - lengths[i - 1]) / piece : 0;
    part.append(points[after - 1] + rest * (points[after] - points[after - 1]));
    return part;
}

QRectF DiagramLayout::Block::cellOf(Index unit, Index place) const {
    const Index at = joined ? 0 : unit;
    const Index stepX = isMaps() ? tileColumns + 1 : 1, stepY = isMaps() ? tileRows + 1 : 1;
    const auto x = static_cast<double>(at % across * stepX), y = static_cast<double>(at / across * stepY);
    const QPointF corner = area.topLeft() + cell * QPointF(x, y);
    if (place < 0)
        return {corner, cell * QSizeF(static_cast<double>(tileColumns), static_cast<double>(tileRows))};
    const QPointF within(static_cast<double>(place % tileColumns), static_cast<double>(place / tileColumns));
    return {corner + cell * within, QSizeF(cell, cell)};
}

std::pair<Index, Index> DiagramLayout::Block::unitAt(QPointF position) const {
    const QPointF at = (position - area.topLeft()) / cell;
    const auto x = static_cast<Index>(std::floor(at.x())), y = static_cast<Index>(std::floor(at.y()));
    const Index stepX = isMaps() ? tileColumns + 1 : 1, stepY = isMaps() ? tileRows + 1 : 1;
    if (!area.contains(position) || x % stepX >= tileColumns || y % stepY >= tileRows)
        return {-1, 0};
    const Index unit = y / stepY * across + x / stepX, place = y % stepY * tileColumns + x % stepX;
    return unit < units ? std::pair(unit, place) : std::pair(Index(-1), Index(0));
}

QRectF DiagramLayout::cellOf(const UnitAddress& unit) const {
    return blocks[unit.population].cellOf(unit.unit, unit.place);
}

UnitAddress DiagramLayout::unitAt(QPointF position) const {
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (const auto [unit, place] = blocks[i].unitAt(position); unit >= 0)
            return {i, unit, place};
    return {};
}

int DiagramLayout::projectionAt(QPointF position, double tolerance) const {
    int nearest = -1;
    double least = tolerance * tolerance;
    for (std::size_t i = 0; i < tracks.size(); ++i)
        for (const QPointF& point : tracks[i].points) {
            const QPointF away = point - position;
            const double distance = QPointF::dotProduct(away, away);
            if (distance < least) {
                least = distance;
                nearest = static_cast<int>(i);
            }
        }
    return nearest;
}

UnitAddress DiagramLayout::jump(const UnitAddress& from, int populations) const {
    const auto last = static_cast<int>(blocks.size()) - 1;
    const int at = from.isValid() ? static_cast<int>(from.population) + populations : 1;
    UnitAddress to;
    to.population = static_cast<std::size_t>(std::clamp(at, 0, last));
    if (from.isValid() && to.population == from.population)
        return from;
    const Block& block = blocks[to.population];
    to.unit =
        block.joined ? 0 : std::min(block.units - 1, block.down() / 2 * block.across + block.across / 2);
    to.place = block.tileRows / 2 * block.tileColumns + block.tileColumns / 2;
    return to;
}

UnitAddress DiagramLayout::neighbour(const UnitAddress& from, int right, int down) const {
    if (!from.isValid())
        return jump(from, 0);
    const Block& own = blocks[from.population];
    UnitAddress at = from;
    at.place = std::max<Index>(0, at.place);
    const QPointF centre = own.cellOf(at.unit, at.place).center();
    // Over the line between two tiles, and over the edge to whatever lies there.
    for (int steps = 1; steps <= 2; ++steps) {
        const auto [unit, place] = own.unitAt(centre + steps * own.cell * QPointF(right, down));
        if (unit >= 0)
            return {from.population, unit, place};
    }
    std::size_t best = blocks.size();
    double least = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const QPointF away = blocks[i].area.center() - own.area.center();
        const double along = right * away.x() + down * away.y();
        const double beside = std::abs(right != 0 ? away.y() : away.x());
        if (i != from.population && along > own.cell && along + 2 * beside < least &&
            (right != 0 || beside < own.area.width() + blocks[i].area.width())) {
            least = along + 2 * beside;
            best = i;
        }
    }
    if (best == blocks.size())
        return at;
    const QRectF area = blocks[best].area;
    const double half = blocks[best].cell / 2;
    const QPointF goal(std::clamp(centre.x(), area.left() + half, area.right() - half),
                       std::clamp(centre.y(), area.top() + half, area.bottom() - half));
    const auto [unit, place] = blocks[best].unitAt(goal);
    return unit >= 0 ? UnitAddress{best, unit, place} : UnitAddress{best, blocks[best].units - 1, 0};
}

DiagramLayout layOut(const Circuit& circuit) {
    DiagramLayout layout;
    layout.blocks.resize(circuit.populations.size());
    const bool inhibited =
        std::ranges::any_of(circuit.populations, [](const Population& p) { return p.inhibitory; });
    const double inhibitoryRoom = inhibited ? inhibitoryTop + inhibitoryHeight : 0;
    const double height = titleHeight + excitatoryHeight + inhibitoryRoom + barsHeight + 2 * padding;
    const double middle = padding + titleHeight + excitatoryHeight / 2;
    const double below = padding + titleHeight + excitatoryHeight + inhibitoryTop + inhibitoryHeight / 2;
    double x = 0;
    int last = -2;
    for (const Population& population : circuit.populations)
        last = std::max(last, population.layer);
    for (int layer = -1; layer <= last; ++layer) {
        std::vector<std::size_t> above, lower;
        for (std::size_t i = 0; i < circuit.populations.size(); ++i)
            if (circuit.populations[i].layer == layer)
                (circuit.populations[i].inhibitory ? lower : above).push_back(i);
        // A layer's interneurons of its input term stand before those of its hidden one.
        const bool loops = std::ranges::any_of(circuit.projections, [&](const Projection& p) {
            return p.recurs() && circuit.populations[p.from].layer == layer;
        });
        double width = 0;
        for (const std::size_t i : above) {
            const Population& population = circuit.populations[i];
            const bool joined = layer < 0 && population.isMaps() && population.units == 3;
            const QSizeF room(blockWidth, loops ? excitatoryHeight - 40 : excitatoryHeight);
            layout.blocks[i] =
                blockIn(layer < 0 && !population.isMaps() ? QSizeF(60, 210) : room, population, joined);
            width = std::max(width, layout.blocks[i].area.width());
        }
        constexpr double apart = 30;
        double together = lower.empty() ? 0 : apart * static_cast<double>(lower.size() - 1);
        for (const std::size_t i : lower) {
            const auto count = static_cast<double>(lower.size());
            layout.blocks[i] = blockIn({(blockWidth - apart * (count - 1)) / count, inhibitoryHeight},
                                       circuit.populations[i], false);
            together += layout.blocks[i].area.width();
        }
        width = std::max({width, together, layer < 0 ? 100.0 : 132.0}) + 2 * padding + (loops ? 52 : 0);
        const double centreX = x + width / 2;
        for (const std::size_t i : above)
            centre(layout.blocks[i], {centreX, middle + (loops ? 20 : 0)});
        double left = centreX - together / 2;
        for (const std::size_t i : lower) {
            auto& block = layout.blocks[i];
            centre(block, {left + block.area.width() / 2, below});
            left += block.area.width() + apart;
        }
        DiagramLayout::Card card;
        card.layer = layer;
        card.area = QRectF(x, 0, width, height);
        card.bars =
            QRectF(x + padding, height - padding - barsHeight + 6, width - 2 * padding, barsHeight - 6);
        layout.cards.push_back(card);
        x += width + gap;
    }
    layout.answer = QRectF(x - gap + 40, 0, answerWidth, height);
    layout.bounds = QRectF(0, 0, layout.answer.right(), height);
    for (const Projection& projection : circuit.projections)
        layout.tracks.push_back(trackOf(circuit, projection, layout));
    return layout;
}

} // namespace dalescope
