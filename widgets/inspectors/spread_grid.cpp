#include "widgets/inspectors/spread_grid.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/axis_tickers.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/plot_style.h"

#include <cmath>

namespace dalescope {

namespace {

QColor colourOf(const WeightSpread& spread, const Theme& theme) {
    return spread.inhibitory ? theme.inhibitory : spread.nonNegative ? theme.excitatory : theme.text;
}

/// The value below which `share` of the values lie, as far as rows tell; `shares`: of the rows from below up.
template <class Shares>
double quantile(const WeightSpread& spread, const Shares& shares, double share) {
    const auto rows = static_cast<double>(std::size(shares));
    double row = 0, left = share;
    for (const auto part : shares) {
        const auto here = static_cast<double>(part);
        if (here >= left && here > 0)
            return spread.low + (spread.high - spread.low) * (row + left / here) / rows;
        left -= here;
        ++row;
    }
    return spread.high;
}

/// "WEE, 12.0 % exactly 0: median 0.02, half of them from 0.01 to 0.04; the median was 0.03 at the start".
QString spreadInWords(const WeightSpread& spread, const QString& title) {
    QString said =
        SpreadGrid::tr("%1: median %2, half of them from %3 to %4")
            .arg(title, inWords(quantile(spread, spread.now, 0.5)),
                 inWords(quantile(spread, spread.now, 0.25)), inWords(quantile(spread, spread.now, 0.75)));
    if (spread.density.cols() > 0) {
        const Vector<float> first = spread.density.col(0);
        said += SpreadGrid::tr("; the median was %1 at the start")
                    .arg(inWords(quantile(
                        spread, std::span(first.data(), static_cast<std::size_t>(first.size())), 0.5)));
    }
    return said;
}

/// Empties the plot and furnishes it for those spreads.
std::vector<SpreadGrid::Cell> build(QCustomPlot& plot, const PlotStyle& style,
                                    const std::vector<WeightSpread>& spreads) {
    plot.clearPlottables();
    plot.plotLayout()->clear();
    plot.setBackground(style.background);
    PlotStyle small = style;
    small.textPx = static_cast<int>(style.scaled(11));
    const auto pad = [&style](double length) { return static_cast<int>(style.scaled(length)); };
    std::vector<SpreadGrid::Cell> cells;
    auto* margins = plot.findChild<QCPMarginGroup*>(); // of an older picture
    if (!margins)
        margins = new QCPMarginGroup(&plot); // pictures are as high as their neighbours
    const int across = spreads.size() > 2 ? 2 : 1, count = static_cast<int>(spreads.size());
    for (std::size_t i = 0; i < spreads.size(); ++i) {
        auto* whole = new QCPLayoutGrid;
        const int place = static_cast<int>(i);
        plot.plotLayout()->addElement(place / across, place % across, whole);
        SpreadGrid::Cell cell{new QCPTextElement(&plot), new QCPAxisRect(&plot), new QCPAxisRect(&plot),
                              nullptr, nullptr};
        cell.title->setFont(Theme::font(style.textPx));
        cell.title->setTextColor(style.theme.text);
        cell.title->setMargins(QMargins(pad(4), pad(2), pad(4), pad(3))); // what hangs below the line, too
        auto* pictures = new QCPLayoutGrid;
        whole->addElement(0, 0, cell.title);
        whole->addElement(1, 0, pictures);
        whole->setRowSpacing(0);
        pictures->addElement(0, 0, cell.course);
        pictures->addElement(0, 1, cell.present);
        pictures->setColumnStretchFactor(0, 3);
        pictures->setColumnStretchFactor(1, 1);
        pictures->setColumnSpacing(pad(4));
        for (auto* rect : {cell.course, cell.present}) {
            for (auto* axis : rect->axes()) {
                furnishAxis(*axis, small, {});
                axis->grid()->setVisible(false);
            }
            rect->setMarginGroup(QCP::msTop | QCP::msBottom, margins);
            rect->setMinimumMargins(QMargins(pad(4), pad(6), pad(6), pad(4)));
            rect->axis(QCPAxis::atLeft)->setTicker(QSharedPointer<LinearTicker>::create(3));
        }
        cell.course->axis(QCPAxis::atBottom)->setTicker(QSharedPointer<LinearTicker>::create(3));
        if (place + across >= count) { // below the others
            auto* updates = cell.course->axis(QCPAxis::atBottom);
            updates->setLabel(SpreadGrid::tr("update"));
            updates->setLabelFont(Theme::font(static_cast<int>(style.scaled(11))));
            updates->setLabelColor(style.theme.text);
        }
        cell.present->axis(QCPAxis::atLeft)->setTickLabels(false);
        cell.present->axis(QCPAxis::atBottom)->setTicks(false);
        cell.present->axis(QCPAxis::atBottom)->setTickLabels(false);
        cell.density =
            new QCPColorMap(cell.course->axis(QCPAxis::atBottom), cell.course->axis(QCPAxis::atLeft));
        cell.density->setInterpolate(false);
        cell.density->setTightBoundary(true);
        const QColor colour = colourOf(spreads[i], style.theme);
        QCPColorGradient gradient;
        gradient.clearColorStops();
        gradient.setColorInterpolation(QCPColorGradient::ciRGB);
        gradient.setColorStopAt(0, style.background);
        gradient.setColorStopAt(1, colour);
        cell.density->setGradient(gradient);
        cell.now = new QCPBars(cell.present->axis(QCPAxis::atLeft), cell.present->axis(QCPAxis::atBottom));
        cell.now->setPen(Qt::NoPen);
        cell.now->setBrush(colour);
        cells.push_back(cell);
    }
    if (cells.empty()) {
        auto* nothing =
            new QCPTextElement(&plot, SpreadGrid::tr("There is no network yet."), Theme::font(style.textPx));
        nothing->setTextColor(style.theme.mutedText);
        plot.plotLayout()->addElement(0, 0, nothing);
    }
    return cells;
}

void fill(const SpreadGrid::Cell& cell, const WeightSpread& spread) {
    const Matrix<float>& density = spread.density;
    const auto rows = static_cast<int>(spread.now.size()), times = static_cast<int>(density.cols());
    const double height = (spread.high - spread.low) / std::max(1, rows);
    // The exact zeros of clamped weights would leave all else pale and short: the scales are those of the
    // rest.
    const int zero = spread.nonNegative ? static_cast<int>(std::floor(-spread.low / height)) : -1;
    float most = 0;
    double longest = 0;
    for (int row = 0; row < rows; ++row) {
        if (row == zero)
            continue;
        longest = std::max(longest, spread.now[static_cast<std::size_t>(row)]);
        if (times > 0)
            most = std::max(most, density.row(row).maxCoeff());
    }
    if (!(longest > 0))
        longest = 1;
    auto* map = cell.density->data();
    map->setSize(times, rows);
    const double end = std::max<double>(1, static_cast<double>(spread.last));
    map->setRange(QCPRange(0.5 * end / std::max(1, times), end - 0.5 * end / std::max(1, times)),
                  QCPRange(spread.low + height / 2, spread.high - height / 2));
    for (int time = 0; time < times; ++time)
        for (int row = 0; row < rows; ++row)
            map->setCell(time, row,
                         std::sqrt(static_cast<double>(density(row, time)))); // thin tails are seen
    cell.density->setDataRange(QCPRange(0, most > 0 ? std::sqrt(static_cast<double>(most)) : 1));
    cell.course->axis(QCPAxis::atBottom)->setRange(0, end);
    QVector<double> values, shares;
    for (int row = 0; row < rows; ++row) {
        values.append(spread.low + (row + 0.5) * height);
        shares.append(std::min(spread.now[static_cast<std::size_t>(row)], 1.08 * longest));
    }
    cell.now->setWidth(height);
    cell.now->setData(values, shares, true);
    cell.present->axis(QCPAxis::atBottom)->setRange(0, 1.08 * longest);
    for (auto* rect : {cell.course, cell.present})
        rect->axis(QCPAxis::atLeft)->setRange(spread.low, spread.high);
    cell.title->setText(spread.nonNegative ? SpreadGrid::tr("%1, %2 % exactly 0")
                                                 .arg(QString::fromStdString(spread.name))
                                                 .arg(100 * spread.zeros, 0, 'f', 1)
                                           : QString::fromStdString(spread.name));
}

} // namespace

SpreadGrid::SpreadGrid(QWidget* parent) : QCustomPlot(parent) {
    makeChart(*this);
    setAccessibleName(tr("Spread of values"));
    setFocusPolicy(Qt::NoFocus); // the title of each says its numbers
    setToolTip(tr(
        "For each parameter of the layer: its values (upwards) over the updates of the run, the darker the "
        "more of them; beside it how they are spread now. The bar at 0 is cut where it is far longer than "
        "the others: how many are exactly 0 stands above."));
    setSpreads({});
}

void SpreadGrid::setSpreads(std::vector<WeightSpread> spreads) {
    const bool same = std::ranges::equal(spreads, spreads_, {}, &WeightSpread::name, &WeightSpread::name);
    spreads_ = std::move(spreads);
    if (!same || cells_.size() != spreads_.size())
        rebuild();
    fillAll();
}

void SpreadGrid::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        rebuild();
        fillAll();
    }
}

void SpreadGrid::rebuild() {
    cells_ = build(*this, PlotStyle::screen(Theme::forPalette(palette())), spreads_);
}

void drawSpreads(QCustomPlot& plot, const PlotStyle& style, const std::vector<WeightSpread>& spreads) {
    const auto cells = build(plot, style, spreads);
    for (std::size_t i = 0; i < cells.size(); ++i)
        fill(cells[i], spreads[i]);
}

QByteArray spreadCsv(const std::vector<WeightSpread>& spreads) {
    QByteArray text = "parameter,low,high,share\n";
    for (const auto& spread : spreads) {
        const double height =
            (spread.high - spread.low) / std::max(1.0, static_cast<double>(spread.now.size()));
        for (std::size_t row = 0; row < spread.now.size(); ++row) {
            const double low = spread.low + static_cast<double>(row) * height;
            text += QByteArray::fromStdString(spread.name);
            for (const double value : {low, low + height, spread.now[row]})
                text += ',' + QByteArray::number(value, 'g', 9);
            text += '\n';
        }
    }
    return text;
}

void SpreadGrid::fillAll() {
    QStringList said;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        fill(cells_[i], spreads_[i]);
        said << spreadInWords(spreads_[i], cells_[i].title->text());
    }
    setAccessibleDescription(said.isEmpty() ? tr("There is no network yet.")
                                            : said.join(QStringLiteral(". ")));
    replotSoon(*this);
}

} // namespace dalescope
