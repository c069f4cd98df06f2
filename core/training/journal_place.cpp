#include "core/training/journal_place.h"

#include "core/training/weight_history.h"

namespace dalescope {

JournalPlace placeOf(const Journal& journal) {
    return {journal.rows(), journal.marks(), journal.weights().offers()};
}

void beginFrom(const Journal& parent, const JournalPlace& place, Journal& journal, bool isFork) {
    struct Source {
        const Series* series;
        std::size_t next = 0;
    };
    std::vector<Source> sources;
    for (std::size_t i = 0; i < journal.seriesCount(); ++i)
        sources.push_back({parent.find(journal.series(i).name())});
    for (std::size_t row = 0; row < place.rows; ++row) {
        journal.beginRow(parent.tick(row));
        for (std::size_t i = 0; i < sources.size(); ++i) {
            auto& [series, next] = sources[i];
            if (series && next < series->size() && (*series)[next].row == row)
                journal.put(i, static_cast<double>((*series)[next++].value));
        }
        journal.commitRow();
    }
    const std::int64_t last = place.rows > 0 ? parent.tick(place.rows - 1).update : 0;
    for (std::size_t i = 0; i < place.marks; ++i)
        if (const JournalMark& mark = parent.mark(i);
            !isFork || mark.kind != JournalMark::Kind::End || mark.update < last)
            journal.addMark(mark);
    journal.weights().begin(parent.weights(), place.weightOffers);
}

} // namespace dalescope
