#include "app/runs/run_list_command.h"

#include <algorithm>

namespace dalescope {

RunListCommand::RunListCommand(Session& session, std::unique_ptr<Run> made, std::size_t row,
                               const QString& text)
    : QUndoCommand(text), session_(session), adds_(true), before_(&session.current()) {
    Run* run = made.get();
    places_.push_back({row, run, std::move(made)});
}

RunListCommand::RunListCommand(Session& session, const std::vector<Run*>& leaving, const QString& text)
    : QUndoCommand(text), session_(session), adds_(false), before_(&session.current()) {
    const auto& runs = session.runs();
    for (std::size_t row = 0; row < runs.size(); ++row)
        if (std::ranges::find(leaving, runs[row].get()) != leaving.end())
            places_.push_back({row, runs[row].get(), nullptr});
}

void RunListCommand::putIn() {
    for (Place& place : places_)
        session_.insert(place.row, std::move(place.outside));
    session_.setCurrent(adds_ ? *places_.front().run : *before_);
}

void RunListCommand::takeOut() {
    const auto goes = [this](const Run* run) {
        return std::ranges::find(places_, run, &Place::run) != places_.end();
    };
    // Whoever follows the current run must never meet one that is gone.
    if (adds_) {
        session_.setCurrent(*before_);
    } else if (goes(&session_.current())) {
        const auto& runs = session_.runs();
        auto next = std::find_if(runs.begin() + static_cast<std::ptrdiff_t>(places_.front().row), runs.end(),
                                 [&](const auto& run) { return !goes(run.get()); });
        if (next == runs.end()) // the last ones go: the one before them
            while (goes((--next)->get())) {
            }
        session_.setCurrent(**next);
    }
    for (auto place = places_.rbegin(); place != places_.rend(); ++place) {
        place->run->pause();
        place->outside = session_.take(place->row);
    }
}

bool SessionNotesCommand::mergeWith(const QUndoCommand* next) {
    const auto& later = static_cast<const SessionNotesCommand&>(*next);
    if (later.made_ - made_ > std::chrono::seconds(2))
        return false;
    after_ = later.after_;
    made_ = later.made_;
    return true;
}

} // namespace dalescope
