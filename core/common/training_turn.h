// Runs that train at once share the processors.
#pragma once

#include <vector>

namespace dalescope {

class WorkerTeam;

/// Of this machine, at least 1. Asked for once: the system reads a file to answer, and this is asked often.
int processors();

/// While it lives, the calling thread counts among those that train, and its team works with no more threads
/// than its share of the processors; with all that it has once nobody else trains. What is computed does not
/// depend on it.
class TrainingTurn {
public:
    TrainingTurn();
    ~TrainingTurn();
    TrainingTurn(const TrainingTurn&) = delete;
    TrainingTurn& operator=(const TrainingTurn&) = delete;

    /// Threads that train in the whole process.
    static int threads();

private:
    WorkerTeam& team_;
};

/// While it lives, those that train leave one processor to the calling thread. A helper that the system stops
/// in the middle of a chunk to let another thread run holds up its whole team; one that stands aside between
/// two chunks does not.
class ProcessorLoan {
public:
    ProcessorLoan();
    ~ProcessorLoan();
    ProcessorLoan(const ProcessorLoan&) = delete;
    ProcessorLoan& operator=(const ProcessorLoan&) = delete;
};

/// So many processors dealt out to runs that want so many threads each: one at a time in turn, at least one
/// each, and no more than is wanted.
std::vector<int> processorShares(int processors, const std::vector<int>& wanted);

} // namespace dalescope
