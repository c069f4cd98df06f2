#include "core/training/network_copies.h"

#include "core/common/share_out.h"

namespace dalescope {

template <class Held, class Make, class Fill>
std::shared_ptr<const Held> NetworkCopies::take(const std::shared_ptr<Shelf<Held>>& shelf, Make make,
                                                Fill fill) {
    constexpr std::size_t mostIdle = 3;
    std::unique_ptr<Held> held;
    {
        const std::lock_guard lock(shelf->lock);
        if (!shelf->idle.empty()) {
            held = std::move(shelf->idle.back());
            shelf->idle.pop_back();
        }
    }
    if (held)
        fill(*held);
    else
        held = std::make_unique<Held>(make());
    return {held.release(), [shelf](Held* returned) {
                std::unique_ptr<Held> owned(returned);
                const std::lock_guard lock(shelf->lock);
                if (shelf->idle.size() < mostIdle)
                    shelf->idle.push_back(std::move(owned));
            }};
}

NetworkNews NetworkCopies::copy(const Network<float>& network, std::int64_t update,
                                const PerLayer<float>* information) {
    NetworkNews news{
        take(
            networks_, [&] { return network; }, [&](Network<float>& old) { old.takeValues(network); }),
        update};
    if (information)
        news.information = take(
            informations_, [&] { return *information; },
            [&](PerLayer<float>& old) {
                for (std::size_t l = 0; l < old.size(); ++l) {
                    const Vector<float>& from = (*information)[l];
                    shareOut(from.size(), 1, [&](Index first, Index count) {
                        old[l].segment(first, count) = from.segment(first, count);
                    });
                }
            });
    return news;
}

} // namespace dalescope
