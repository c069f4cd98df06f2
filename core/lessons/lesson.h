// A guided tour: what resources/lessons/*.md hold, read and checked. The format is described there.
#pragma once

#include "core/settings/config.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dalescope {

/// "test_error < 10": a quantity of the run against a number or another quantity.
struct Condition {
    enum class Comparison { Less, AtMost, Greater, AtLeast };
    std::string left; ///< see Lesson
    Comparison comparison = Comparison::Less;
    std::variant<double, std::string> right;

    std::string text() const;
    bool holds(double leftValue, double rightValue) const;
};

// What a step does, in the words of the format. Each but Ask and Wait is done at once.

/// `preset:` and the `set:` lines after it: the network, the data and all other settings.
struct SetUp {
    Config config;
    std::string title; ///< of the preset
};
/// `set:` in a run that goes on.
struct Change {
    std::string path;
    Value value;
};
/// `start`, `pause`, `run: 100`
struct Steer {
    enum class Verb { Start, Pause, Run };
    Verb verb = Verb::Start;
    std::int64_t updates = 0; ///< of Run
};
/// `point:` frames a control, known by the name that assistive technology reads.
struct Point {
    std::string control;
};
/// `show:` raises a panel, known by its title, for this step.
struct Show {
    std::string panel;
};
/// `plot:` chooses what plots show, by their ids.
struct ShowPlots {
    std::vector<std::string> plots;
};
/// `wait:` until the condition holds.
struct Wait {
    Condition condition;
};
/// `wait: click` until a person uses the control.
struct WaitForClick {
    std::string control;
};
/// `ask:` with its `option:` and `right:` lines, or with `guess:`.
struct Ask {
    struct Guess {
        std::string quantity; ///< whose value is asked for, read when the step ends
        double tolerance = 0; ///< how far off still counts as right
    };
    std::string question;
    std::vector<std::string> options; ///< empty with a guess
    std::size_t right = 0;
    std::optional<Guess> guess;
};
/// `keep: before = test_error` remembers a value under a name.
struct Keep {
    std::string name;
    std::string quantity;
};
/// `expect:` what the author says comes out; where it does not, the student is told.
struct Expect {
    Condition condition;
};

struct Action {
    std::variant<SetUp, Change, Steer, Point, Show, ShowPlots, Wait, WaitForClick, Ask, Keep, Expect> what;
    int line = 0; ///< in the file, from 1
};

/// One screen of text, what the program does then, and the text that follows once that is done.
struct LessonStep {
    std::string heading;
    std::string text;  ///< Markdown, with {quantity} for values
    std::string after; ///< the same, shown when the actions are through
    std::vector<Action> actions;
    int line = 0;
};

/// A quantity is `update`, `epoch`, `speed` (updates a second), the name of a series of the journal (its
/// newest value), or a name that a `keep:` before it gave.
struct Lesson {
    std::string title;
    std::string about; ///< what it is about, in a sentence or two
    std::vector<LessonStep> steps;
};

/// What a quantity is counted in: "%", "nats"; empty where it has no unit, and for kept names.
std::string unitOf(const std::string& quantity);

} // namespace dalescope
