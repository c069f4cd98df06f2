// The outline of a lesson: title, steps, texts. What stands in a step's block is read by BlockReader.
#include "core/lessons/parse_lesson.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/embedded_texts.h"
#include "core/lessons/block_reader.h"
#include "core/lessons/placeholders.h"
#include "core/lessons/trimmed.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        std::string line = text.substr(from, to - from);
        if (line.ends_with('\r'))
            line.pop_back();
        lines.push_back(std::move(line));
        from = to + 1;
    }
    return lines;
}

class LessonReader {
public:
    LessonReader(const std::string& text, const std::string& file)
        : lines_(linesOf(text)), file_(file), block_(file) {}

    Lesson read() {
        for (std::size_t i = 0; i < lines_.size(); ++i)
            take(lines_[i], static_cast<int>(i) + 1);
        const int end = static_cast<int>(lines_.size());
        finishStep();
        if (lesson_.title.empty())
            fail(1, "the lesson has no title", "begin with a line \"# Title\"");
        if (lesson_.steps.empty())
            fail(end, "the lesson has no step", "begin each with a line \"## Heading\"");
        return std::move(lesson_);
    }

private:
    [[noreturn]] void fail(int line, const std::string& fault, const std::string& wayOut) const {
        throw Error(file_ + ", line " + std::to_string(line), fault, wayOut);
    }

    void take(const std::string& line, int number) {
        if (inBlock_) {
            if (trimmed(line) == "```")
                finishBlock(number);
            else
                block_.take(line, number);
        } else if (line == "```lesson") {
            beginBlock(number);
        } else if (line.starts_with("```")) {
            fail(number, "a block must be marked as the lesson's", "write ```lesson");
        } else if (line.starts_with("## ")) {
            finishStep();
            LessonStep& step = lesson_.steps.emplace_back();
            step.heading = trimmed(line.substr(3));
            step.line = number;
            hasBlock_ = false;
            textFrom_ = number + 1;
        } else if (line.starts_with("# ")) {
            if (!lesson_.title.empty())
                fail(number, "the lesson has a title already", "write ## for the heading of a step");
            lesson_.title = trimmed(line.substr(2));
        } else {
            text() += line + '\n';
        }
    }

    std::string& text() {
        if (lesson_.steps.empty())
            return lesson_.about;
        return hasBlock_ ? lesson_.steps.back().after : lesson_.steps.back().text;
    }

    void beginBlock(int number) {
        if (lesson_.steps.empty())
            fail(number, "a block stands before the first step", "put a line \"## Heading\" before it");
        if (hasBlock_)
            fail(number, "the step has a block already", "join the two, or begin another step");
        block_.checkText(lesson_.steps.back().text, textFrom_);
        requireEnd(number);
        inBlock_ = hasBlock_ = true;
    }

    /// Before the block is read: of one that is not closed, the text after it would be blamed.
    void requireEnd(int from) const {
        for (std::size_t i = static_cast<std::size_t>(from); i < lines_.size(); ++i) {
            if (trimmed(lines_[i]) == "```")
                return;
            if (lines_[i].starts_with("## ") || lines_[i].starts_with("```"))
                fail(from,
                     "the block that begins here is not closed before line " + std::to_string(i + 1) +
                         " (\"" + trimmed(lines_[i]) + "\")",
                     "put a line of ``` after its last line");
        }
        fail(from, "the block that begins here is not closed", "put a line of ``` after its last line");
    }

    void finishBlock(int number) {
        lesson_.steps.back().actions = block_.finish();
        inBlock_ = false;
        textFrom_ = number + 1;
    }

    void finishStep() {
        lesson_.about = trimmed(lesson_.about);
        if (lesson_.steps.empty())
            return;
        LessonStep& step = lesson_.steps.back();
        block_.checkText(hasBlock_ ? step.after : step.text, textFrom_);
        step.text = trimmed(step.text);
        step.after = trimmed(step.after);
        if (step.text.empty())
            fail(step.line, "the step has no text", "say under its heading what it is about");
    }

    std::vector<std::string> lines_;
    std::string file_;
    BlockReader block_;
    Lesson lesson_;
    int textFrom_ = 0; ///< line where the step's text, or the text after its block, begins
    bool inBlock_ = false;
    bool hasBlock_ = false;
};

} // namespace

Lesson parseLesson(const std::string& text, const std::string& file) {
    return LessonReader(text, file).read();
}

void checkNames(const Lesson& lesson, const std::string& file, const LessonNames& names) {
    const auto check = [&](int line, const std::string& what, const std::string& name,
                           const std::vector<std::string>& known) {
        if (std::ranges::find(known, name) != known.end())
            return;
        const std::string guess = nearest(name, known);
        throw Error(file + ", line " + std::to_string(line),
                    "the window has no " + what + " \"" + name + "\"",
                    guess.empty() ? "use the name that its tool tip or title shows"
                                  : "did you mean \"" + guess + "\"?");
    };
    for (const auto& step : lesson.steps)
        for (const auto& [what, line] : step.actions) {
            if (const auto* point = std::get_if<Point>(&what))
                check(line, "control", point->control, names.controls);
            else if (const auto* click = std::get_if<WaitForClick>(&what))
                check(line, "control", click->control, names.controls);
            else if (const auto* show = std::get_if<Show>(&what))
                check(line, "panel", show->panel, names.panels);
            else if (const auto* plots = std::get_if<ShowPlots>(&what))
                for (const auto& plot : plots->plots)
                    check(line, "plot", plot, names.plots);
        }
}

std::string withValues(const std::string& text,
                       const std::function<std::optional<double>(const std::string&)>& value) {
    std::string result;
    std::size_t from = 0;
    forPlaceholders(text, [&](std::size_t open, std::size_t close) {
        const auto number = value(text.substr(open + 1, close - open - 1));
        result += text.substr(from, open - from);
        result += number ? lessonNumber(*number) : "\u2013";
        from = close + 1;
    });
    return result + text.substr(from);
}

std::string lessonNumber(double x) {
    const double size = std::abs(x);
    const std::string text = size < 1e-6                  ? "0"
                             : size >= 1000 && size < 1e9 ? grouped(std::llround(size))
                                                          : roughNumber(size);
    return x < 0 && text != "0" ? "\u2212" + text : text;
}

const std::vector<ShippedLesson>& shippedLessons() {
    static const std::vector<ShippedLesson> all = [] {
        std::vector<ShippedLesson> made;
        for (const auto& [name, text] : embeddedLessons())
            made.push_back({name, parseLesson(text, name + ".md")});
        return made;
    }();
    return all;
}

} // namespace dalescope
