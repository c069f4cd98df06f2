#include "app/stop_request.h"

#include <csignal>

namespace dalescope {

namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t stopCame = 0;

void note(int) {
    stopCame = 1;
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigaction(signal, &action, nullptr);
}

} // namespace

StopRequest::StopRequest() {
    stopCame = 0;
    handle(SIGINT, note);
    handle(SIGTERM, note);
}

StopRequest::~StopRequest() {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
}

bool StopRequest::came() const {
    return stopCame != 0;
}

} // namespace dalescope
