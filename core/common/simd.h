// One loop, compiled for several instruction sets; the program picks the best one its processor has when it
// starts.
#pragma once

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
