// Distributions from which weights start.
#pragma once

#include "core/common/rng.h"
#include "core/network/parameters.h"

namespace dalescope {

/// 1/lambda_E = sqrt(2 pi) / sqrt(d (2 pi - 1)): mean (and standard deviation) of the exponential
/// distribution of WEE and WIE for d inputs (section D.1).
double balancedMean(double d);

/// log(sqrt(2 pi - 1) / sqrt(d)): the alpha at which gamma equals the standard deviation of zE (eq. 3).
double balancedAlpha(double d);

/// E[w+] of a ColumnEi layer with `excitatory` and `inhibitory` inputs (eq. 24; without inhibitory inputs the
/// same condition on the variance of z with the positive columns alone). E[w-] is that times excitatory /
/// inhibitory.
double columnMean(double excitatory, double inhibitory);

/// Fills `out`, column by column, with draws from the exponential distribution of that mean.
template <class Scalar>
void drawExponential(Eigen::Ref<Matrix<Scalar>, 0, Eigen::OuterStride<>> out, double mean, Rng& rng);

/// The same from a normal distribution of mean 0.
template <class Scalar>
void drawNormal(Eigen::Ref<Matrix<Scalar>, 0, Eigen::OuterStride<>> out, double standardDeviation, Rng& rng);

} // namespace dalescope
