#include "app/sweeps/sweep_report.h"

#include <cstdio>
#include <unistd.h>

namespace dalescope {

namespace {

std::string duration(double seconds) {
    const auto s = static_cast<long long>(seconds + 0.5);
    char text[40];
    if (s < 3600)
        std::snprintf(text, sizeof text, "%lld:%02lld", s / 60, s % 60);
    else
        std::snprintf(text, sizeof text, "%lld:%02lld h", s / 3600, s / 60 % 60);
    return text;
}

std::string resultText(const RunSummary& summary) {
    char text[120];
    std::snprintf(text, sizeof text, "train error %.2f %%, %s error %.2f %%, %s", summary.trainError,
                  summary.validation > 0 ? "validation" : "test", summary.testError,
                  duration(summary.seconds).c_str());
    return text;
}

} // namespace

std::string runName(const PlannedRun& run) {
    return nameOf(run) + ", seed " + std::to_string(run.seed);
}

SweepReport::SweepReport(const SweepFolder& sweep) : sweep_(sweep), terminal_(::isatty(STDERR_FILENO) != 0) {
    for (const auto& run : sweep.runs())
        over_ += runStatus(sweep.pathOf(run)).isOver();
}

void SweepReport::print(const std::string& line) const {
    std::fprintf(stderr, "%s%s\n", terminal_ ? "\r\x1b[K" : "", line.c_str());
}

void SweepReport::started(int run) {
    running_[run] = Clock::now();
}

void SweepReport::ended(int run, const FolderStatus& status) {
    running_.erase(run);
    const std::string name = runName(sweep_.runs()[static_cast<std::size_t>(run)]);
    std::string line = name + ": " + stateName(status.state);
    if (status.isOver()) {
        ++over_;
        ++overHere_;
        line += ", " + resultText(*status.summary);
    } else if (status.state == RunState::Running) {
        ++elsewhere_;
        line += " elsewhere (" + status.sentence + ")";
    } else if (status.state == RunState::Failed) {
        ++failed_;
        line += ": " + status.sentence;
    }
    print(line);
}

std::string SweepReport::timeLeft() const {
    if (overHere_ == 0)
        return "";
    const double passed = std::chrono::duration<double>(Clock::now() - begun_).count();
    const auto left = static_cast<double>(sweep_.runs().size() - over_ - failed_ - elsewhere_);
    return "  " + duration(passed / static_cast<double>(overHere_) * left) + " left";
}

void SweepReport::show() {
    const double sinceShown = std::chrono::duration<double>(Clock::now() - shown_).count();
    if (sinceShown < (terminal_ ? 0.5 : 60))
        return;
    shown_ = Clock::now();
    std::fprintf(stderr, "%s%zu of %zu runs done, %zu running, %zu failed%s%s", terminal_ ? "\r" : "", over_,
                 sweep_.runs().size(), running_.size(), failed_, timeLeft().c_str(),
                 terminal_ ? "\x1b[K" : "\n");
}

void SweepReport::end() const {
    if (terminal_)
        std::fputs("\r\x1b[K", stderr);
}

} // namespace dalescope
