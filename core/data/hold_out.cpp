#include "core/data/hold_out.h"

#include "core/common/error.h"
#include "core/common/rng.h"
#include "core/common/text.h"

#include <numeric>

namespace dalescope {

namespace {

Examples emptyLike(const Examples& examples) {
    Examples empty;
    empty.features = examples.features;
    return empty;
}

void append(Examples& to, const Examples& from, std::size_t index) {
    const auto features = static_cast<std::size_t>(from.features);
    const auto copy = [&](auto& target, const auto& source) {
        if (!source.empty())
            target.insert(target.end(), source.begin() + static_cast<std::ptrdiff_t>(index * features),
                          source.begin() + static_cast<std::ptrdiff_t>((index + 1) * features));
    };
    copy(to.bytes, from.bytes);
    copy(to.values, from.values);
    to.labels.push_back(from.labels[index]);
}

} // namespace

// Each example is as likely as another: the files of a set may be sorted by class.
std::vector<bool> heldOut(std::size_t count, std::size_t all) {
    std::vector<std::size_t> order(all);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::vector<bool> chosen(all, false);
    Rng rng = makeRng(0, RngStream::Validation);
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(order[i], order[i + uniformBelow(rng, all - i)]);
        chosen[order[i]] = true;
    }
    return chosen;
}

void holdOut(Dataset& data, Index count) {
    if (count == 0)
        return;
    if (count >= data.train.count())
        throw Error("data.validation",
                    grouped(count) + " of the " + grouped(data.train.count()) + " training examples of " +
                        data.name + " cannot be held out",
                    "hold out fewer");
    const auto all = static_cast<std::size_t>(data.train.count());
    const auto chosen = heldOut(static_cast<std::size_t>(count), all);
    Examples kept = emptyLike(data.train), held = emptyLike(data.train);
    for (std::size_t i = 0; i < all; ++i)
        append(chosen[i] ? held : kept, data.train, i);
    data.train = std::move(kept);
    data.test = std::move(held);
}

} // namespace dalescope
