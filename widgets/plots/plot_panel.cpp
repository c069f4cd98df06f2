#include "widgets/plots/plot_panel.h"

#include "widgets/plots/help_button.h"
#include "widgets/theme/icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QToolButton>

#include <algorithm>

namespace dalescope {

PlotPanel::PlotPanel(QWidget* parent)
    : QWidget(parent), plot_(new LivePlot(this)), choice_(new QComboBox(this)), title_(new QLabel(this)),
      axis_(new QComboBox(this)), logX_(new QToolButton(this)), logY_(new QToolButton(this)),
      smoothing_(new QSpinBox(this)), follow_(new QToolButton(this)), curvesButton_(new QToolButton(this)),
      curves_(new QMenu(this)), exportButton_(new QToolButton(this)),
      help_(new HelpButton(*plot_, {}, this)) {
    buildTools();
    setTheme(Theme::forPalette(palette()));
    buildExportMenu();
    connect(plot_, &LivePlot::viewEdited, this, &PlotPanel::viewEdited);
    connect(plot_, &LivePlot::viewChanged, this, &PlotPanel::showView);
    connect(plot_, &LivePlot::followsChanged, follow_, &QToolButton::setChecked);
    connect(choice_, &QComboBox::activated, this, &PlotPanel::choose);
    connect(curves_, &QMenu::aboutToShow, this, &PlotPanel::fillCurvesMenu);
    connect(axis_, &QComboBox::activated, this, [this](int index) {
        PlotView next = view();
        next.xAxis = static_cast<XAxis>(index);
        edit(next);
    });
    connect(logX_, &QToolButton::toggled, this, [this](bool on) {
        PlotView next = view();
        next.logX = on;
        edit(next);
    });
    connect(logY_, &QToolButton::toggled, this, [this](bool on) {
        PlotView next = view();
        next.logY = on;
        edit(next);
    });
    connect(smoothing_, &QSpinBox::valueChanged, this, [this](int updates) {
        PlotView next = view();
        next.smoothing = updates;
        edit(next);
    });
    connect(follow_, &QToolButton::toggled, plot_, &LivePlot::setFollows);
}

void PlotPanel::setSpecs(const std::vector<PlotSpec>& specs) {
    specs_ = specs;
    choice_->clear();
    for (const PlotSpec& spec : specs_)
        choice_->addItem(spec.title, spec.id);
    choice_->setVisible(specs_.size() > 1);
    title_->setVisible(specs_.size() == 1);
    title_->setText(specs_.front().title);
    const PlotView last = view();
    const int kept = choice_->findData(last.plot);
    const PlotSpec& spec = specs_[static_cast<std::size_t>(std::max(kept, 0))];
    plot_->setSpec(spec);
    if (kept >= 0)
        plot_->setView(last);
    showView();
}

void PlotPanel::replaceSpecs(const std::vector<PlotSpec>& specs) {
    const auto ids = [](const PlotSpec& a, const PlotSpec& b) { return a.id == b.id; };
    if (!std::ranges::equal(specs, specs_, ids))
        return setSpecs(specs);
    specs_ = specs;
    plot_->replaceCurves(std::ranges::find(specs_, view().plot, &PlotSpec::id)->curves);
}

void PlotPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTools();
}

QSize PlotPanel::minimumSizeHint() const {
    QSize size = QWidget::minimumSizeHint();
    for (const auto* tool : toolsWithKeys())
        if (!tool->isHidden())
            size.rwidth() -= tool->sizeHint().width() + toolRow().spacing();
    return size;
}

void PlotPanel::setBare(bool bare) {
    bare_ = bare;
    showTools();
}

QList<QWidget*> PlotPanel::tools() const {
    return {axis_, logX_, logY_, smoothing_, follow_, curvesButton_, exportButton_, help_};
}

/// Those whose work keys do as well (F, 1 to 9, L, Shift+L); where there is no room, the last ones go first.
QList<QWidget*> PlotPanel::toolsWithKeys() const {
    return {follow_, curvesButton_, logY_, logX_};
}

QLayout& PlotPanel::toolRow() const {
    return *layout()->itemAt(0)->layout();
}

void PlotPanel::showTools() {
    for (auto* tool : tools())
        tool->setVisible(!bare_);
    // Where the row is too short for the title, the tools that have keys make room.
    const QMargins margins = toolRow().contentsMargins();
    int room = width() - margins.left() - margins.right() - titleWidth();
    const auto widthOf = [this](const QWidget& tool) {
        return std::min(tool.sizeHint().width(), tool.maximumWidth()) + toolRow().spacing();
    };
    const QList<QWidget*> mayGo = toolsWithKeys();
    for (const auto* tool : tools())
        room -= mayGo.contains(tool) ? 0 : widthOf(*tool);
    for (auto* tool : mayGo) {
        room -= widthOf(*tool);
        tool->setVisible(!bare_ && room >= 0);
    }
    toolRow().invalidate(); // the panel's own layout forgets at once how wide it was, the row in it does not
}

/// What the name of the quantity needs to be read to its end.
int PlotPanel::titleWidth() const {
    if (specs_.size() < 2)
        return title_->sizeHint().width();
    QStyleOptionComboBox option;
    option.initFrom(choice_);
    option.rect = QRect(0, 0, 200, 24); // of any size, to learn how much of it is not for the text
    const QRect room =
        choice_->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, choice_);
    const int text = choice_->fontMetrics().horizontalAdvance(choice_->currentText()) + 2;
    return text + option.rect.width() - room.width();
}

void PlotPanel::setTheme(const Theme& theme) {
    plot_->setTheme(theme);
    exportButton_->setIcon(themeIcon(QStringLiteral("export"), theme));
    title_->setFont(Theme::font(theme.metrics.titlePx, true));
    choice_->setFont(Theme::font(theme.metrics.textPx, true));
    for (auto* tool : tools())
        tool->setFont(Theme::font(theme.metrics.smallTextPx));
    showTools();
}

std::vector<PlotView> PlotPanel::views() const {
    std::vector<PlotView> views;
    for (const PlotSpec& spec : specs_)
        if (spec.id != view().plot && views_.contains(spec.id))
            views.push_back(views_.value(spec.id));
    views.push_back(view());
    return views;
}

void PlotPanel::setView(const PlotView& wanted) {
    const auto spec =
        std::find_if(specs_.begin(), specs_.end(), [&](const PlotSpec& s) { return s.id == wanted.plot; });
    if (spec == specs_.end())
        return;
    if (wanted.plot != view().plot) {
        views_[view().plot] = view();
        plot_->setSpec(*spec);
    }
    plot_->setView(wanted);
    showView();
}

// An alternative comes back as it was left, but on the x axis looked at now.
void PlotPanel::choose(int index) {
    const PlotView before = view();
    const PlotSpec& spec = specs_[static_cast<std::size_t>(index)];
    PlotView after = views_.value(spec.id, spec.firstView());
    after.xAxis = before.xAxis;
    after.logX = before.logX;
    if (after.plot == before.plot)
        return;
    setView(after);
    Q_EMIT viewEdited(before, after);
}

void PlotPanel::edit(const PlotView& after) {
    if (!updating_)
        plot_->editView(after);
}

void PlotPanel::showView() {
    const QScopedValueRollback ours(updating_, true);
    const PlotView& now = view();
    const bool seconds = axis_->count() > static_cast<int>(XAxis::Seconds);
    if (seconds && !plot_->spec().hasSeconds)
        axis_->removeItem(static_cast<int>(XAxis::Seconds));
    else if (!seconds && plot_->spec().hasSeconds)
        axis_->addItem(tr("seconds"));
    choice_->setCurrentIndex(choice_->findData(now.plot));
    axis_->setCurrentIndex(static_cast<int>(now.xAxis));
    logX_->setChecked(now.logX);
    logY_->setChecked(now.logY);
    smoothing_->setValue(now.smoothing);
    follow_->setChecked(plot_->follows());
    help_->setSubject(plot_->spec().title);
    showTools();
}

void PlotPanel::fillCurvesMenu() {
    curves_->clear();
    const auto& curves = plot_->scene().curves();
    for (std::size_t i = 0; i < curves.size(); ++i) {
        if (curves[i].spec.quiet || curves[i].spec.journal)
            continue;
        const int index = static_cast<int>(i);
        QAction* action =
            curves_->addAction(curves[i].spec.label, this, [this, index] { plot_->toggleCurve(index); });
        action->setCheckable(true);
        action->setChecked(!curves[i].hidden);
        action->setEnabled(curves[i].data != nullptr);
    }
}

} // namespace dalescope
