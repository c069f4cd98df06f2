#include "widgets/experiments/comparison_view.h"

#include "core/experiments/paired_curves.h"

#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace dalescope {

namespace {

PlotSpec differencePlot() {
    PlotSpec spec;
    spec.id = QStringLiteral("paired-difference");
    spec.title = ComparisonView::tr("Difference, paired over seeds");
    spec.yLabel = ComparisonView::tr("difference of errors (points)");
    spec.hasSeconds = false;
    spec.smoothing = 1000;
    spec.reference = Reference{0, ComparisonView::tr("no difference")};
    spec.empty = ComparisonView::tr("Select two runs of different configurations in the list");
    for (const auto& [quantity, label, colour] :
         {std::tuple{"test_error", ComparisonView::tr("test error"), 0},
          std::tuple{"train_error", ComparisonView::tr("training error"), 1}}) {
        CurveSpec curve;
        curve.series = differenceSeries(quantity);
        curve.low = differenceLow(quantity);
        curve.high = differenceHigh(quantity);
        curve.label = label;
        curve.colour = colour;
        curve.dash = Theme::dash(colour);
        curve.rawBehind = false;
        spec.curves.push_back(curve);
    }
    return spec;
}

QString number(double x) {
    return (x < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + QString::number(std::abs(x), 'f', 3);
}

} // namespace

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent), sentence_(new QLabel(this)), panel_(new PlotPanel(this)) {
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence_->setToolTip(
        tr("The two configurations of the selected runs, and how far their results differ"));
    panel_->setSpecs({differencePlot()});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 0);
    column->addWidget(sentence_);
    column->addWidget(panel_, 1);
    connect(panel_, &PlotPanel::failed, this, &ComparisonView::failed);
    connect(panel_, &PlotPanel::exported, this, &ComparisonView::exported);
    refresh();
}

void ComparisonView::setSweep(std::shared_ptr<const SweepOutline> outline) {
    outline_ = std::move(outline);
    snapshot_.reset();
    pair_.reset();
    panel_->setJournal(nullptr);
    refresh();
}

void ComparisonView::setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot) {
    if (snapshot == snapshot_)
        return;
    snapshot_ = snapshot;
    refresh();
}

void ComparisonView::setTheme(const Theme& theme) {
    panel_->setTheme(theme);
}

void ComparisonView::setRuns(const QList<int>& runs) {
    std::vector<std::size_t> configurations;
    for (const int run : runs)
        if (const std::size_t place = outline_->configurationOf[static_cast<std::size_t>(run)];
            std::ranges::find(configurations, place) == configurations.end())
            configurations.push_back(place);
    if (configurations.size() != 2)
        return;
    const Pair pair{configurations[0], configurations[1]};
    if (pair_ == pair)
        return;
    pair_ = pair;
    refresh();
}

void ComparisonView::poll() {
    panel_->poll();
}

void ComparisonView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (stale_)
        refresh();
}

void ComparisonView::refresh() {
    stale_ = !isVisible();
    sentence_->setText(sentence());
    if (stale_ || !pair_ || !snapshot_)
        return;
    panel_->plot().replaceJournal(pairedCurves(*snapshot_->curves, outline_->names[pair_->a],
                                               outline_->names[pair_->b], outline_->sweep.plan().seeds));
}

std::map<std::int64_t, RunSummary> ComparisonView::endsOf(std::size_t configuration) const {
    std::map<std::int64_t, RunSummary> ends;
    for (std::size_t run = 0; run < snapshot_->runs.size(); ++run)
        if (const auto& summary = snapshot_->runs[run].status.summary;
            summary && outline_->configurationOf[run] == configuration)
            ends[outline_->sweep.runs()[run].seed] = *summary;
    return ends;
}

QString ComparisonView::sentence() const {
    if (!pair_ || !snapshot_)
        return tr("Select two runs of different configurations in the list to compare them seed by seed.");
    QString text = tr("%1 less %2")
                       .arg(QString::fromStdString(outline_->names[pair_->a]),
                            QString::fromStdString(outline_->names[pair_->b]));
    const auto a = endsOf(pair_->a), b = endsOf(pair_->b);
    for (const auto& [name, error] : {std::pair{tr("test error"), &RunSummary::testError},
                                      std::pair{tr("training error"), &RunSummary::trainError}}) {
        const auto difference = pairedResult(a, b, error);
        if (!difference)
            return text + tr(": no seed has ended in both yet.");
        text += QStringLiteral("; %1 %2").arg(name, number(difference->mean));
        if (std::isfinite(difference->low))
            text += tr(" [95 %: %1, %2]").arg(number(difference->low), number(difference->high));
        if (std::isfinite(difference->effect))
            text += tr(", effect %1 sd").arg(number(difference->effect));
    }
    return text + QLatin1Char('.');
}

} // namespace dalescope
