#include "widgets/inspectors/lens_model.h"

#include "widgets/plots/help_button.h"
#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct ColumnText {
    const char *name, *file, *tip;
};
constexpr ColumnText texts[] = {
    {QT_TRANSLATE_NOOP("LensModel", "Paper's\nfactor"), "factor",
     QT_TRANSLATE_NOOP("LensModel",
                       "What the heuristic multiplies this gradient by: 1/\u221an_e for WIE, 1/d for WEI, "
                       "1/(d\u221an_e) for alpha (section 4, algorithm 3).")},
    {QT_TRANSLATE_NOOP("LensModel", "Fisher's\nfactor"), "measured_factor",
     QT_TRANSLATE_NOOP(
         "LensModel",
         "The same as the Fisher information has it now: \u221a(mean F of WEE / mean F here). A change "
         "\u03b4 of one weight moves the output distribution by \u00bd F \u03b4\u00b2 (eq. 10), so by "
         "this factor changes become equal; the paper's factors are the roots of the terms counted in "
         "eqs. 11 to 14.")},
    {QT_TRANSLATE_NOOP("LensModel", "|plain|"), "plain_length",
     QT_TRANSLATE_NOOP("LensModel",
                       "Length of the plain gradient of the loss, \u2207\u03b8. Bars: logarithmic.")},
    {QT_TRANSLATE_NOOP("LensModel", "|heuristic|"), "heuristic_length",
     QT_TRANSLATE_NOOP("LensModel",
                       "Length of the gradient times the paper's factor (algorithm 3). Bars: logarithmic.")},
    {QT_TRANSLATE_NOOP("LensModel", "|Fisher|"), "fisher_length",
     QT_TRANSLATE_NOOP("LensModel",
                       "Length of the gradient divided by the diagonal Fisher information, scaled by "
                       "the norm of WEE's inverse (algorithm 4). Bars: logarithmic.")},
    {QT_TRANSLATE_NOOP("LensModel", "cos plain,\nFisher"), "cosine_plain_fisher",
     QT_TRANSLATE_NOOP("LensModel",
                       "Cosine of the angle between the plain and the Fisher-corrected gradient (figure "
                       "2, black). Within one parameter a factor leaves the direction as it is.")},
    {QT_TRANSLATE_NOOP("LensModel", "cos heuristic,\nFisher"), "cosine_heuristic_fisher",
     QT_TRANSLATE_NOOP("LensModel",
                       "Cosine of the angle between the heuristic- and the Fisher-corrected gradient "
                       "(figure 2, orange). The factors count where parameters are taken together.")},
    {QT_TRANSLATE_NOOP("LensModel", "|update|"), "update_length",
     QT_TRANSLATE_NOOP("LensModel",
                       "Length of the update as it is made, with the clamp at zero (algorithm 2).")},
    {QT_TRANSLATE_NOOP("LensModel", "cut off"), "clamped_share",
     QT_TRANSLATE_NOOP("LensModel",
                       "Share of the wanted update that the clamp at zero cuts off: |wanted \u2212 made| "
                       "/ |wanted| (algorithm 2).")},
    {QT_TRANSLATE_NOOP("LensModel", "cos wanted,\nmade"), "update_cosine",
     QT_TRANSLATE_NOOP("LensModel",
                       "Cosine of the angle between the update wanted and the one made (appendix F.4).")},
    {QT_TRANSLATE_NOOP("LensModel", "silent"), "silent_share",
     QT_TRANSLATE_NOOP("LensModel",
                       "Share of the non-negative weights that are exactly 0 after the update.")}};
static_assert(std::size(texts) == LensModel::ColumnCount);

bool isLength(int column) {
    return column == LensModel::PlainLength || column == LensModel::HeuristicLength ||
           column == LensModel::FisherLength;
}
bool isShare(int column) {
    return column == LensModel::Cut || column == LensModel::Silent;
}
bool isCosine(int column) {
    return column == LensModel::PlainCosine || column == LensModel::HeuristicCosine ||
           column == LensModel::UpdateCosine;
}

int colourOfColumn(int column) {
    switch (column) {
    case LensModel::PlainLength:
    case LensModel::PlainCosine:
        return colourOf(Correction::Plain);
    case LensModel::HeuristicLength:
    case LensModel::HeuristicCosine:
    case LensModel::Factor:
        return colourOf(Correction::Heuristic);
    case LensModel::FisherLength:
    case LensModel::MeasuredFactor:
        return colourOf(Correction::Fisher);
    default:
        return 4;
    }
}

void fillProducts(double* values, const CorrectionProducts& products, Index batches) {
    const double root = std::sqrt(static_cast<double>(batches)); // of the summed squares to a batch's
    values[LensModel::PlainLength] = products.length(Correction::Plain) / root;
    values[LensModel::HeuristicLength] = products.length(Correction::Heuristic) / root;
    values[LensModel::FisherLength] = products.length(Correction::Fisher) / root;
    values[LensModel::PlainCosine] = products.cosine(Correction::Plain, Correction::Fisher);
    values[LensModel::HeuristicCosine] = products.cosine(Correction::Heuristic, Correction::Fisher);
}

void fillStep(double* values, const StepAccount& step, Index batches) {
    values[LensModel::UpdateLength] = std::sqrt(step.made / static_cast<double>(batches));
    if (step.clamped == 0)
        return;
    values[LensModel::Cut] = step.clampedShare();
    values[LensModel::UpdateCosine] = step.cosine();
    values[LensModel::Silent] = step.silentShare();
}

} // namespace

int colourOf(Correction correction) {
    return correction == Correction::Plain ? 1 : correction == Correction::Heuristic ? 0 : 3;
}

void LensModel::setLens(std::shared_ptr<const LearningLens> lens) {
    const std::size_t before = rows_.size();
    std::vector<Row> rows;
    const auto add = [&](int layer, const QString& name) {
        Row row{layer, name, {}};
        std::ranges::fill(row.values, none);
        rows.push_back(row);
        return rows.back().values;
    };
    shortest_ = longest_ = none;
    if (lens && lens->batches > 0) {
        fillProducts(add(-1, {}), lens->products, lens->batches);
        StepAccount whole;
        for (std::size_t l = 0; l < lens->layers.size(); ++l) {
            const LayerLens& layer = lens->layers[l];
            double* sums = add(static_cast<int>(l), {});
            fillProducts(sums, layer.products, lens->batches);
            fillStep(sums, layer.step, lens->batches);
            whole += layer.step;
            for (const auto& parameter : layer.parameters) {
                double* values = add(static_cast<int>(l), QString::fromStdString(parameter.name));
                values[Factor] = parameter.factor;
                values[MeasuredFactor] = parameter.measuredFactor;
                fillProducts(values, parameter.products, lens->batches);
                fillStep(values, parameter.step, lens->batches);
            }
        }
        fillStep(rows.front().values, whole, lens->batches);
        for (const Row& row : rows)
            for (const int column : {PlainLength, HeuristicLength, FisherLength})
                if (const double length = row.values[column]; length > 0) {
                    shortest_ = std::fmin(shortest_, length);
                    longest_ = std::fmax(longest_, length);
                }
    }
    // While a run goes on the rows stay the same ones: what is chosen and looked at stays.
    const bool same =
        rows.size() == before && std::ranges::equal(rows, rows_, [](const Row& a, const Row& b) {
            return a.layer == b.layer && a.name == b.name;
        });
    if (!same)
        beginResetModel();
    lens_ = std::move(lens);
    rows_ = std::move(rows);
    if (!same)
        endResetModel();
    else if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int LensModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

double LensModel::barOf(int column, double value) const {
    if (isShare(column) || isCosine(column))
        return std::clamp(value, 0.0, 1.0);
    // The shortest keeps a stump, so that it is seen that there is something.
    return longest_ > shortest_ && value > 0
               ? 0.04 + 0.96 * std::log(value / shortest_) / std::log(longest_ / shortest_)
               : 0;
}

QVariant LensModel::data(const QModelIndex& index, int role) const {
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const double value = row.values[index.column()];
    switch (role) {
    case Qt::DisplayRole:
        if (std::isnan(value))
            return QStringLiteral("\u2013");
        if (isShare(index.column()))
            return tr("%1 %").arg(100 * value, 0, 'f', value < 0.0995 ? 1 : 0);
        return isCosine(index.column()) ? QString::number(value, 'f', 3) : QString::number(value, 'g', 3);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole);
    case NumberRole:
        return value;
    case LayerRole:
        return row.layer;
    case BarRole:
        return std::isnan(value) ||
                       !(isLength(index.column()) || isShare(index.column()) || isCosine(index.column()))
                   ? QVariant()
                   : barOf(index.column(), value);
    case Qt::FontRole:
        return Theme::font(Theme().metrics.smallTextPx, row.name.isEmpty());
    default:
        return {};
    }
}

QVariant LensModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal) {
        const ColumnText& text = texts[section];
        if (role == Qt::DisplayRole)
            return tr(text.name);
        if (role == HelpTopicRole)
            return QStringLiteral("lens_") + QLatin1String(text.file);
        return role == Qt::ToolTipRole ? QVariant(tr(text.tip)) : QVariant();
    }
    const Row& row = rows_[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return row.layer < 0        ? tr("network")
               : row.name.isEmpty() ? tr("layer %1").arg(row.layer)
                                    : QStringLiteral("%1 %2").arg(row.layer).arg(row.name);
    case Qt::ToolTipRole:
        return row.layer < 0        ? tr("All layers together, as in figure 2")
               : row.name.isEmpty() ? tr("All parameters of layer %1 together").arg(row.layer)
                                    : tr("%1 of layer %2").arg(row.name).arg(row.layer);
    case Qt::FontRole:
        return Theme::font(Theme().metrics.smallTextPx, row.name.isEmpty());
    default:
        return {};
    }
}

QByteArray LensModel::csv() const {
    QByteArray text = "layer,parameter";
    for (const auto& column : texts)
        text += QByteArray(",") + column.file;
    text += '\n';
    for (const Row& row : rows_) {
        text += (row.layer < 0 ? QByteArray("network") : QByteArray::number(row.layer)) + ',' +
                (row.name.isEmpty() ? QByteArray("all") : row.name.toUtf8());
        for (const double value : row.values)
            text += ',' + (std::isnan(value) ? QByteArray() : QByteArray::number(value, 'g', 9));
        text += '\n';
    }
    return text;
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const QVariant share = index.data(LensModel::BarRole);
    if (share.isValid()) {
        const Theme theme = Theme::forPalette(option.palette);
        const QRectF area = QRectF(option.rect).adjusted(2, 3, -2, -3);
        QColor colour = theme.series(colourOfColumn(index.column()));
        colour.setAlphaF(theme.isDark ? 0.38f : 0.28f);
        painter->fillRect(QRectF(area.topLeft(), QSizeF(area.width() * share.toDouble(), area.height())),
                          colour);
    }
    QStyledItemDelegate::paint(painter, option, index);
}

} // namespace dalescope
