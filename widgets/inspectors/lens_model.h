// The Fisher lens as a table: a row for the network, each layer and each of its parameters.
#pragma once

#include "core/inspection/learning_lens.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include <memory>

namespace dalescope {

class LensModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Factor,
        MeasuredFactor,
        PlainLength,
        HeuristicLength,
        FisherLength,
        PlainCosine,
        HeuristicCosine,
        UpdateLength,
        Cut,
        UpdateCosine,
        Silent,
        ColumnCount
    };
    enum Role {
        NumberRole = Qt::UserRole, ///< the value, for sorting and files; NaN where there is none
        BarRole,                   ///< from 0 to 1, of the cell's width; invalid: no bar
        LayerRole                  ///< which layer the row belongs to; -1: the network
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setLens(std::shared_ptr<const LearningLens> lens);
    /// Columns named as in files, one line a row.
    QByteArray csv() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        int layer;    ///< -1: the network
        QString name; ///< of the parameter; empty: all of the layer
        double values[ColumnCount];
    };
    double barOf(int column, double value) const;

    std::shared_ptr<const LearningLens> lens_;
    std::vector<Row> rows_;
    double shortest_ = 1, longest_ = 1; ///< of the gradients that have a bar
};

/// A number on a bar.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

/// Which of the theme's colours stands for a gradient of that correction, as in the plots of the alignment.
int colourOf(Correction correction);

} // namespace dalescope
