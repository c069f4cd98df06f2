// The configurations of a search as points: each setting that varies, and each result.
#pragma once

#include "widgets/experiments/sweep_watch.h"

#include <QString>

#include <vector>

namespace dalescope {

/// A quantity of every configuration.
struct SearchAxis {
    QString label;              ///< "Learning rate"
    std::vector<double> values; ///< NaN where there is none; for words their place among `words`
    QStringList words;          ///< of an axis that has no numbers
    bool isResult = false;

    double smallest() const; ///< NaN where there is none
    double largest() const;
    /// `x` as it is read: its word, or a number of three digits.
    QString textOf(double x) const;
    /// Whether its values span so much that a logarithm shows them better.
    bool wantsLog() const;
};

/// The settings that differ, then the mean final test and training error over the seeds that are over and
/// did not diverge, in percent, so far.
std::vector<SearchAxis> searchAxes(const SweepOutline& outline, const SweepSnapshot& snapshot);

/// All axes as a table with a line a configuration.
QByteArray searchCsv(const SweepOutline& outline, const std::vector<SearchAxis>& axes);

} // namespace dalescope
