#include "widgets/editors/layer_table.h"

#include "core/common/text.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace dalescope {

QWidget* LayerDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                     const QModelIndex& index) const {
    const auto* field = LayerModel::fieldOf(index.column());
    QWidget* editor = nullptr;
    if (field->choices.empty()) {
        editor = new QLineEdit(parent);
    } else {
        auto* box = new QComboBox(parent);
        for (const auto& choice : field->choices)
            box->addItem(QString::fromStdString(choice.label), QString::fromStdString(choice.value));
        connect(box, &QComboBox::activated, this, [this, box] {
            Q_EMIT const_cast<LayerDelegate*>(this)->commitData(box);
            Q_EMIT const_cast<LayerDelegate*>(this)->closeEditor(box);
        });
        editor = box;
    }
    editor->setAccessibleName(QString::fromStdString(field->label));
    editor->setToolTip(QString::fromStdString(field->help));
    return editor;
}

void LayerDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    const QString value = index.data(Qt::EditRole).toString();
    if (auto* box = qobject_cast<QComboBox*>(editor))
        box->setCurrentIndex(box->findData(value));
    else
        static_cast<QLineEdit*>(editor)->setText(value);
}

void LayerDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
    const auto* box = qobject_cast<QComboBox*>(editor);
    const QVariant value = box ? box->currentData() : QVariant(static_cast<QLineEdit*>(editor)->text());
    if (value.toString() != index.data(Qt::EditRole).toString())
        model->setData(index, value, Qt::EditRole);
}

LayerTable::LayerTable(ConfigDocument& document, QWidget* parent)
    : QWidget(parent), document_(&document), model_(new LayerModel(document, this)),
      view_(new QTableView(this)), summary_(new QLabel(this)) {
    view_->setModel(model_);
    view_->setItemDelegate(new LayerDelegate(view_));
    view_->setAccessibleName(tr("Layers"));
    view_->setToolTip(tr("The layers of the network, first to last. Press F2 or type to edit a cell."));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                           QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    view_->setTabKeyNavigation(false);
    view_->setAlternatingRowColors(true);
    view_->setShowGrid(false);
    view_->verticalHeader()->setDefaultSectionSize(26);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->horizontalHeader()->setSectionResizeMode(LayerModel::Parameters, QHeaderView::Stretch);
    view_->setMinimumHeight(26 * 5 + 8);

    auto* row = new QHBoxLayout;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(view_, 1);
    column->addLayout(row);
    column->addWidget(summary_);
    summary_->setWordWrap(true);

    using Layers = std::vector<LayerConfig>;
    addButton(tr("Add"), tr("Add a layer after the selected one"), QKeySequence(tr("Ctrl+Shift+A")),
              [](Layers& l, int r) {
                  const int at =
                      l.empty() ? 0 : std::clamp(r + 1, 0, std::max(0, static_cast<int>(l.size()) - 1));
                  l.insert(l.begin() + at,
                           l.empty() ? LayerConfig{} : l[static_cast<std::size_t>(std::max(0, at - 1))]);
                  return at;
              });
    addButton(tr("Duplicate"), tr("Repeat the selected layer"), QKeySequence(tr("Ctrl+Shift+D")),
              [](Layers& l, int r) {
                  if (r >= 0)
                      l.insert(l.begin() + r, l[static_cast<std::size_t>(r)]);
                  return r + 1;
              });
    addButton(tr("Remove"), tr("Remove the selected layer"), QKeySequence(Qt::Key_Delete),
              [](Layers& l, int r) {
                  if (r >= 0)
                      l.erase(l.begin() + r);
                  return std::min(r, static_cast<int>(l.size()) - 1);
              });
    addButton(tr("Up"), tr("Move the selected layer towards the input"), QKeySequence(tr("Alt+Up")),
              [](Layers& l, int r) {
                  if (r > 0)
                      std::swap(l[static_cast<std::size_t>(r)], l[static_cast<std::size_t>(r) - 1]);
                  return std::max(0, r - 1);
              });
    addButton(tr("Down"), tr("Move the selected layer towards the output"), QKeySequence(tr("Alt+Down")),
              [](Layers& l, int r) {
                  const int last = static_cast<int>(l.size()) - 1;
                  if (r >= 0 && r < last)
                      std::swap(l[static_cast<std::size_t>(r)], l[static_cast<std::size_t>(r) + 1]);
                  return std::min(last, r + 1);
              });
    for (auto* button : std::as_const(buttons_))
        row->addWidget(button);
    row->addStretch(1);

    connect(model_, &LayerModel::refused, this, &LayerTable::describe);
    setDocument(document);
}

void LayerTable::setDocument(ConfigDocument& document) {
    document_->disconnect(this);
    document_ = &document;
    model_->setDocument(document);
    connect(document_, &ConfigDocument::changed, this, &LayerTable::showChange);
    connect(document_, &ConfigDocument::lockChanged, this, &LayerTable::updateButtons);
    view_->selectRow(0);
    showChange();
    updateButtons();
}

void LayerTable::showChange() {
    showUsedColumns();
    describe();
}

void LayerTable::addButton(const QString& text, const QString& tip, const QKeySequence& shortcut,
                           Change change) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setAccessibleDescription(tip);
    button->setFocusPolicy(Qt::StrongFocus);
    const auto act = [this, text, change] {
        auto layers = document_->config().layers;
        const int row = change(layers, view_->currentIndex().row());
        const QString fault = document_->setLayers(layers, tr("%1 layer").arg(text));
        if (!fault.isEmpty())
            describe(fault);
        view_->selectRow(row);
    };
    connect(button, &QToolButton::clicked, this, act);
    auto* key = new QShortcut(shortcut, view_);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, button, &QToolButton::click);
    buttons_.append(button);
    tips_.append(tip + QStringLiteral(" (%1)").arg(shortcut.toString(QKeySequence::NativeText)));
}

void LayerTable::updateButtons() {
    for (qsizetype i = 0; i < buttons_.size(); ++i) {
        buttons_[i]->setEnabled(!document_->isLocked());
        buttons_[i]->setToolTip(document_->isLocked() ? ConfigDocument::lockReason() : tips_[i]);
    }
}

void LayerTable::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        describe();
}

void LayerTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showUsedColumns();
}

void LayerTable::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showUsedColumns();
}

/// Columns of no use to the network as it is would only push the others out of sight. What follows from the
/// settings makes room for them; the tool tip of a layer's number tells it.
void LayerTable::showUsedColumns() {
    const auto widthOf = [this](int column) {
        const QAbstractItemView& view = *view_;
        return std::max(view.sizeHintForColumn(column), view_->horizontalHeader()->sectionSizeHint(column));
    };
    int room = view_->viewport()->width();
    for (int column = 0; column < LayerModel::ColumnCount; ++column) {
        view_->setColumnHidden(column, !model_->isUsed(column));
        if (model_->isUsed(column))
            room -= widthOf(column);
    }
    const int inputs = widthOf(LayerModel::Inputs), parameters = widthOf(LayerModel::Parameters);
    if (!isVisible() || room >= 0 || room + inputs + parameters < 0) // where it scrolls, all may be there
        return;
    view_->setColumnHidden(LayerModel::Inputs, true);
    view_->setColumnHidden(LayerModel::Parameters, room + inputs < 0);
}

void LayerTable::describe(const QString& refusal) {
    Index parameters = 0;
    QString fault = refusal;
    const auto shapes = document_->shapes();
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        parameters += shapes[i].parameters;
        if (fault.isEmpty() && !shapes[i].fault.empty())
            fault = tr("Layer %1: %2").arg(i).arg(QString::fromStdString(shapes[i].fault));
    }
    if (shapes.empty())
        fault = tr("The network has no layer; add one.");
    const Theme theme = Theme::forPalette(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, fault.isEmpty() ? theme.mutedText : theme.error);
    summary_->setPalette(colours);
    const QString count = shapes.size() == 1 ? tr("1 layer") : tr("%1 layers").arg(shapes.size());
    const QString size = tr("%1, %2 parameters").arg(count, QString::fromStdString(grouped(parameters)));
    summary_->setText(fault.isEmpty() ? size : fault);
}

} // namespace dalescope
