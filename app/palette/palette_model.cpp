#include "app/palette/palette_model.h"

#include "app/palette/fuzzy_match.h"

#include <algorithm>

namespace dalescope {

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
    beginResetModel();
    found_.clear();
    entries_ = std::move(entries);
    endResetModel();
    setQuery({});
}

/// The title counts; where it does not fit, the place and the tip may, but come after every title.
void PaletteModel::setQuery(const QString& query) {
    std::vector<std::pair<int, std::size_t>> scored;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const PaletteEntry& e = entries_[i];
        int score = fuzzyScore(query, e.title);
        if (!query.isEmpty() && e.name == query)
            score = 20000;
        else if (score >= 0)
            score += 10000;
        else
            score = fuzzyScore(query, e.title + u' ' + e.place + u' ' + e.shortcut);
        if (score < 0 && e.tip.contains(query, Qt::CaseInsensitive))
            score = 0;
        if (score >= 0)
            scored.emplace_back(score, i);
    }
    std::ranges::stable_sort(scored, std::greater{}, &std::pair<int, std::size_t>::first);
    beginResetModel();
    found_.clear();
    for (const auto& [score, i] : scored)
        found_.push_back(i);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(found_.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const PaletteEntry& e = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return e.title;
    case Qt::ToolTipRole:
        return e.tip;
    case Place:
        return e.place;
    case Shortcut:
        return e.shortcut;
    case Qt::AccessibleTextRole:
        return e.shortcut.isEmpty()
                   ? e.title + QStringLiteral(", ") + e.place
                   : e.title + QStringLiteral(", ") + e.place + QStringLiteral(", ") + e.shortcut;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    return entry(index.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsSelectable;
}

} // namespace dalescope
