#include "core/learning/update_ledger.h"

#include "core/common/worker_team.h"
#include "core/learning/rule_kernels.h"

#include <array>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

// Parts that a pass is divided into, whatever the number of threads, so that sums have the same bits on any.
constexpr std::uint32_t chunks = 16;

} // namespace

StepAccount& StepAccount::operator+=(const StepAccount& o) {
    gradient += o.gradient;
    wanted += o.wanted;
    made += o.made;
    cut += o.cut;
    product += o.product;
    silent += o.silent;
    clamped += o.clamped;
    return *this;
}

double StepAccount::clampedShare() const {
    return wanted > 0 ? std::sqrt(cut / wanted) : 0;
}

double StepAccount::cosine() const {
    // Without a cut the two are the same, whatever their sums have rounded to.
    return cut == 0 && wanted > 0 ? 1 : product / std::sqrt(wanted * made);
}

double StepAccount::silentShare() const {
    return clamped > 0 ? static_cast<double>(silent) / static_cast<double>(clamped)
                       : std::numeric_limits<double>::quiet_NaN();
}

template <class Scalar>
StepAccount accountOfStep(const ParameterSpec& spec, const Vector<Scalar>& theta,
                          const Vector<Scalar>& gradient, Scalar step) {
    std::array<kernels::StepSums, chunks> parts{};
    const std::uint32_t divided = spec.columns < chunks ? 1 : chunks;
    threadTeam().run(divided, [&](std::uint32_t chunk) {
        forEachStretchOf(spec, chunk, divided, [&](Index start, Index length) {
            parts[chunk] +=
                spec.nonNegative
                    ? kernels::stepSums(theta.data() + start, gradient.data() + start, length, step)
                    : kernels::StepSums{.gradient = kernels::sumOfSquares(gradient.data() + start, length)};
        });
    });
    kernels::StepSums sums;
    for (const auto& part : parts)
        sums += part;
    const double square = static_cast<double>(step) * static_cast<double>(step);
    StepAccount account{.gradient = sums.gradient, .wanted = square * sums.gradient};
    // All that is not cut off is made as wanted.
    account.cut = sums.cut;
    account.made = account.wanted - sums.lost + sums.left;
    account.product = account.wanted - sums.lost + sums.product;
    account.silent = static_cast<Index>(sums.zeros);
    account.clamped = spec.nonNegative ? spec.count() : 0;
    return account;
}

template StepAccount accountOfStep(const ParameterSpec&, const Vector<float>&, const Vector<float>&, float);
template StepAccount accountOfStep(const ParameterSpec&, const Vector<double>&, const Vector<double>&,
                                   double);

} // namespace dalescope
