// Reads the blocks of a lesson, line by line, and remembers what is set up as a student would have it there.
#pragma once

#include "core/lessons/lesson.h"

namespace dalescope {

/// One for a lesson, so that a step knows the network and the kept values of the steps before it. Throws
/// Error that names file and line.
class BlockReader {
public:
    explicit BlockReader(std::string file) : file_(std::move(file)) {}

    /// "preset: glyphs-dann", "start", "# a remark", ""; `number` is the line's in the file.
    void take(const std::string& line, int number);
    /// Ends the block and gives its actions.
    std::vector<Action> finish();

    /// Throws where no run that is set up by now has such a quantity.
    void checkQuantity(const std::string& name, int line) const;
    /// Throws where `text`, which begins at `line`, names in braces what is not measured by now.
    void checkText(const std::string& text, int line) const;

private:
    using Read = void (BlockReader::*)(const std::string& rest);
    struct Word {
        const char* name;
        bool hasRest;
        Read read;
        const char* form; ///< how to write it
    };
    static const std::vector<Word>& words();

    void preset(const std::string& rest);
    void set(const std::string& rest);
    void start(const std::string& rest);
    void pause(const std::string& rest);
    void run(const std::string& rest);
    void point(const std::string& rest);
    void show(const std::string& rest);
    void plot(const std::string& rest);
    void wait(const std::string& rest);
    void ask(const std::string& rest);
    void option(const std::string& rest);
    void right(const std::string& rest);
    void guess(const std::string& rest);
    void keep(const std::string& rest);
    void expect(const std::string& rest);

    [[noreturn]] void fail(const std::string& fault, const std::string& wayOut) const;
    void add(decltype(Action::what) what);
    void needRun(const std::string& word) const;
    void needQuantity(const std::string& name) const;
    Condition condition(const std::string& text) const;
    double number(const std::string& text) const;
    Ask& openQuestion();
    void finishQuestion();
    std::vector<std::string> quantities() const;

    std::string file_;
    int line_ = 0;
    std::vector<Action> actions_;
    std::optional<Config> config_;  ///< in force at this line; none before the first preset
    std::vector<std::string> kept_; ///< names that `keep:` gave
    int rightOptions_ = 0;
};

} // namespace dalescope
