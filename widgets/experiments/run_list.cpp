#include "widgets/experiments/run_list.h"

#include "widgets/plots/help_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace dalescope {

namespace {

/// A run's state with a thin bar of its progress under it.
class StateDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant progress = index.data(RunListModel::ProgressRole);
        if (!progress.isValid() || progress.toDouble() <= 0)
            return;
        const Theme theme = Theme::forPalette(option.palette);
        const QRectF groove(option.rect.left() + 3, option.rect.bottom() - 3, option.rect.width() - 6, 2);
        painter->fillRect(groove, theme.grid);
        painter->fillRect(QRectF(groove.topLeft(), QSizeF(groove.width() * progress.toDouble(), 2)),
                          index.data(Qt::ForegroundRole).value<QColor>());
    }
};

} // namespace

RunListFilter::RunListFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(RunListModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void RunListFilter::setWords(const QString& text) {
    words_ = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool RunListFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (words_.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(RunListModel::FilterRole).toString();
    return std::ranges::all_of(words_,
                               [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

RunList::RunList(QWidget* parent)
    : QWidget(parent), model_(new RunListModel(this)), filter_(new RunListFilter(this)),
      words_(new QLineEdit(this)), count_(new QLabel(this)), table_(new QTableView(this)),
      state_(new StateDelegate(table_)) {
    filter_->setSourceModel(model_);
    words_->setPlaceholderText(tr("Filter by name, setting, seed or state"));
    words_->setClearButtonEnabled(true);
    words_->setAccessibleName(tr("Filter runs"));
    words_->setToolTip(tr("Shows the runs in which every word occurs: \u201cdann 0.1107 failed\u201d"));
    connect(words_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_->setWords(text);
        count();
        Q_EMIT shownChanged();
    });
    count_->setAccessibleName(tr("Runs shown"));

    table_->setModel(filter_);
    table_->setAccessibleName(tr("Runs"));
    setHelpTopic(*table_, QStringLiteral("sweep runs"));
    table_->setToolTip(tr("The runs of the sweep; a click on a heading sorts, waiting ones can be dragged"));
    table_->setSortingEnabled(true);
    table_->horizontalHeader()->setSortIndicatorClearable(true);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(24);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->setIconSize({26, 14});
    table_->setTabKeyNavigation(false);
    table_->setDragDropMode(QAbstractItemView::InternalMove);
    table_->setDragDropOverwriteMode(false);
    table_->setMouseTracking(true);
    table_->viewport()->installEventFilter(this);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { Q_EMIT menuAsked(table_->viewport()->mapToGlobal(at)); });
    connect(table_, &QAbstractItemView::entered, this,
            [this](const QModelIndex& index) { Q_EMIT hovered(filter_->mapToSource(index).row()); });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunList::selectionChanged);

    auto* row = new QHBoxLayout;
    row->addWidget(words_, 1);
    row->addWidget(count_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addLayout(row);
    column->addWidget(table_, 1);
}

void RunList::setSweep(std::shared_ptr<const SweepOutline> outline) {
    words_->clear();
    model_->setSweep(std::move(outline));
    for (int column = 0; column < model_->columnCount(); ++column)
        table_->setItemDelegateForColumn(column, column == model_->stateColumn() ? state_ : nullptr);
    auto* header = table_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setStretchLastSection(false);
    table_->resizeColumnsToContents();
    for (int column = 0; column < model_->columnCount(); ++column)
        header->resizeSection(column, std::clamp(header->sectionSize(column) + 14, 60, 300));
    header->setSectionResizeMode(model_->stateColumn(), QHeaderView::Stretch);
    count();
    Q_EMIT shownChanged();
}

void RunList::setSnapshot(std::shared_ptr<const SweepSnapshot> snapshot) {
    model_->setSnapshot(std::move(snapshot));
    count();
}

void RunList::setTheme(const Theme& theme) {
    model_->setTheme(theme);
}

void RunList::count() {
    const int all = model_->rowCount(), shown = filter_->rowCount();
    count_->setText(shown == all ? tr("%1 runs").arg(all) : tr("%1 of %2 runs").arg(shown).arg(all));
}

QList<int> RunList::selectedRuns() const {
    QList<int> runs;
    for (const auto& index : table_->selectionModel()->selectedRows())
        runs.append(filter_->mapToSource(index).row());
    return runs;
}

QList<int> RunList::shownRuns() const {
    QList<int> runs;
    for (int row = 0; row < filter_->rowCount(); ++row)
        runs.append(filter_->mapToSource(filter_->index(row, 0)).row());
    return runs;
}

bool RunList::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Leave)
        Q_EMIT hovered(-1);
    return QWidget::eventFilter(watched, event);
}

} // namespace dalescope
