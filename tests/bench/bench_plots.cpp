// What the plots cost: taking a backlog, a steady poll, and a redraw, with 1e3 to 1e6 samples a curve.
#include "widgets/plots/live_plot.h"
#include "widgets/plots/plot_catalogue.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <random>

using namespace dalescope;

namespace {

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void appendRow(Journal& journal, std::int64_t update, std::mt19937& generator) {
    std::normal_distribution<double> noise;
    journal.beginRow({update, static_cast<double>(update) / 1875, static_cast<double>(update) / 500});
    for (std::size_t i = 0; i < journal.seriesCount(); ++i)
        journal.put(i, 1 + 0.1 * static_cast<double>(i) + 0.05 * noise(generator));
    journal.commitRow();
}

void measure(const PlotSpec& spec, int samples, QSize size) {
    std::vector<std::string> names;
    for (const CurveSpec& curve : spec.curves)
        names.push_back(curve.series);
    auto journal = std::make_shared<Journal>(names);
    std::mt19937 generator(1);
    for (int i = 0; i < samples; ++i)
        appendRow(*journal, i, generator);

    LivePlot plot;
    plot.setSpec(spec);
    plot.setJournal(journal);
    plot.resize(size);
    plot.show();
    QElapsedTimer timer;
    int polls = 0;
    double slowestSlice = 0, steady = 0, redraw = 0;
    for (; plot.scene().behind(); ++polls) {
        timer.start();
        plot.poll();
        slowestSlice = std::max(slowestSlice, milliseconds(timer));
        QApplication::processEvents();
    }
    constexpr int rounds = 30;
    for (int i = 0; i < rounds; ++i) {
        for (int k = 0; k < 20; ++k)
            appendRow(*journal, samples + 20 * i + k, generator);
        timer.start();
        plot.poll();
        steady += milliseconds(timer) / rounds;
        timer.start();
        plot.canvas().replot(QCustomPlot::rpImmediateRefresh);
        redraw += milliseconds(timer) / rounds;
    }
    std::printf(
        "%-10s %8d samples x %zu: backlog in %3d polls, slowest %5.2f ms; steady poll %5.2f ms, redraw "
        "%5.2f ms\n",
        qPrintable(spec.id), samples, spec.curves.size(), polls, slowestSlice, steady, redraw);
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    PlotSpec raw = alignmentPlots(0).front();
    raw.id = QStringLiteral("raw");
    raw.smoothing = 1;
    for (const QSize size : {QSize(640, 360), QSize(1920, 640)}) {
        std::printf("%d x %d pixels\n", size.width(), size.height());
        for (int samples : {1000, 10000, 100000, 1000000})
            for (const PlotSpec& spec :
                 {errorPlot(), balancePlots(4).front(), alignmentPlots(0).front(), raw})
                measure(spec, samples, size);
    }
}
