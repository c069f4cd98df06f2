// Sweep files:
//
//   {
//     "format": "dalescope-sweep", "version": 1, "title": "...", "about": "...",
//     "preset": "mnist-dann",                          or "config": {...} or "config": "file.json"
//     "runs": [{"label": "MLP", "preset": "mnist-mlp", "set": {"training.learning_rate": 0.3}}, ...],
//     "set": {"training.epochs": 3},                   in every run
//     "grid": {"training.batch_size": [16, 32],
//              "training.learning_rate": {"from": 0.01, "to": 1, "steps": 5, "scale": "log"}},
//     "random": {"trials": 100, "seed": 1, "settings": {"training.learning_rate": {"from": 1e-5, "to": 10}}},
//     "validation": 10000,                             examples held out of the training data
//     "seeds": 6                                       1 to 6; or a list
//   }
//
// Only a preset, a config or runs are needed. A run without a preset or config of its own has the file's.
#pragma once

#include "core/experiments/sweep_plan.h"

#include <filesystem>
#include <string>

namespace dalescope {

/// Names of files in it are relative to its own folder. Throws Error naming `file` and the setting: bad JSON,
/// an unknown key or setting (with the nearest known one), a wrong type, a value out of range, an empty
/// range.
SweepPlan sweepFromJson(const std::string& text, const std::filesystem::path& file);

/// Self-contained: rows have their whole configurations. sweepFromJson() of it gives the same plan.
std::string sweepToJson(const SweepPlan& plan);

} // namespace dalescope
