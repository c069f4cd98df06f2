// The examples that a network gets wrong, as pictures with the probabilities it gave.
#pragma once

#include "core/inspection/outcome.h"
#include "widgets/theme/theme.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <memory>
#include <optional>

namespace dalescope {

/// "7" or "T-shirt".
QString className(const Dataset& data, Index label);

/// One row a mistake; a view of its own makes it a gallery.
class MistakeModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { MistakeRole = Qt::UserRole };

    using QAbstractListModel::QAbstractListModel;
    /// Shows those of `outcome` with that label and answer, or all.
    void setOutcome(std::shared_ptr<const Outcome> outcome, std::shared_ptr<const Dataset> dataset,
                    std::optional<std::pair<int, int>> only);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const Mistake& mistake(int row) const {
        return outcome_->mistakes[shown_[static_cast<std::size_t>(row)]];
    }
    const Dataset& dataset() const { return *dataset_; }

private:
    std::shared_ptr<const Outcome> outcome_;
    std::shared_ptr<const Dataset> dataset_;
    std::vector<std::size_t> shown_;
};

/// The picture, "7, not 9" and a bar for each of the likeliest classes.
class MistakeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace dalescope
