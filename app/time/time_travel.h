// Which point of the current run is looked at: now, or a moment that it has kept.
#pragma once

#include "app/session.h"

namespace dalescope {

/// The run may go on meanwhile. Another run, or the same begun anew, is looked at as it is now.
class TimeTravel : public QObject {
    Q_OBJECT

public:
    explicit TimeTravel(Session& session, QObject* parent = nullptr);

    /// Null: now.
    const std::shared_ptr<const Moment>& moment() const { return moment_; }
    bool isLive() const { return !moment_; }
    /// The updates of what is looked at, and of now.
    std::int64_t update() const { return moment_ ? moment_->state.update : now(); }
    std::int64_t now() const { return session_.current().status().update; }
    /// What there is to go back to; updates rise.
    const Moments& kept() const { return kept_; }
    /// In effect at what is looked at.
    Config settings() const;
    bool canFork() const { return session_.current().journal() && session_.current().data(); }

    /// To whichever is nearest: a kept moment, or now.
    void goTo(std::int64_t update);
    void goLive() { show(nullptr); }
    /// The same to where a session was looked at when it was saved, once the run is ready; negative: now.
    void returnTo(std::int64_t update);
    /// So many kept moments on, or back where it is negative. Now comes after the last one.
    void step(int moments);

    /// From moment to moment, until now; from the first one where it is at now.
    void setPlaying(bool playing);
    bool isPlaying() const { return player_.isActive(); }
    /// Moments a second, from 1 to 60.
    void setSpeed(int momentsPerSecond);
    int speed() const { return speed_; }

    /// Updates from one moment that a run of the session keeps to the next; 0: none. Remembered.
    void setKeepEvery(int updates);
    int keepEvery() const { return keepEvery_; }

    /// Makes a new run that goes on from what is looked at, the current one at once, at rest. A command.
    void fork();

Q_SIGNALS:
    /// Another moment is looked at, or now.
    void moved();
    /// Anything else: what is kept, updates made, playing.
    void changed();

private:
    void show(std::shared_ptr<const Moment> moment);
    void look();
    void play();
    void addFork(std::shared_ptr<const Moment> moment);

    Session& session_;
    Moments kept_;
    std::shared_ptr<const CheckpointShelf> shelf_;
    std::int64_t version_ = -1; ///< of the shelf, when kept_ was taken from it
    std::shared_ptr<const Moment> moment_;
    std::int64_t wanted_ = -1; ///< see returnTo()
    QTimer player_;
    int speed_ = 5, keepEvery_;
};

} // namespace dalescope
