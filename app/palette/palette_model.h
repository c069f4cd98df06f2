// The palette's entries that fit what is typed, the best first.
#pragma once

#include "app/palette/palette_entries.h"

#include <QAbstractListModel>

namespace dalescope {

class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { Place = Qt::UserRole, Shortcut };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void setQuery(const QString& query);
    const PaletteEntry& entry(int row) const { return entries_[found_[static_cast<std::size_t>(row)]]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<PaletteEntry> entries_;
    std::vector<std::size_t> found_;
};

} // namespace dalescope
