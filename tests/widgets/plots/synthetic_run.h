// A journal as a short run would leave it, with values known to the tests.
#pragma once

#include "core/training/journal.h"
#include "widgets/plots/plot_catalogue.h"

#include <cmath>
#include <memory>

namespace dalescope {

inline PlotSpec rawPlot() {
    PlotSpec plot;
    plot.id = QStringLiteral("raw");
    plot.title = QStringLiteral("Raw");
    plot.yLabel = QStringLiteral("y");
    CurveSpec curve;
    curve.series = "y";
    curve.label = QStringLiteral("y");
    plot.curves = {curve};
    return plot;
}

inline void append(Journal& journal, std::int64_t update, double value) {
    journal.beginRow({update, static_cast<double>(update) / 100, static_cast<double>(update) / 50});
    journal.put(0, value);
    journal.commitRow();
}

/// y = 1 but for a single 5 at `spike`.
inline std::shared_ptr<Journal> flatRun(int samples, int spike = -1) {
    auto journal = std::make_shared<Journal>(std::vector<std::string>{"y"});
    for (int i = 0; i < samples; ++i)
        append(*journal, i, i == spike ? 5 : 1);
    return journal;
}

/// Training error at each update, test error at every tenth, one mark.
inline std::shared_ptr<Journal> errorRun(int samples) {
    auto journal =
        std::make_shared<Journal>(std::vector<std::string>{"train_error", "epoch_train_error", "test_error"});
    for (int i = 0; i < samples; ++i) {
        journal->beginRow({i, i / 100.0, i / 50.0});
        journal->put(0, 90 * std::exp(-i / 200.0) + 3);
        if (i % 10 == 0)
            journal->put(2, 91 * std::exp(-i / 200.0) + 3.5);
        journal->commitRow();
    }
    journal->addMark({samples / 2, "learning rate 0.1 -> 0.05 & more_100%"});
    return journal;
}

} // namespace dalescope
