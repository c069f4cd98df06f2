// A growing array that one thread appends to while others read, without locks or waiting on either side.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>

namespace dalescope {

/// Elements never move: block k holds 1024 << k of them and is allocated when first needed. A reader sees
/// every element below the size() it loaded, complete; the writer publishes an element by storing the new
/// size.
template <class T>
class AppendOnly {
public:
    AppendOnly() = default;
    AppendOnly(const AppendOnly&) = delete;
    AppendOnly& operator=(const AppendOnly&) = delete;
    ~AppendOnly() {
        std::size_t left = size_.load(std::memory_order_relaxed);
        for (std::size_t k = 0; k < blocks_.size(); ++k) {
            T* block = blocks_[k].load(std::memory_order_relaxed);
            if (!block)
                return;
            const std::size_t used = std::min(left, firstBlock << k);
            std::destroy_n(block, used);
            std::allocator<T>().deallocate(block, firstBlock << k);
            left -= used;
        }
    }

    /// Writer's thread only.
    void append(const T& value) {
        const std::size_t index = size_.load(std::memory_order_relaxed);
        const Place place = locate(index);
        T* block = blocks_[place.block].load(std::memory_order_relaxed);
        if (!block) {
            // Not made before they are appended: what is not touched takes no memory.
            block = std::allocator<T>().allocate(firstBlock << place.block);
            blocks_[place.block].store(block, std::memory_order_release);
        }
        std::construct_at(block + place.offset, value);
        size_.store(index + 1, std::memory_order_release);
    }

    /// Any thread.
    std::size_t size() const { return size_.load(std::memory_order_acquire); }
    /// Any thread; index below a size() seen by the same thread.
    const T& operator[](std::size_t index) const {
        const Place place = locate(index);
        return blocks_[place.block].load(std::memory_order_acquire)[place.offset];
    }

private:
    static constexpr std::size_t firstBlock = 1024;
    struct Place {
        std::size_t block, offset;
    };
    static Place locate(std::size_t index) {
        const auto block = static_cast<std::size_t>(std::bit_width(index / firstBlock + 1)) - 1;
        return {block, index - ((firstBlock << block) - firstBlock)};
    }

    std::array<std::atomic<T*>, 40> blocks_{};
    std::atomic<std::size_t> size_{0};
};

} // namespace dalescope
