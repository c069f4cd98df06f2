// Editor of the network: a table of layers with buttons, and what the whole amounts to.
#pragma once

#include "widgets/editors/layer_model.h"

#include <QStyledItemDelegate>
#include <QWidget>

#include <functional>

class QLabel;
class QTableView;
class QToolButton;

namespace dalescope {

/// Combo boxes for settings with choices; plain lines for the rest.
class LayerDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
};

class LayerTable : public QWidget {
    Q_OBJECT

public:
    explicit LayerTable(ConfigDocument& document, QWidget* parent = nullptr);
    /// Edits another configuration from now on.
    void setDocument(ConfigDocument& document);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// Changes a copy of the layers and returns the row to select then.
    using Change = std::function<int(std::vector<LayerConfig>&, int row)>;
    void addButton(const QString& text, const QString& tip, const QKeySequence& shortcut, Change change);
    void showChange();
    void showUsedColumns();
    void describe(const QString& refusal = {});
    void updateButtons();

    ConfigDocument* document_;
    LayerModel* model_;
    QTableView* view_;
    QLabel* summary_;
    QList<QToolButton*> buttons_;
    QStringList tips_;
};

} // namespace dalescope
