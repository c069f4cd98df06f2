// What is said of a fault.
#pragma once

#include "core/common/error.h"

#include <QByteArray>

#include <functional>

namespace dalescope {

/// What an Error says, or "no error".
inline QByteArray messageOf(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

} // namespace dalescope
