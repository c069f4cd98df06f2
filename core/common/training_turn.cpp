#include "core/common/training_turn.h"

#include "core/common/worker_team.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <numeric>
#include <thread>

namespace dalescope {

namespace {

std::mutex turnsLock;
std::vector<WorkerTeam*> turns;
int lent = 0;
std::atomic<int> threadsTraining{0};

void shareOutAnew() {
    std::vector<int> wanted;
    for (const WorkerTeam* team : turns)
        wanted.push_back(team->size());
    const auto shares = processorShares(processors() - lent, wanted);
    const bool all = turns.size() == 1 && lent == 0; // however many threads were asked for
    for (std::size_t i = 0; i < turns.size(); ++i)
        turns[i]->limit(all ? std::numeric_limits<int>::max() : shares[i]);
    if (lent == 0)
        threadsTraining = all ? wanted[0] : std::accumulate(shares.begin(), shares.end(), 0);
}

} // namespace

int processors() {
    static const int count = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return count;
}

std::vector<int> processorShares(int processors, const std::vector<int>& wanted) {
    std::vector<int> shares(wanted.size(), 1);
    int left = processors - static_cast<int>(wanted.size());
    for (bool given = true; left > 0 && given;) {
        given = false;
        for (std::size_t i = 0; i < wanted.size() && left > 0; ++i)
            if (shares[i] < wanted[i]) {
                ++shares[i];
                --left;
                given = true;
            }
    }
    return shares;
}

TrainingTurn::TrainingTurn() : team_(threadTeam()) {
    const std::lock_guard lock(turnsLock);
    turns.push_back(&team_);
    shareOutAnew();
}

TrainingTurn::~TrainingTurn() {
    const std::lock_guard lock(turnsLock);
    std::erase(turns, &team_);
    team_.limit(std::numeric_limits<int>::max());
    shareOutAnew();
}

int TrainingTurn::threads() {
    return threadsTraining;
}

ProcessorLoan::ProcessorLoan() {
    const std::lock_guard lock(turnsLock);
    ++lent;
    shareOutAnew();
}

ProcessorLoan::~ProcessorLoan() {
    const std::lock_guard lock(turnsLock);
    --lent;
    shareOutAnew();
}

} // namespace dalescope
