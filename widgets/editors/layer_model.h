// The layers of a configuration as a table.
#pragma once

#include "widgets/editors/config_document.h"

#include <QAbstractTableModel>

namespace dalescope {

class LayerModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Kind,
        Units,
        Inhibitory,
        Initialisation,
        Kernel,
        Stride,
        Padding,
        Window,
        Rate,
        Inputs,
        Parameters,
        ColumnCount
    };

    explicit LayerModel(ConfigDocument& document, QObject* parent = nullptr);
    /// Shows another configuration from now on.
    void setDocument(ConfigDocument& document);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    /// The setting behind a column; null for the read-only ones.
    static const Field<LayerConfig>* fieldOf(int column);
    /// Whether the column says anything about any of the layers.
    bool isUsed(int column) const;

Q_SIGNALS:
    /// A value that was refused, and why.
    void refused(const QString& reason);

private:
    void refresh();

    ConfigDocument* document_ = nullptr;
    std::vector<LayerShape> shapes_;
};

} // namespace dalescope
