#include "widgets/experiments/sweep_curves.h"

#include "widgets/experiments/sweep_runs.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace dalescope {

namespace {

constexpr const char* quantities[] = {"train_error", "test_error"};

PlotSpec specOf(const QString& id, const QString& title, const QString& label) {
    PlotSpec spec;
    spec.id = id;
    spec.title = title;
    spec.yLabel = label;
    spec.logY = true;
    spec.yFromZero = true;
    spec.hasSeconds = false;
    spec.empty = SweepCurves::tr("Curves appear as the runs are tested");
    return spec;
}

} // namespace

SweepCurves::SweepCurves(QWidget* parent)
    : QWidget(parent), seeds_(new QCheckBox(tr("Single &seeds"), this)), note_(new QLabel(this)),
      train_(new PlotPanel(this)), test_(new PlotPanel(this)) {
    PlotSpec training =
        specOf(QStringLiteral("sweep-train-error"), tr("Training error"), tr("training error (%)"));
    training.smoothing = 1000; // of mini-batches, noisier than an epoch's
    train_->setSpecs({training});
    test_->setSpecs({specOf(QStringLiteral("sweep-test-error"), tr("Test error"), tr("test error (%)"))});
    seeds_->setToolTip(tr("Draws every seed as a thin line behind its configuration's mean"));
    note_->setAccessibleName(tr("What the curves are"));
    auto* plots = new QSplitter(Qt::Horizontal);
    plots->addWidget(train_);
    plots->addWidget(test_);
    plots->setChildrenCollapsible(false);
    auto* row = new QHBoxLayout;
    row->addWidget(note_, 1);
    row->addWidget(seeds_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 0);
    column->addLayout(row);
    column->addWidget(plots, 1);
    connect(seeds_, &QCheckBox::toggled, this, &SweepCurves::showCurves);
    for (auto* panel : panels()) {
        connect(panel, &PlotPanel::failed, this, &SweepCurves::failed);
        connect(panel, &PlotPanel::exported, this, &SweepCurves::exported);
        panel->setRunsSource([this] { return plotRuns(); });
        connect(panel, &PlotPanel::mediumChanged, this, [this](Medium medium) {
            for (auto* other : panels())
                other->setMedium(medium);
        });
    }
}

void SweepCurves::setSweep(std::shared_ptr<const SweepOutline> outline) {
    outline_ = std::move(outline);
    shown_.clear();
    emphasis_.clear();
    for (int i = 0; outline_ && i < static_cast<int>(outline_->names.size()); ++i)
        shown_.append(i);
    for (auto* panel : panels())
        panel->setJournal(nullptr);
    showCurves();
}

void SweepCurves::setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot) {
    for (auto* panel : panels())
        if (panel->plot().journal() != snapshot->curves)
            panel->plot().replaceJournal(snapshot->curves);
}

void SweepCurves::setTheme(const Theme& theme) {
    for (auto* panel : panels())
        panel->setTheme(theme);
}

void SweepCurves::setShown(const QList<int>& configurations) {
    if (configurations == shown_)
        return;
    shown_ = configurations;
    showCurves();
}

void SweepCurves::setEmphasis(const QList<int>& runs) {
    emphasis_ = runs;
    for (std::size_t p = 0; p < 2; ++p) {
        QStringList series;
        for (const int run : runs) {
            const auto at = static_cast<std::size_t>(run);
            const std::string& name = outline_->names[outline_->configurationOf[at]];
            series << QString::fromStdString(meanSeries(quantities[p], name))
                   << QString::fromStdString(
                          seedSeries(quantities[p], name, outline_->sweep.runs()[at].seed));
        }
        panels()[static_cast<qsizetype>(p)]->plot().setEmphasis(series);
    }
}

void SweepCurves::poll() {
    for (auto* panel : panels())
        panel->poll();
}

/// Of what is drawn.
std::vector<PlotRun> SweepCurves::plotRuns() const {
    const auto& curves = test_->plot().journal();
    if (!outline_ || !curves)
        return {}; // nothing is drawn yet
    return runsOf(*outline_, curves, shown_.mid(0, most));
}

/// The names of those that are drawn without the words with which all of them begin.
QStringList SweepCurves::shortNames(const QList<int>& drawn) const {
    QList<QStringList> parts;
    for (const int place : drawn)
        parts << QString::fromStdString(outline_->names[static_cast<std::size_t>(place)])
                     .split(QStringLiteral(", "));
    const auto sameFirst = [&] {
        return parts.size() > 1 && std::ranges::all_of(parts, [&](const QStringList& name) {
                   return name.size() > 1 && name.front() == parts.front().front();
               });
    };
    while (sameFirst())
        for (QStringList& name : parts)
            name.removeFirst();
    QStringList names;
    for (const QStringList& name : std::as_const(parts))
        names << name.join(QStringLiteral(", "));
    return names;
}

std::vector<CurveSpec> SweepCurves::curvesOf(const std::string& quantity) const {
    std::vector<CurveSpec> curves, seeds;
    const QList<int> drawn = shown_.mid(0, most);
    const QStringList names = shortNames(drawn);
    for (qsizetype i = 0; i < drawn.size(); ++i) {
        const int place = drawn[i];
        const std::string& name = outline_->names[static_cast<std::size_t>(place)];
        CurveSpec curve;
        curve.series = meanSeries(quantity, name);
        curve.low = lowSeries(quantity, name);
        curve.high = highSeries(quantity, name);
        curve.label = names[i];
        curve.colour = place % Theme::seriesColours;
        curve.dash = Theme::dash(place);
        curve.rawBehind = false;
        curves.push_back(curve);
        if (!seeds_->isChecked())
            continue;
        const auto& runs = outline_->sweep.runs();
        for (std::size_t run = 0; run < runs.size(); ++run)
            if (outline_->configurationOf[run] == static_cast<std::size_t>(place)) {
                CurveSpec seed = curve;
                seed.series = seedSeries(quantity, name, runs[run].seed);
                seed.low.clear();
                seed.high.clear();
                seed.dash = Qt::SolidLine;
                seed.quiet = true;
                seeds.push_back(seed);
            }
    }
    seeds.insert(seeds.end(), curves.begin(), curves.end()); // means lie above
    return seeds;
}

void SweepCurves::showCurves() {
    if (!outline_)
        return;
    train_->plot().replaceCurves(curvesOf(quantities[0]));
    test_->plot().replaceCurves(curvesOf(quantities[1]));
    for (auto* panel : panels())
        panel->setDrawnRuns(countRuns(*outline_, shown_.mid(0, most)));
    setEmphasis(emphasis_);
    note_->setText(shown_.size() > most
                       ? tr("The first %1 of %2 configurations; filter the list to see others")
                             .arg(most)
                             .arg(shown_.size())
                       : tr("Mean over seeds, with a band of one standard deviation"));
}

} // namespace dalescope
