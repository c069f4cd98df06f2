// A network as it is now, again and again, without new memory each time.
#pragma once

#include "core/network/network.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace dalescope {

/// What an inspector sees of a run.
struct NetworkNews {
    std::shared_ptr<const Network<float>> network; ///< null: there is no run
    std::int64_t update = 0;                       ///< made so far
    /// The run's running mean of the Fisher information (times lambda, see DiagonalFisher); null where it
    /// keeps none, or nobody asked for it.
    std::shared_ptr<const PerLayer<float>> information = nullptr;
};

/// Makes copies of one network that changes. A copy that nobody holds any more is written over by a later
/// one: memory that is new to the process takes longer to get than to fill.
class NetworkCopies {
public:
    /// On the thread that changes `network`; always of the same layers. information: may be null.
    NetworkNews copy(const Network<float>& network, std::int64_t update,
                     const PerLayer<float>* information = nullptr);

private:
    /// What lies idle; the copies that are out keep it alive.
    template <class Held>
    struct Shelf {
        std::mutex lock;
        std::vector<std::unique_ptr<Held>> idle;
    };
    template <class Held, class Make, class Fill>
    static std::shared_ptr<const Held> take(const std::shared_ptr<Shelf<Held>>& shelf, Make make, Fill fill);

    std::shared_ptr<Shelf<Network<float>>> networks_ = std::make_shared<Shelf<Network<float>>>();
    std::shared_ptr<Shelf<PerLayer<float>>> informations_ = std::make_shared<Shelf<PerLayer<float>>>();
};

} // namespace dalescope
