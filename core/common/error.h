// The one exception type of core. The window turns it into a dialog, the command line into one line.
#pragma once

#include <stdexcept>
#include <string>

namespace dalescope {

/// A fault that a person can act on: where it is (a file or a setting), what is wrong, and the way out.
/// what() is all three as one sentence: "WHERE: FAULT; WAY OUT." (a question keeps its mark)
class Error : public std::runtime_error {
public:
    Error(const std::string& where, const std::string& fault, const std::string& wayOut)
        : std::runtime_error(where + ": " + fault + "; " + wayOut + (wayOut.ends_with('?') ? "" : ".")) {}

    /// `error` with the place in which it was met (a file) in front.
    static Error in(const std::string& where, const std::exception& error) {
        return Error(where + ": " + error.what());
    }

private:
    explicit Error(const std::string& sentence) : std::runtime_error(sentence) {}
};

} // namespace dalescope
