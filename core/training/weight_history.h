// How the values of each parameter were spread over the course of a run.
#pragma once

#include "core/network/network.h"

#include <array>
#include <limits>
#include <mutex>

namespace dalescope {

/// How values are spread: shares of bins of equal width.
struct ValueHistogram {
    static constexpr int bins = 64;
    std::int64_t update = 0;
    float low = 0, high = 0; ///< smallest and largest value; the first bin begins and the last one ends there
    float zeros = 0;         ///< share of values that are exactly 0, in their bin too
    std::array<float, bins> shares{}; ///< add up to 1

    /// Share of the values that lie between a and b, each bin's taken as evenly spread; all of one value (low
    /// = high) lie at it.
    double between(double a, double b) const;
};

/// Of the elements of `spec` in `flat`: of all of them, or, where that is fewer, of `most` that lie evenly
/// among them.
ValueHistogram histogramOf(const Vector<float>& flat, const ParameterSpec& spec, std::int64_t update,
                           Index most = std::numeric_limits<Index>::max());

/// One writer, any number of readers. However long the run, no more than `mostMoments` moments are kept,
/// about evenly spaced: once there are as many, every other one is forgotten, and from then on every other
/// offer is declined.
class WeightHistory {
public:
    static constexpr std::size_t mostMoments = 256;
    static constexpr Index sampled = 8192; ///< elements of a parameter that are looked at

    /// Offers the network after `update` updates.
    void offer(const Network<float>& network, std::int64_t update);

    /// How many offers were made so far, declined ones too. Writer's thread only.
    std::int64_t offers() const { return offers_; }
    /// Takes over what `parent` has of its first so many offers; the moments that are kept from then on are
    /// those that it keeps. Before any offer.
    void begin(const WeightHistory& parent, std::int64_t offers);

    /// The moments of one parameter of a layer, in order; empty where there is none of that number.
    std::vector<ValueHistogram> of(std::size_t layer, std::size_t parameter) const;

    /// A histogram of each parameter of each layer.
    using Moment = std::vector<std::vector<ValueHistogram>>;
    /// Everything that is kept: with it another history goes on as this one would.
    struct Kept {
        std::vector<Moment> moments;
        std::int64_t offers = 0; ///< made so far
        std::int64_t every = 1;  ///< so many offers, one is taken
    };
    // Writer's thread only.
    Kept keep() const;
    void take(Kept kept);

private:
    mutable std::mutex lock_; // held while a moment is put in or copied out
    std::vector<Moment> moments_;
    std::int64_t every_ = 1;  // changed under the lock
    std::int64_t offers_ = 0; // the writer's alone
};

} // namespace dalescope
