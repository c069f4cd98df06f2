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

namespace {

/// Negative where it does not fit. What is called so comes before what is called much like it, that before
/// what other words tell of it, and all before what is only found there: that stays in its order.
int score(const PaletteEntry& e, const QString& query) {
    const int title = fuzzyScore(query, e.title);
    if (query.isEmpty())
        return title;
    if (e.name == query || e.title.compare(query, Qt::CaseInsensitive) == 0)
        return 50000;
    if (e.explains && title >= 0)
        return 10000 + title;
    if (e.title.startsWith(query, Qt::CaseInsensitive))
        return 40000 + title;
    if (hasWords(query, e.title))
        return 30000 + title;
    if (hasWords(query, e.title + u' ' + e.words))
        return 20000;
    if (title >= 0)
        return 10000 + title;
    if (hasWords(query, e.place))
        return 5000;
    if (const int found = fuzzyScore(query, e.title + u' ' + e.place + u' ' + e.shortcut); found >= 0)
        return found;
    return e.tip.contains(query, Qt::CaseInsensitive) || hasWords(query, e.tip) ? 0 : -1;
}

} // namespace

void PaletteModel::setQuery(const QString& query) {
    std::vector<std::pair<int, std::size_t>> scored;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const int points = score(entries_[i], query.trimmed());
        if (points >= 0)
            scored.emplace_back(points, i);
    }
    std::ranges::stable_sort(scored, std::greater{}, &std::pair<int, std::size_t>::first);
    beginResetModel();
    found_.clear();
    for (const auto& [points, i] : scored)
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
        return e.isOn ? e.title + QStringLiteral(" \u2713") : e.title;
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
