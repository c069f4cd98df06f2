// A long loop over items that do not depend on one another, on all threads of the caller's team.
#pragma once

#include "core/common/matrix.h"
#include "core/common/worker_team.h"

#include <algorithm>

namespace dalescope {

/// Calls part(first, count) for stretches that together are [0, items). Each item touches about `elements`
/// numbers; stretches are long enough to be worth handing over, and do not depend on the number of threads.
template <class Part>
void shareOut(Index items, Index elements, const Part& part) {
    constexpr Index worthHandingOver = 4096;
    const Index each = std::max<Index>(1, worthHandingOver / std::max<Index>(1, elements));
    threadTeam().run(static_cast<std::uint32_t>((items + each - 1) / each), [&](std::uint32_t stretch) {
        const Index first = static_cast<Index>(stretch) * each;
        part(first, std::min(each, items - first));
    });
}

} // namespace dalescope
