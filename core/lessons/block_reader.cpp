#include "core/lessons/block_reader.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/presets.h"
#include "core/lessons/placeholders.h"
#include "core/lessons/trimmed.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"
#include "core/training/series.h"

#include <algorithm>
#include <charconv>

namespace dalescope {

namespace {

bool isName(const std::string& text) {
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

} // namespace

const std::vector<BlockReader::Word>& BlockReader::words() {
    using B = BlockReader;
    static const std::vector<Word> all = {
        {"preset", true, &B::preset, "preset: glyphs-dann"},
        {"set", true, &B::set, "set: training.learning_rate = 0.1"},
        {"start", false, &B::start, "start"},
        {"pause", false, &B::pause, "pause"},
        {"run", true, &B::run, "run: 100"},
        {"point", true, &B::point, "point: Learning rate"},
        {"show", true, &B::show, "show: Weights"},
        {"plot", true, &B::plot, "plot: ei_ratio"},
        {"wait", true, &B::wait, "wait: update >= 500"},
        {"ask", true, &B::ask, "ask: Which of the two learns faster?"},
        {"option", true, &B::option, "option: The first"},
        {"right", true, &B::right, "right: The second"},
        {"guess", true, &B::guess, "guess: test_error within 5"},
        {"keep", true, &B::keep, "keep: before = test_error"},
        {"expect", true, &B::expect, "expect: test_error < 10"},
    };
    return all;
}

void BlockReader::fail(const std::string& fault, const std::string& wayOut) const {
    throw Error(file_ + ", line " + std::to_string(line_), fault, wayOut);
}

void BlockReader::add(decltype(Action::what) what) {
    finishQuestion();
    actions_.push_back({std::move(what), line_});
}

void BlockReader::take(const std::string& line, int number) {
    line_ = number;
    const std::string content = trimmed(line);
    if (content.empty() || content.starts_with('#'))
        return;
    const auto [name, rest] = halves(content, ":");
    const auto word = std::ranges::find_if(words(), [&](const Word& w) { return name == w.name; });
    if (word == words().end()) {
        std::vector<std::string> known;
        for (const Word& w : words())
            known.emplace_back(w.name);
        const std::string meant = nearest(name, known);
        fail("\"" + name + "\" is nothing that a step can do",
             meant.empty() ? "resources/lessons/README.md lists what it can"
                           : "did you mean \"" + meant + "\"?");
    }
    if (word->hasRest == rest.empty())
        fail(word->hasRest ? "\"" + name + "\" needs something after a colon"
                           : "\"" + name + "\" stands alone",
             std::string("write it as \"") + word->form + "\"");
    (this->*word->read)(rest);
}

std::vector<Action> BlockReader::finish() {
    finishQuestion();
    return std::exchange(actions_, {});
}

void BlockReader::preset(const std::string& rest) {
    try {
        const Preset& found = findPreset(rest);
        config_ = found.config;
        add(SetUp{found.config, found.title});
    } catch (const Error& error) {
        throw Error::in(file_ + ", line " + std::to_string(line_), error);
    }
}

/// Right after a preset it is part of what is set up; elsewhere it changes the run.
void BlockReader::set(const std::string& rest) {
    needRun("set");
    const auto [path, text] = halves(rest, "=");
    if (text.empty())
        fail("\"set\" needs a setting and its value", "write it as \"set: training.learning_rate = 0.1\"");
    try {
        setByPath(*config_, path, text);
    } catch (const Error& error) {
        throw Error::in(file_ + ", line " + std::to_string(line_), error);
    }
    if (auto* setUp = actions_.empty() ? nullptr : std::get_if<SetUp>(&actions_.back().what)) {
        setUp->config = *config_;
        return;
    }
    if (!mayChangeInRun(path))
        fail(path + " is fixed while a run goes on", "put it right after a preset");
    add(Change{path, valueByPath(*config_, path)});
}

void BlockReader::start(const std::string&) {
    needRun("start");
    add(Steer{Steer::Verb::Start});
}

void BlockReader::pause(const std::string&) {
    needRun("pause");
    add(Steer{Steer::Verb::Pause});
}

void BlockReader::run(const std::string& rest) {
    needRun("run");
    const double updates = number(rest);
    if (!(updates >= 1 && updates <= 1e6) || updates != static_cast<double>(static_cast<long>(updates)))
        fail("\"" + rest + "\" is no number of updates", "give a whole number from 1 to 1000000");
    add(Steer{Steer::Verb::Run, static_cast<std::int64_t>(updates)});
}

void BlockReader::point(const std::string& rest) {
    add(Point{rest});
}

void BlockReader::show(const std::string& rest) {
    add(Show{rest});
}

void BlockReader::plot(const std::string& rest) {
    ShowPlots plots;
    std::string left = rest;
    while (!left.empty()) {
        const auto [first, others] = halves(left, ",");
        plots.plots.push_back(first);
        left = others;
    }
    add(std::move(plots));
}

void BlockReader::wait(const std::string& rest) {
    if (rest.starts_with("click ")) {
        add(WaitForClick{trimmed(rest.substr(6))});
        return;
    }
    needRun("wait");
    add(Wait{condition(rest)});
}

void BlockReader::ask(const std::string& rest) {
    checkText(rest, line_);
    add(Ask{rest, {}, 0, {}});
    rightOptions_ = 0;
}

Ask& BlockReader::openQuestion() {
    auto* question = actions_.empty() ? nullptr : std::get_if<Ask>(&actions_.back().what);
    if (!question)
        fail("there is no question before this line", "put \"ask:\" right before its options");
    return *question;
}

void BlockReader::option(const std::string& rest) {
    checkText(rest, line_);
    openQuestion().options.push_back(rest);
}

void BlockReader::right(const std::string& rest) {
    Ask& question = openQuestion();
    if (++rightOptions_ > 1)
        fail("the question has two right answers", "write \"option:\" for the wrong ones");
    question.right = question.options.size();
    option(rest);
}

void BlockReader::guess(const std::string& rest) {
    Ask& question = openQuestion();
    needRun("guess");
    const auto [quantity, tolerance] = halves(rest, " within ");
    if (tolerance.empty())
        fail("\"guess\" needs a quantity and how far off is still right",
             "write it as \"guess: test_error within 5\"");
    needQuantity(quantity);
    question.guess = Ask::Guess{quantity, number(tolerance)};
}

void BlockReader::finishQuestion() {
    const auto* question = actions_.empty() ? nullptr : std::get_if<Ask>(&actions_.back().what);
    if (!question)
        return;
    const std::string where = file_ + ", line " + std::to_string(actions_.back().line);
    if (question->guess && !question->options.empty())
        throw Error(where, "the question has both options and a guess", "leave one of them out");
    if (!question->guess && (question->options.size() < 2 || rightOptions_ != 1))
        throw Error(where, "the question has no answers to choose from",
                    "put \"option:\" lines and one \"right:\" line, or \"guess:\", after it");
}

void BlockReader::keep(const std::string& rest) {
    needRun("keep");
    const auto [name, quantity] = halves(rest, "=");
    if (!isName(name))
        fail("\"" + name + "\" is no name for a value", "use letters, digits and _");
    needQuantity(quantity);
    add(Keep{name, quantity});
    kept_.push_back(name);
}

void BlockReader::expect(const std::string& rest) {
    needRun("expect");
    add(Expect{condition(rest)});
}

void BlockReader::needRun(const std::string& word) const {
    if (!config_)
        fail("\"" + word + "\" needs a network", "set one up with \"preset:\" first");
}

double BlockReader::number(const std::string& text) const {
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size())
        fail("\"" + text + "\" is not a number", "write it as 12 or 0.5");
    return value;
}

Condition BlockReader::condition(const std::string& text) const {
    using C = Condition::Comparison;
    for (const auto& [sign, comparison] : {std::pair{"<=", C::AtMost}, std::pair{">=", C::AtLeast},
                                           std::pair{"<", C::Less}, std::pair{">", C::Greater}}) {
        const auto [left, right] = halves(text, sign);
        if (right.empty())
            continue;
        needQuantity(left);
        if (right.find_first_of("-.0123456789") != 0) {
            needQuantity(right);
            return {left, comparison, right};
        }
        return {left, comparison, number(right)};
    }
    fail("\"" + text + "\" is no condition", "write it as \"update >= 500\"");
}

std::vector<std::string> BlockReader::quantities() const {
    std::vector<std::string> names = {"update", "epoch", "speed"};
    names.insert(names.end(), kept_.begin(), kept_.end());
    if (config_) {
        const auto series = SeriesIndex(layersWithWeights(config_->layers).size()).names();
        names.insert(names.end(), series.begin(), series.end());
    }
    return names;
}

void BlockReader::needQuantity(const std::string& name) const {
    checkQuantity(name, line_);
}

void BlockReader::checkQuantity(const std::string& name, int line) const {
    const auto known = quantities();
    if (std::ranges::find(known, name) != known.end())
        return;
    const std::string meant = nearest(name, known);
    throw Error(file_ + ", line " + std::to_string(line), "nothing called \"" + name + "\" is measured here",
                meant.empty() ? "use update, epoch, a kept name or the name of a series such as test_error"
                              : "did you mean \"" + meant + "\"?");
}

void BlockReader::checkText(const std::string& text, int line) const {
    forPlaceholders(text, [&](std::size_t open, std::size_t close) {
        const auto before = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), '\n');
        checkQuantity(text.substr(open + 1, close - open - 1), line + static_cast<int>(before));
    });
}

} // namespace dalescope
