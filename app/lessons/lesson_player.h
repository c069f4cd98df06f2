// Plays a lesson: does what its steps say, and waits where they wait.
#pragma once

#include "app/session.h"
#include "core/lessons/lesson.h"

#include <QTimer>

#include <optional>

namespace dalescope {

class WindowGuide;

/// A step's actions are done one after another; a question and a wait hold them up. Steps that are done can
/// be looked at again while the newest one goes on.
class LessonPlayer : public QObject {
    Q_OBJECT

public:
    enum class State {
        Idle,      ///< no lesson is open
        Preparing, ///< the network is being set up
        Asking,    ///< a question is open
        Waiting,   ///< for a condition or a click
        Held,      ///< its data could not be read or its run has been deleted; next() sets it up again
        Done       ///< the step is through
    };
    /// What came of a step.
    struct Record {
        struct Answer {
            const Ask* ask = nullptr;
            QString question;             ///< with the values as they are when it is asked
            QStringList options;          ///< the same
            int chosen = -1;              ///< option; -1: none
            std::optional<double> guess;  ///< a number in place of an option
            std::optional<double> actual; ///< what the guess was about, once the step is done
            bool isRight() const;
        };
        std::vector<Answer> answers;
        QString text, after;   ///< Markdown, with the values as they were when they were first shown
        QStringList surprises; ///< where this run does not show what the lesson says
        bool done = false;
    };

    /// A lesson works on the session's current run where that has made no update, else on one that it adds,
    /// so that nothing of the person's is lost. While it plays, runs of before are not drawn beside it.
    LessonPlayer(Session& session, WindowGuide& guide, QObject* parent = nullptr);

    void open(Lesson lesson);
    void close();
    /// Waits for nothing and points at nothing until it is called with false, and then as before.
    void rest(bool resting);

    /// On to the next step; where something is open, past that.
    void next();
    void back();
    /// Sets the network up anew, from the last step that does so, and goes on from there. A seed that the
    /// person has chosen in place of the lesson's stays.
    void again();
    void choose(int option);
    void guess(double value);

    const Lesson* lesson() const { return lesson_ ? &*lesson_ : nullptr; }
    int step() const { return shown_; } ///< the one shown
    State state() const { return shown_ < newest_ ? State::Done : state_; }
    const Record& record() const { return records_[static_cast<std::size_t>(shown_)]; }
    bool isLast() const { return lesson_ && shown_ + 1 == static_cast<int>(lesson_->steps.size()); }
    /// What is waited for, in words, with the value so far; empty where nothing is.
    QString waitingFor() const;
    /// The value of a quantity now: see Lesson.
    std::optional<double> value(const std::string& quantity) const;
    /// Right answers and questions answered so far.
    std::pair<int, int> score() const;

Q_SIGNALS:
    /// Another step or state: everything may look different.
    void changed();
    /// While waiting: waitingFor() may read otherwise.
    void waited();
    void finished();

private:
    void enter(int step);
    void proceed();
    bool perform(const Action& action);
    void setUp(const SetUp& wanted);
    Run& run() const;
    /// Whether there is no run any more that the lesson could work on. It must not take another one.
    bool isLost() const { return own_ != 0 && !session_.find(own_); }
    void expect(const Expect& expected);
    void finishStep();
    QString filled(const std::string& text) const;
    Record& newestRecord() { return records_[static_cast<std::size_t>(newest_)]; }
    void look();
    bool isMet(const Wait& wait) const;
    bool isSetUp() const;
    void setState(State state);
    const Action& action() const;

    Session& session_;
    WindowGuide& guide_;
    std::optional<Lesson> lesson_;
    std::vector<Record> records_;
    std::vector<std::pair<std::string, double>> kept_;
    State state_ = State::Idle;
    int newest_ = 0, shown_ = 0;
    std::size_t at_ = 0; ///< action of the newest step that is to be done or holds it up
    Config wanted_;      ///< what setUp() asked for
    struct Seed {
        std::int64_t ofLesson, chosen;
    };
    Seed seed_{};             ///< with which setUp() began: `chosen` in place of `ofLesson`, where it comes
    std::vector<int> others_; ///< ids of the runs of before
    bool resting_ = false;
    int own_ = 0; ///< id of the run that the lesson works on; 0: none yet
    QTimer timer_;
    QMetaObject::Connection click_;
};

} // namespace dalescope
