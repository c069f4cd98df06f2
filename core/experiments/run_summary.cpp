#include "core/experiments/run_summary.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/io/atomic_file.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace dalescope {

using Json = nlohmann::ordered_json;

namespace {

Json numberOrNull(double x) {
    return std::isfinite(x) ? Json(x) : Json(nullptr);
}

double numberOrNaN(const Json& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

} // namespace

RunSummary summaryOf(const Trainer& trainer) {
    const Config& config = trainer.config();
    const auto updates = static_cast<double>(trainer.update());
    return {.trainError = trainer.epochTrainError(),
            .testError = trainer.lastTestError(),
            .updates = trainer.update(),
            .epochs = trainer.epoch(),
            .seconds = trainer.seconds(),
            .updatesPerSecond = trainer.seconds() > 0 ? updates / trainer.seconds() : 0,
            .threads = config.training.threads,
            .seed = config.training.seed,
            .dataset = trainer.data().name,
            .validation = config.data.validation,
            .diverged = trainer.end() && trainer.end()->kind == RunEnd::Kind::NotFinite};
}

std::string summaryToJson(const RunSummary& s) {
    const Json json = {{"final_train_error", numberOrNull(s.trainError)},
                       {"final_test_error", numberOrNull(s.testError)},
                       {"test_error_on", s.validation > 0 ? "validation" : "test"},
                       {"validation_examples", s.validation},
                       {"updates", s.updates},
                       {"epochs", s.epochs},
                       {"seconds", s.seconds},
                       {"updates_per_second", s.updatesPerSecond},
                       {"threads", s.threads},
                       {"seed", s.seed},
                       {"dataset", s.dataset},
                       {"diverged", s.diverged}};
    return json.dump(2) + "\n";
}

RunSummary readSummary(const std::filesystem::path& folder) {
    const auto file = folder / "summary.json";
    const std::string text = readFile(file, 1 << 20);
    try {
        const Json json = Json::parse(text);
        return {.trainError = numberOrNaN(json.at("final_train_error")),
                .testError = numberOrNaN(json.at("final_test_error")),
                .updates = json.at("updates"),
                .epochs = json.at("epochs"),
                .seconds = json.at("seconds"),
                .updatesPerSecond = json.at("updates_per_second"),
                .threads = json.at("threads"),
                .seed = json.at("seed"),
                .dataset = json.at("dataset"),
                .validation = json.value("validation_examples", std::int64_t(0)),
                .diverged = json.at("diverged")};
    } catch (const nlohmann::json::exception&) {
        throw Error(file.string(), "it is cut off or damaged",
                    "dalescope train --resume --out " + shellWord(folder.string()) + " writes it again");
    }
}

} // namespace dalescope
