#include "widgets/experiments/search_view.h"

#include "widgets/experiments/search_words.h"
#include "widgets/experiments/sweep_runs.h"
#include "widgets/plots/axis_style.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/figure_origin.h"
#include "widgets/plots/help_button.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace dalescope {

SearchView::SearchView(QWidget* parent)
    : QWidget(parent), style_(PlotStyle::screen(Theme::forPalette(palette()))), x_(new QComboBox(this)),
      y_(new QComboBox(this)), logX_(new QCheckBox(tr("log x"), this)),
      logY_(new QCheckBox(tr("log y"), this)), scatter_(new QCustomPlot(this)),
      parallel_(new QCustomPlot(this)) {
    const auto label = [this](const QString& text, QComboBox* box, const QString& tip) {
        auto* name = new QLabel(text, this);
        name->setBuddy(box);
        box->setAccessibleName(QString(text).remove(u'&'));
        box->setToolTip(tip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        return name;
    };
    logX_->setToolTip(tr("Logarithmic x axis, where all values are above 0"));
    logY_->setToolTip(tr("Logarithmic y axis, where all values are above 0"));
    auto* row = new QHBoxLayout;
    row->addWidget(label(tr("&x"), x_, tr("What the scatter's x axis shows: a setting or a result")));
    row->addWidget(x_);
    row->addWidget(logX_);
    row->addSpacing(8);
    row->addWidget(label(tr("&y"), y_, tr("What the scatter's y axis shows: a setting or a result")));
    row->addWidget(y_);
    row->addWidget(logY_);
    row->addStretch(1);
    auto* save = new DrawingButton(
        tr("Export search"),
        {{tr("Scatter"), QStringLiteral("scatter"), [this] { return drawing(true); }},
         {tr("Parallel coordinates"), QStringLiteral("parallel"), [this] { return drawing(false); }}},
        this);
    save->setOriginSource([this](const Drawing&) { return origin(); });
    row->addWidget(save);
    setHelpTopic(*this, QStringLiteral("search_scatter"));
    row->addWidget(new HelpButton(*this, tr("a search"), this));
    connect(save, &DrawingButton::failed, this, &SearchView::failed);
    connect(save, &DrawingButton::exported, this, &SearchView::exported);
    for (const auto& [plot, name] : {std::pair{scatter_, tr("Scatter of the search")},
                                     std::pair{parallel_, tr("Parallel coordinates of the search")}}) {
        makeChart(*plot);
        plot->setAccessibleName(name);
        plot->setAccessibleDescription(tr("No search is open."));
        plot->setFocusPolicy(Qt::NoFocus); // the list of runs is its keyboard
        plot->setMinimumSize(240, 150);
    }
    scatter_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    auto* plots = new QSplitter(Qt::Horizontal);
    plots->addWidget(scatter_);
    plots->addWidget(parallel_);
    plots->setChildrenCollapsible(false);
    plots->setStretchFactor(0, 1);
    plots->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 0);
    column->addLayout(row);
    column->addWidget(plots, 1);
    for (auto* box : {x_, y_})
        connect(box, &QComboBox::activated, this, [this] { chooseAxes(); });
    for (auto* check : {logX_, logY_})
        connect(check, &QCheckBox::toggled, this, [this] {
            picture_.logX = logX_->isChecked();
            picture_.logY = logY_->isChecked();
            redraw();
        });
}

void SearchView::setSweep(std::shared_ptr<const SweepOutline> outline) {
    outline_ = std::move(outline);
    shownResults_.reset();
    curves_.reset();
    picture_ = {};
    x_->clear();
    y_->clear();
    redraw();
}

void SearchView::setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot) {
    curves_ = snapshot->curves;
    if (snapshot->results == shownResults_)
        return;
    shownResults_ = snapshot->results;
    picture_.axes = searchAxes(*outline_, *snapshot);
    if (x_->count() == 0) {
        for (const auto& axis : picture_.axes)
            for (auto* box : {x_, y_})
                box->addItem(axis.label);
        // What was searched over decades is what a person looks for first.
        const auto wide = std::ranges::find_if(
            picture_.axes, [](const SearchAxis& axis) { return !axis.isResult && axis.wantsLog(); });
        x_->setCurrentIndex(wide == picture_.axes.end() ? 0 : static_cast<int>(wide - picture_.axes.begin()));
        y_->setCurrentIndex(y_->count() - 1);
        chooseAxes();
        return;
    }
    redraw();
}

void SearchView::chooseAxes() {
    picture_.x = static_cast<std::size_t>(std::max(0, x_->currentIndex()));
    picture_.y = static_cast<std::size_t>(std::max(0, y_->currentIndex()));
    const QSignalBlocker quietX(logX_), quietY(logY_);
    logX_->setChecked(picture_.axes[picture_.x].wantsLog());
    logY_->setChecked(picture_.axes[picture_.y].wantsLog());
    picture_.logX = logX_->isChecked();
    picture_.logY = logY_->isChecked();
    redraw();
}

void SearchView::setTheme(const Theme& theme) {
    style_ = PlotStyle::screen(theme);
    redraw();
}

void SearchView::setEmphasis(const QList<int>& runs) {
    QSet<std::size_t> chosen;
    for (const int run : runs)
        chosen.insert(outline_->configurationOf[static_cast<std::size_t>(run)]);
    if (chosen == picture_.chosen)
        return;
    picture_.chosen = chosen;
    redraw();
}

void SearchView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    redraw();
}

void SearchView::redraw() {
    if (!isVisible() || picture_.axes.empty())
        return;
    drawScatter(*scatter_, style_, picture_);
    drawParallel(*parallel_, style_, picture_);
    replotSoon(*scatter_);
    replotSoon(*parallel_);
    scatter_->setAccessibleDescription(scatterInWords(picture_));
    parallel_->setAccessibleDescription(parallelInWords(picture_));
}

std::string SearchView::origin() const {
    if (picture_.axes.empty() || !curves_)
        return {};
    PlotSource source;
    const QList<int> drawn = foremost(picture_);
    source.runs = runsOf(*outline_, curves_, drawn);
    source.drawnRuns = countRuns(*outline_, drawn);
    return source.runs.empty() ? std::string() : originToJson(originOf(source));
}

Drawing SearchView::drawing(bool scatter) const {
    if (picture_.axes.empty())
        throw Error("the search", "there is nothing to draw yet", "wait until a run has been read");
    return {scatter ? tr("Search") : tr("Search, parallel coordinates"),
            [this, scatter](QCustomPlot& plot, const PlotStyle& style) {
                scatter ? drawScatter(plot, style, picture_) : drawParallel(plot, style, picture_);
            },
            [this] { return searchCsv(*outline_, picture_.axes); },
            [this, scatter] { return scatter ? scatterPgfplots(picture_) : parallelPgfplots(picture_); }};
}

} // namespace dalescope
