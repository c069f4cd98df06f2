// Ctrl+C and a job scheduler's SIGTERM, turned into a wish that the training loop can ask about.
#pragma once

namespace dalescope {

/// While one lives, the first SIGINT or SIGTERM is noted and a second one ends the process as usual.
class StopRequest {
public:
    StopRequest();
    ~StopRequest();
    StopRequest(const StopRequest&) = delete;
    StopRequest& operator=(const StopRequest&) = delete;

    bool came() const;
};

} // namespace dalescope
