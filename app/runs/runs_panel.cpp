#include "app/runs/runs_panel.h"

#include "app/runs/run_differences.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace dalescope {

namespace {

/// Editors of names and notes say what they are.
class LabelDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex& index) const override {
        auto* line = new QLineEdit(parent);
        line->setAccessibleName(index.column() == SessionModel::Name ? RunsPanel::tr("Name of the run")
                                                                     : RunsPanel::tr("Notes on the run"));
        line->setToolTip(line->accessibleName());
        return line;
    }
};

} // namespace

RunsPanel::RunsPanel(Session& session, SessionActions& actions, QWidget* parent)
    : QWidget(parent), session_(session), actions_(actions), model_(new SessionModel(session, this)),
      table_(new QTableView(this)), differences_(new QLabel(this)) {
    table_->setModel(model_);
    table_->setItemDelegate(new LabelDelegate(table_));
    table_->setAccessibleName(tr("Runs"));
    table_->setToolTip(tr("The runs of the session. Everything in the window follows the one chosen here; "
                          "F2 edits a name or a note, the space bar turns an eye or a pin over."));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTextElideMode(Qt::ElideMiddle); // names of copies differ at their ends
    table_->setIconSize({14, 14});
    table_->setContextMenuPolicy(Qt::ActionsContextMenu);
    table_->addActions(actions.all());
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(24);
    QHeaderView& header = *table_->horizontalHeader();
    header.setHighlightSections(false);
    header.setMinimumSectionSize(24);
    QFont bold = table_->font(); // the current run's
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const auto width = [&](int column, const QString& widest) {
        table_->setColumnWidth(column, metrics.horizontalAdvance(widest) + 14);
    };
    width(SessionModel::State, tr("Preparing"));
    width(SessionModel::Epoch, tr("Epoch."));
    width(SessionModel::TrainError, tr("00.00 %"));
    width(SessionModel::TestError, tr("00.00 %"));
    for (const int column : {SessionModel::Shown, SessionModel::Pinned})
        table_->setColumnWidth(column, 26);
    header.setStretchLastSection(true);
    table_->installEventFilter(this);
    table_->viewport()->installEventFilter(this);
    table_->setMinimumHeight(24 * 4);

    auto* row = new QHBoxLayout;
    for (QAction* action : {actions.newRun, actions.duplicate, actions.remove}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    row->addStretch(1);
    differences_->setWordWrap(true);
    differences_->setTextFormat(Qt::PlainText);
    differences_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    differences_->setToolTip(tr("In which settings the selected runs differ"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(row); // above, where what is said below does not move them
    column->addWidget(table_, 1);
    column->addWidget(differences_);

    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (following_ || !now.isValid())
                    return;
                const QScopedValueRollback ours(following_, true); // what is selected, the table decides
                session_.setCurrent(model_->runAt(now.row()));
            });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPanel::select);
    connect(&actions, &SessionActions::renameAsked, this, [this] {
        const QModelIndex name = model_->index(model_->rowOf(session_.current()), SessionModel::Name);
        for (QWidget* part = this; part; part = part->parentWidget())
            part->show();
        table_->setFocus();
        table_->scrollTo(name);
        table_->edit(name);
    });
    connect(&session, &Session::currentChanged, this, &RunsPanel::showCurrent);
    connect(&session, &Session::added, this, &RunsPanel::showCurrent);
    connect(&session, &Session::labelChanged, this, &RunsPanel::showDifferences);
    connect(&session, &Session::labelChanged, this, &RunsPanel::fitNames);
    connect(&session, &Session::added, this, &RunsPanel::fitNames);
    connect(&session, &Session::currentChanged, this, &RunsPanel::fitNames); // it is bold
    connect(&session, &Session::removed, this, &RunsPanel::fitNames);
    connect(&session, &Session::added, this, &RunsPanel::showDifferences); // what is said depends on how many
    connect(&session, &Session::removed, this, &RunsPanel::showDifferences);
    connect(&session, &Session::anyConfigChanged, this, &RunsPanel::showDifferences);
    showCurrent();
    fitNames();
}

/// Names are read to their end where there is room, or they are of usual length.
void RunsPanel::fitNames() {
    int room = table_->viewport()->width();
    for (int column = SessionModel::Name + 1; column < SessionModel::Notes; ++column)
        room -= table_->columnWidth(column);
    const int usual = 16 * table_->fontMetrics().averageCharWidth() + table_->iconSize().width();
    const QAbstractItemView& view = *table_;
    table_->setColumnWidth(SessionModel::Name,
                           std::min(view.sizeHintForColumn(SessionModel::Name), std::max(usual, room)));
}

std::vector<Run*> RunsPanel::selectedRuns() const {
    std::vector<Run*> runs;
    for (int row = 0; row < model_->rowCount(); ++row)
        if (table_->selectionModel()->isRowSelected(row))
            runs.push_back(&model_->runAt(row));
    return runs;
}

void RunsPanel::select() {
    actions_.setSelection(selectedRuns());
    showDifferences();
}

/// A run that became the current one elsewhere is selected; others stay so only where it already was.
void RunsPanel::showCurrent() {
    if (following_)
        return;
    const int row = model_->rowOf(session_.current());
    if (row < 0 || row >= model_->rowCount())
        return;
    const QScopedValueRollback ours(following_, true);
    auto* selection = table_->selectionModel();
    const auto how = selection->isRowSelected(row)
                         ? QItemSelectionModel::NoUpdate
                         : QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
    const int column = std::max(0, table_->currentIndex().column());
    selection->setCurrentIndex(model_->index(row, column), how);
    table_->scrollTo(model_->index(row, SessionModel::Name));
}

void RunsPanel::showDifferences() {
    const auto runs = selectedRuns();
    const QString text = runs.size() > 1 ? differencesOf({runs.begin(), runs.end()}) : QString();
    differences_->setText(!text.isEmpty() ? text
                          : session_.runs().size() > 1
                              ? tr("Select two or more runs to read in which settings they differ.")
                              : tr("Duplicate the run to try other settings beside it."));
}

bool RunsPanel::eventFilter(QObject* watched, QEvent* event) {
    const bool pressed =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (watched == table_->viewport() && event->type() == QEvent::Resize)
        fitNames();
    if (watched == table_->viewport() && pressed) {
        // An eye or a pin is turned over without making its run the current one, which is always drawn.
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex index = table_->indexAt(mouse->position().toPoint());
        const bool mark = index.column() == SessionModel::Shown || index.column() == SessionModel::Pinned;
        if (mark && mouse->button() == Qt::LeftButton) {
            model_->toggle(index);
            return true;
        }
    }
    if (watched == table_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        model_->toggle(table_->currentIndex());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace dalescope
