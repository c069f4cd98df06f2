#include "app/runs/run_overlay.h"

#include "widgets/theme/sign.h"

#include <QCoreApplication>

#include <algorithm>

namespace dalescope {

namespace {

/// One pattern for each curve: a colour no longer tells them apart.
void useOwnPatterns(std::vector<CurveSpec>& curves) {
    std::vector<Qt::PenStyle> used;
    for (CurveSpec& curve : curves) {
        for (int i = 0; std::ranges::find(used, curve.dash) != used.end() && i < Theme::seriesColours; ++i)
            curve.dash = Theme::dash(i);
        used.push_back(curve.dash);
    }
}

CurveSpec ofRun(CurveSpec curve, const Run& run) {
    curve.run = run.label().name;
    curve.colour = run.label().colour;
    curve.sign = signOf(curve.colour);
    return curve;
}

} // namespace

bool hasCurves(const Run& run) {
    return run.journal() && run.journal()->rows() > 1;
}

std::vector<const Run*> overlaidRuns(const Session& session) {
    const auto mayBe = [&](const Run& run) {
        return &run != &session.current() && hasCurves(run) && !session.isAside(run);
    };
    std::size_t room = mostRunsTogether - 1;
    for (const auto& run : session.runs())
        room -= room > 0 && mayBe(*run) && run->label().pinned ? 1 : 0;
    std::vector<const Run*> runs;
    for (const auto& run : session.runs()) {
        const bool fits = !run->label().hidden && room > 0;
        if (!mayBe(*run) || !(run->label().pinned || fits))
            continue;
        room -= run->label().pinned ? 0 : 1;
        runs.push_back(run.get());
    }
    return runs;
}

bool isCrowdedOut(const Session& session, const Run& run) {
    const bool wanted = &run != &session.current() && hasCurves(run) && !session.isAside(run) &&
                        !run.label().hidden && !run.label().pinned;
    if (!wanted)
        return false;
    const auto drawn = overlaidRuns(session);
    return std::ranges::find(drawn, &run) == drawn.end();
}

void overlayRuns(std::vector<PlotSpec>& plots, const Session& session) {
    const auto others = overlaidRuns(session);
    if (others.empty())
        return;
    for (PlotSpec& plot : plots) {
        useOwnPatterns(plot.curves);
        const std::vector<CurveSpec> own = plot.curves;
        for (CurveSpec& curve : plot.curves)
            curve = ofRun(curve, session.current());
        for (const Run* run : others)
            for (const CurveSpec& curve : own) {
                CurveSpec aside = ofRun(curve, *run);
                aside.journal = run->journal();
                aside.rawBehind = false;
                aside.dots = false;
                plot.curves.push_back(aside);
            }
    }
}

std::vector<const Run*> awaitedRuns(const Session& session) {
    std::vector<const Run*> runs;
    for (const auto& run : session.runs()) {
        const bool isCurrent = run.get() == &session.current();
        if (run->figure() && (isCurrent || !(run->label().hidden || session.isAside(*run))))
            runs.push_back(run.get());
    }
    return runs;
}

void overlayFigures(std::vector<PlotSpec>& plots, const Session& session) {
    for (const Run* run : awaitedRuns(session))
        for (PlotSpec& plot : plots) {
            std::vector<CurveSpec> added;
            for (const CurveSpec& curve : plot.curves)
                if (!curve.journal && run->figure()->find(curve.series)) {
                    CurveSpec drawn = curve;
                    drawn.run = QCoreApplication::translate("RunOverlay", "figure");
                    drawn.journal = run->figure();
                    drawn.ofFigure = true;
                    drawn.rawBehind = false;
                    drawn.dots = false;
                    drawn.dash = curve.dash == Qt::SolidLine ? Qt::DotLine : curve.dash;
                    if (run != &session.current())
                        drawn.colour = run->label().colour;
                    added.push_back(std::move(drawn));
                }
            std::ranges::move(added, std::back_inserter(plot.curves));
        }
}

std::vector<PlotRun> drawnRuns(const Session& session) {
    std::vector<PlotRun> runs;
    const auto add = [&](const Run& run) {
        runs.push_back({run.label().name, run.replayConfig(), run.journal()});
    };
    if (session.current().journal())
        add(session.current());
    for (const Run* run : runs.empty() ? std::vector<const Run*>() : overlaidRuns(session))
        add(*run);
    return runs;
}

} // namespace dalescope
