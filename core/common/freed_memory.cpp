#include "core/common/freed_memory.h"

#include <cstddef> // defines __GLIBC__

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace dalescope {

void keepFreedMemory() {
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20); // what is larger is the system's at once; more it does not allow
#endif
}

} // namespace dalescope
