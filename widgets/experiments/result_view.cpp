#include "widgets/experiments/result_view.h"

#include "core/common/error.h"
#include "core/io/atomic_file.h"
#include "widgets/plots/help_button.h"
#include "widgets/theme/icons.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace dalescope {

namespace {

struct FormatName {
    TableFormat format;
    const char *name, *suffix;
};
constexpr FormatName formats[] = {{TableFormat::Markdown, QT_TRANSLATE_NOOP("ResultView", "Markdown"), ".md"},
                                  {TableFormat::Latex, QT_TRANSLATE_NOOP("ResultView", "LaTeX"), ".tex"},
                                  {TableFormat::Csv, QT_TRANSLATE_NOOP("ResultView", "CSV"), ".csv"}};

/// Seeds as dots and their mean as a line, on the published mean and one and two of its deviations.
class SpreadDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {96, 26}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const auto spread = index.data(ResultModel::SpreadRole).value<ErrorSpread>();
        const bool known = spread.published.count > 0;
        if (spread.seeds.isEmpty() && !known)
            return;
        const Theme theme = Theme::forPalette(option.palette);
        const QRectF area = QRectF(option.rect).adjusted(8, 4, -8, -4);
        const double centre = known ? spread.published.mean : meanOf(spread.seeds);
        const double sd = known && std::isfinite(spread.published.sd) ? spread.published.sd : 0;
        double reach = std::max(2.6 * sd, 1e-3);
        for (const double seed : spread.seeds)
            reach = std::max(reach, 1.1 * std::abs(seed - centre));
        const auto at = [&](double x) { return area.center().x() + (x - centre) / reach * area.width() / 2; };
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        for (const double deviations : {2.0, 1.0}) {
            QColor band = theme.accent;
            band.setAlphaF(0.16f);
            painter->setBrush(band);
            const double half = std::max(deviations * sd, 0.0) / reach * area.width() / 2;
            painter->drawRoundedRect(
                QRectF(area.center().x() - half, area.top() + 2, 2 * half, area.height() - 4), 2, 2);
        }
        painter->setPen(QPen(theme.axis, 1));
        if (known)
            painter->drawLine(QLineF(at(centre), area.top(), at(centre), area.bottom()));
        if (!spread.seeds.isEmpty()) {
            const QColor ink = option.state & QStyle::State_Selected ? theme.onAccent : theme.text;
            const double mean = at(meanOf(spread.seeds));
            painter->setPen(QPen(ink, 1.6));
            painter->drawLine(QLineF(mean, area.top() + 1, mean, area.bottom() - 1));
            painter->setPen(QPen(theme.panel, 0.8));
            painter->setBrush(ink);
            for (const double seed : spread.seeds)
                painter->drawEllipse(QPointF(at(seed), area.center().y()), 3, 3);
        }
        painter->restore();
    }

private:
    static double meanOf(const QList<double>& values) {
        double sum = 0;
        for (const double value : values)
            sum += value;
        return sum / static_cast<double>(values.size());
    }
};

} // namespace

QString verdictSentence(const ResultTable& results) {
    int judged = 0, matching = 0;
    QStringList outside;
    for (const auto& group : results.groups) {
        if (!group.published)
            continue;
        const Verdict train = judge(group.train(), group.published->train);
        const Verdict test = judge(group.test(), group.published->test);
        if (train == Verdict::None && test == Verdict::None)
            continue;
        ++judged;
        if (train != Verdict::Outside && test != Verdict::Outside)
            ++matching;
        else
            outside << ResultView::tr("%1 (%2)").arg(modelName(group),
                                                     train == Verdict::Outside && test == Verdict::Outside
                                                         ? ResultView::tr("train and test")
                                                     : train == Verdict::Outside ? ResultView::tr("train")
                                                                                 : ResultView::tr("test"));
    }
    if (judged == 0)
        return ResultView::tr("No finished run repeats a row of the paper yet.");
    QString sentence = ResultView::tr("%1 of %2 rows match the paper to within two standard deviations")
                           .arg(matching)
                           .arg(judged);
    if (!outside.isEmpty())
        sentence += ResultView::tr("; outside: %1").arg(outside.join(QStringLiteral(", ")));
    return sentence + QLatin1Char('.');
}

ResultView::ResultView(QWidget* parent)
    : QWidget(parent), model_(new ResultModel(this)), table_(new QTableView(this)),
      sentence_(new QLabel(this)), copy_(new QToolButton(this)), export_(new QToolButton(this)) {
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence_->setToolTip(tr("Whether the finished runs match the paper"));
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(model_);
    sorted->setSortRole(ResultModel::SortRole);
    table_->setModel(sorted);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // the work's own order at first
    table_->horizontalHeader()->setSortIndicatorClearable(true);
    table_->setSortingEnabled(true);
    table_->setAccessibleName(tr("Results"));
    setHelpTopic(*table_, QStringLiteral("sweep results"));
    table_->setToolTip(
        tr("Final errors over seeds beside the published ones; a click on a title sorts by it"));
    for (const int column : {ResultModel::TrainSpread, ResultModel::TestSpread})
        table_->setItemDelegateForColumn(column, new SpreadDelegate(table_));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(28);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setTabKeyNavigation(false);

    auto* copies = new QMenu(copy_);
    auto* exports = new QMenu(export_);
    for (const auto& format : formats) {
        copies->addAction(tr(format.name), this, [this, chosen = format.format] { copyAs(chosen); });
        exports->addAction(tr("%1\u2026").arg(tr(format.name)), this,
                           [this, chosen = format.format] { exportAs(chosen); });
    }
    for (const auto& [button, menu, text, tip] :
         {std::tuple{copy_, copies, tr("Copy"), tr("Copy the table as text for a paper or a sheet")},
          std::tuple{export_, exports, tr("Export"), tr("Save the table as a file")}}) {
        button->setText(text);
        button->setMenu(menu);
        button->setPopupMode(QToolButton::InstantPopup);
        button->setAutoRaise(true);
        button->setToolTip(tip);
        button->setAccessibleName(text + tr(" table"));
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* row = new QHBoxLayout;
    row->addWidget(sentence_, 1);
    row->addWidget(copy_);
    row->addWidget(export_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 0);
    column->addLayout(row);
    column->addWidget(table_, 1);
}

void ResultView::setResults(std::shared_ptr<const ResultTable> results) {
    if (results == model_->results())
        return;
    model_->setResults(std::move(results));
    sentence_->setText(model_->results() ? verdictSentence(*model_->results()) : QString());
    table_->resizeColumnsToContents();
    for (int column = 0; column < ResultModel::Columns; ++column)
        table_->setColumnWidth(column, std::min(table_->columnWidth(column) + 2, 260));
}

void ResultView::setTheme(const Theme& theme) {
    model_->setTheme(theme);
}

void ResultView::copyAs(TableFormat format) {
    if (model_->results())
        QGuiApplication::clipboard()->setText(QString::fromStdString(tableText(*model_->results(), format)));
}

void ResultView::exportAs(TableFormat format) {
    if (!model_->results())
        return;
    const auto& name = *std::ranges::find(formats, format, &FormatName::format);
    const QString suffix = QString::fromLatin1(name.suffix);
    QString path = QFileDialog::getSaveFileName(this, tr("Export table"), QStringLiteral("results") + suffix,
                                                QStringLiteral("%1 (*%2)").arg(tr(name.name), suffix));
    if (path.isEmpty())
        return;
    if (!path.endsWith(suffix, Qt::CaseInsensitive))
        path += suffix;
    try {
        writeFileAtomically(path.toStdString(), tableText(*model_->results(), format));
        Q_EMIT exported(path);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

} // namespace dalescope
