#include "app/palette/command_palette.h"

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

namespace dalescope {

namespace {

/// Title on the left, place and shortcut on the right.
class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        item.text.clear();
        const auto* style = item.widget->style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
        const Theme theme = Theme::forPalette(item.palette);
        const bool chosen = item.state & QStyle::State_Selected, enabled = item.state & QStyle::State_Enabled;
        const QRect area = item.rect.adjusted(8, 0, -8, 0);
        const QString shortcut = index.data(PaletteModel::Shortcut).toString();
        QString right = index.data(PaletteModel::Place).toString();
        if (!shortcut.isEmpty())
            right += QStringLiteral("   ") + shortcut;
        const QFontMetrics metrics(item.font);
        const int rightWidth = std::min(metrics.horizontalAdvance(right) + 8, area.width() / 2);
        painter->setFont(item.font);
        painter->setPen(chosen ? theme.onAccent : enabled ? theme.text : theme.mutedText);
        painter->drawText(
            area.adjusted(0, 0, -rightWidth - 12, 0), Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width() - rightWidth - 12));
        painter->setPen(chosen ? theme.onAccent : theme.mutedText);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight,
                          metrics.elidedText(right, Qt::ElideMiddle, rightWidth));
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(option.fontMetrics.height() + 10);
        return size;
    }
};

} // namespace

CommandPalette::CommandPalette(QMainWindow& window)
    : QDialog(&window, Qt::Dialog | Qt::FramelessWindowHint), window_(window), model_(new PaletteModel(this)),
      query_(new QLineEdit(this)), list_(new QListView(this)), tip_(new QLabel(this)) {
    setWindowTitle(tr("Find an action or a setting"));
    setAccessibleName(windowTitle());
    query_->setPlaceholderText(tr("Name of an action, a setting, a plot, a preset or a lesson"));
    query_->setAccessibleName(windowTitle());
    query_->setToolTip(tr("Type a part of the name; Up and Down choose, Enter does it, Escape closes"));
    query_->setClearButtonEnabled(false);
    query_->installEventFilter(this);
    list_->setModel(model_);
    list_->setItemDelegate(new EntryDelegate(list_));
    list_->setAccessibleName(tr("What was found"));
    list_->setToolTip(tr("What was found, the best first"));
    list_->setUniformItemSizes(true);
    list_->setFocusPolicy(Qt::NoFocus); // the line keeps the keyboard
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tip_->setWordWrap(true);
    tip_->setForegroundRole(QPalette::PlaceholderText);
    tip_->setMinimumHeight(2 * tip_->fontMetrics().height());
    tip_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 8);
    column->addWidget(query_);
    column->addWidget(list_, 1);
    column->addWidget(tip_);
    connect(query_, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(query_, &QLineEdit::returnPressed, this, [this] { choose(list_->currentIndex()); });
    connect(list_, &QListView::clicked, this, &CommandPalette::choose);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::showTip);
    setSizeGripEnabled(false);
}

void CommandPalette::popUp() {
    model_->setEntries(paletteEntries(window_));
    query_->clear();
    search({});
    const int width = std::min(620, window_.width() - 40), height = std::min(420, window_.height() - 80);
    const QPoint corner = window_.mapToGlobal(QPoint((window_.width() - width) / 2, 60));
    setGeometry(QRect(corner, QSize(width, height)));
    if (QWidget* over = QApplication::activeWindow(); over && over != this && over != parentWidget())
        setParent(over, windowFlags());
    query_->setFocus();
    open();
}

void CommandPalette::search(const QString& query) {
    model_->setQuery(query);
    list_->setCurrentIndex(model_->index(0));
    list_->scrollToTop();
    showTip();
}

void CommandPalette::showTip() {
    const QModelIndex now = list_->currentIndex();
    tip_->setText(now.isValid() ? model_->entry(now.row()).tip : tr("Nothing has a name like that."));
}

void CommandPalette::choose(const QModelIndex& index) {
    if (!index.isValid() || !model_->entry(index.row()).enabled)
        return;
    const auto act = model_->entry(index.row()).act;
    accept();
    act();
}

/// An edge, since nothing else sets it off from the window in the dark theme.
void CommandPalette::paintEvent(QPaintEvent* event) {
    QDialog::paintEvent(event);
    QPainter painter(this);
    painter.setPen(Theme::forPalette(palette()).axis);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

/// A click beside it closes it: it would stay on top, without the keyboard.
bool CommandPalette::event(QEvent* event) {
    if (event->type() == QEvent::WindowDeactivate)
        QTimer::singleShot(0, this, [this] { // unless it is only on its way to it
            if (!isActiveWindow())
                reject();
        });
    return QDialog::event(event);
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
    if (object != query_ || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(object, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int page = std::max(1, list_->viewport()->height() / std::max(1, list_->sizeHintForRow(0)));
    const int by = key == Qt::Key_Down       ? 1
                   : key == Qt::Key_Up       ? -1
                   : key == Qt::Key_PageDown ? page
                   : key == Qt::Key_PageUp   ? -page
                                             : 0;
    const int rows = model_->rowCount();
    if (by == 0 || rows == 0)
        return QDialog::eventFilter(object, event);
    list_->setCurrentIndex(model_->index(std::clamp(list_->currentIndex().row() + by, 0, rows - 1)));
    return true;
}

} // namespace dalescope
