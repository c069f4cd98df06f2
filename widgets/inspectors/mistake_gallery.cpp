#include "widgets/inspectors/mistake_gallery.h"

#include "widgets/inspectors/dataset_panel.h"

#include <QPainter>

#include <algorithm>
#include <numeric>

namespace dalescope {

namespace {

constexpr int side = 64, barHeight = 9, bars = 3, lines = 16, margin = 6;
constexpr QSize cell(150, margin + side + lines + bars * (barHeight + 3) + margin);

} // namespace

QString className(const Dataset& data, Index label) {
    const auto at = static_cast<std::size_t>(label);
    return at < data.classNames.size() ? QString::fromStdString(data.classNames[at]) : QString::number(label);
}

void MistakeModel::setOutcome(std::shared_ptr<const Outcome> outcome, std::shared_ptr<const Dataset> dataset,
                              std::optional<std::pair<int, int>> only) {
    beginResetModel();
    outcome_ = std::move(outcome);
    dataset_ = std::move(dataset);
    shown_.clear();
    for (std::size_t i = 0; outcome_ && i < outcome_->mistakes.size(); ++i) {
        const Mistake& m = outcome_->mistakes[i];
        if (!only || (m.label == only->first && m.answer == only->second))
            shown_.push_back(i);
    }
    endResetModel();
}

int MistakeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant MistakeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Mistake& m = mistake(index.row());
    const auto share = [&](std::int32_t label) {
        return 100.0 * static_cast<double>(m.probabilities[static_cast<std::size_t>(label)]);
    };
    switch (role) {
    case Qt::DecorationRole:
        return exampleImage(dataset_->test, dataset_->shape, m.example);
    case Qt::DisplayRole:
        return m.answer < 0
                   ? tr("%1, no answer").arg(className(*dataset_, m.label))
                   : tr("%1, not %2").arg(className(*dataset_, m.label), className(*dataset_, m.answer));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        if (m.answer < 0)
            return tr("Test example %1 is %2 and got no answer: the network's output is not finite")
                .arg(m.example)
                .arg(className(*dataset_, m.label));
        return tr("Test example %1 is %2 (%3 %) and was taken for %4 (%5 %)")
            .arg(m.example)
            .arg(className(*dataset_, m.label))
            .arg(share(m.label), 0, 'f', 1)
            .arg(className(*dataset_, m.answer))
            .arg(share(m.answer), 0, 'f', 1);
    case MistakeRole:
        return m.example;
    default:
        return {};
    }
}

QSize MistakeDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return cell;
}

void MistakeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const auto& model = static_cast<const MistakeModel&>(*index.model());
    const Mistake& m = model.mistake(index.row());
    const Theme theme = Theme::forPalette(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    }
    const QImage image = index.data(Qt::DecorationRole).value<QImage>();
    const QSize size = image.size().scaled(side, side, Qt::KeepAspectRatio);
    const QPoint corner(option.rect.center().x() - size.width() / 2, option.rect.top() + margin);
    painter->drawImage(QRect(corner, size), image);
    QRect line(option.rect.left() + margin, option.rect.top() + margin + side,
               option.rect.width() - 2 * margin, lines);
    painter->setFont(Theme::font(theme.metrics.smallTextPx));
    painter->setPen(theme.text);
    painter->drawText(
        line, Qt::AlignCenter,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, line.width()));

    std::vector<std::int32_t> classes(m.answer < 0 ? 0
                                                   : m.probabilities.size()); // those of no answer are NaN
    std::iota(classes.begin(), classes.end(), 0);
    std::ranges::stable_sort(classes, std::ranges::greater(),
                             [&](std::int32_t c) { return m.probabilities[static_cast<std::size_t>(c)]; });
    const int names = 66, room = line.width() - names;
    int y = line.bottom() + 2;
    for (std::size_t i = 0; i < std::min<std::size_t>(bars, classes.size()); ++i, y += barHeight + 3) {
        const std::int32_t c = classes[i];
        painter->setPen(theme.mutedText);
        painter->drawText(
            QRect(line.left(), y - 2, names - 4, barHeight + 4), Qt::AlignVCenter | Qt::AlignRight,
            painter->fontMetrics().elidedText(className(model.dataset(), c), Qt::ElideRight, names - 4));
        const QColor colour = c == m.label ? theme.good : c == m.answer ? theme.inhibitory : theme.axis;
        const double share = static_cast<double>(m.probabilities[static_cast<std::size_t>(c)]);
        painter->fillRect(QRectF(line.left() + names, y, std::max(1.0, room * share), barHeight), colour);
    }
    painter->restore();
}

} // namespace dalescope
