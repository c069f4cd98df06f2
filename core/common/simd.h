// One loop, compiled for several instruction sets; the program picks the best one its processor has when it
// starts.
#pragma once

#include <cstddef>

// Put before a function's definition. The loops inside must be plain ones over arrays: the compiler
// vectorises them. Sanitizers cannot run before the choice is made, so there every function has its plain
// form alone.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && !defined(DALESCOPE_SANITIZED)
#define DALESCOPE_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define DALESCOPE_SIMD
#endif

// Put before a loop that is written once for several types and called from such functions: it must become
// part of each of them to be compiled for their instruction set.
#define DALESCOPE_INLINE inline __attribute__((always_inline))

namespace dalescope {

/// Sums that run beside one another: independent, they become the lanes of vectors.
inline constexpr std::ptrdiff_t lanes = 16;

/// Calls take(i, lane) for first <= i < end in rising order, each i in the next lane; what does not fill all
/// lanes at the end goes to lane 0.
template <class Take>
DALESCOPE_INLINE void inLanes(std::ptrdiff_t first, std::ptrdiff_t end, const Take& take) {
    std::ptrdiff_t i = first;
    for (; i + lanes <= end; i += lanes)
        for (std::ptrdiff_t lane = 0; lane < lanes; ++lane)
            take(i + lane, lane);
    for (; i < end; ++i)
        take(i, 0);
}

} // namespace dalescope
