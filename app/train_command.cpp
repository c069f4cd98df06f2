#include "app/commands.h"
#include "app/options.h"
#include "core/common/text.h"
#include "core/data/locate.h"
#include "core/experiments/presets.h"
#include "core/experiments/run_folder.h"
#include "core/io/atomic_file.h"
#include "core/settings/config_json.h"
#include "core/settings/field.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace dalescope {

namespace {

Config startingConfig(const Options& options) {
    const auto preset = QStringLiteral("--preset"), file = QStringLiteral("--config");
    if (options.has(preset) == options.has(file))
        throw WrongUseError("train", "it needs either --preset or --config",
                            "dalescope presets lists the presets");
    if (options.has(preset))
        return findPreset(options.value(preset).toStdString()).config;
    const std::string path = options.value(file).toStdString();
    return configFromJson(readFile(path), path);
}

Config requestedConfig(const Options& options) {
    Config config = startingConfig(options);
    const std::pair<const char*, const char*> shortcuts[] = {
        {"--dataset", "data.name"},        {"--data", "data.folder"},   {"--epochs", "training.epochs"},
        {"--updates", "training.updates"}, {"--seed", "training.seed"}, {"--threads", "training.threads"}};
    for (const auto& [option, path] : shortcuts)
        if (const auto name = QString::fromLatin1(option); options.has(name))
            setByPath(config, path, options.value(name).toStdString());
    for (const auto& setting : options.values(QStringLiteral("--set"))) {
        const std::string text = setting.toStdString();
        const auto equals = text.find('=');
        if (equals == std::string::npos)
            throw WrongUseError("--set", "\"" + text + "\" has no value", "write path=value");
        setByPath(config, text.substr(0, equals), text.substr(equals + 1));
    }
    return config;
}

/// A line on standard error that is written over on a terminal, and now and then elsewhere.
class Progress {
public:
    void show(const Trainer& trainer, bool epochOver) {
        const auto now = Clock::now();
        const double sinceShown = std::chrono::duration<double>(now - shown_).count();
        if (!epochOver && sinceShown < (terminal_ ? 0.2 : 30))
            return;
        shown_ = now;
        const double perEpoch = trainer.epoch() > 0 ? trainer.seconds() / trainer.epoch() : 0;
        const auto& training = trainer.config().training;
        double left = perEpoch * (static_cast<double>(training.epochs) - trainer.epoch());
        if (training.updates > 0)
            left = std::min(left, trainer.seconds() / static_cast<double>(trainer.update()) *
                                      static_cast<double>(training.updates - trainer.update()));
        std::fprintf(
            stderr,
            "%sepoch %.2f  update %s  train error %.2f %%  test error %.2f %%  %.0f updates/s  %s left%s",
            terminal_ ? "\r" : "", trainer.epoch(), grouped(trainer.update()).c_str(),
            trainer.epochTrainError(), trainer.lastTestError(),
            static_cast<double>(trainer.update()) / trainer.seconds(), duration(left).c_str(),
            terminal_ ? "\x1b[K" : "\n");
    }
    void end() const {
        if (terminal_)
            std::fputc('\n', stderr);
    }

private:
    using Clock = std::chrono::steady_clock;
    static std::string duration(double seconds) {
        const auto s = static_cast<long long>(seconds + 0.5);
        char text[32];
        std::snprintf(text, sizeof text, "%lld:%02lld", s / 60, s % 60);
        return text;
    }
    bool terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point shown_ = Clock::now();
};

} // namespace

int trainCommand(const QStringList& arguments) {
    const Options options(arguments,
                          {QStringLiteral("--preset"), QStringLiteral("--config"), QStringLiteral("--set"),
                           QStringLiteral("--dataset"), QStringLiteral("--data"), QStringLiteral("--epochs"),
                           QStringLiteral("--updates"), QStringLiteral("--seed"), QStringLiteral("--threads"),
                           QStringLiteral("--out")});
    const std::string out = options.required(QStringLiteral("--out")).toStdString();
    const Config config = requestedConfig(options);
    const auto data = std::make_shared<const Dataset>(loadDataset(config.data.name, config.data.folder));
    const auto journal = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
    Trainer trainer(config, data, journal);
    RunFolder folder(out, config);
    Progress progress;
    trainer.recordStart();
    while (!trainer.end()) {
        trainer.step();
        progress.show(trainer, trainer.atEpochStart());
        if (trainer.atEpochStart())
            folder.append(*journal);
    }
    progress.end();
    std::fprintf(stderr, "%s\n", trainer.end()->text.c_str());
    std::fputs(folder.finish(trainer, *journal).c_str(), stdout);
    return 0;
}

} // namespace dalescope
