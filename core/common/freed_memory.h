// What becomes of memory that is not needed any more.
#pragma once

namespace dalescope {

/// Keeps up to 64 MB of freed memory in the process, for the next picture or copy of a network: else each is
/// given back to the system page by page, and asked for and cleared anew thirty times a second. Call it once,
/// at the start. Where the C library is another than GNU's it does nothing.
void keepFreedMemory();

} // namespace dalescope
