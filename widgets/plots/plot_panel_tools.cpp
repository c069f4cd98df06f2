// The tool row and the export menu of a plot panel.
#include "widgets/plots/medium_menu.h"
#include "widgets/plots/plot_panel.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace dalescope {

namespace {

void describe(QWidget& control, const QString& name, const QString& help) {
    control.setAccessibleName(name);
    control.setToolTip(help);
    control.setFocusPolicy(Qt::StrongFocus);
    // Assistive technology takes a combo box's name from its label, not from the box; this one need not be
    // seen.
    if (auto* box = qobject_cast<QComboBox*>(&control)) {
        auto* label = new QLabel(name, box->parentWidget());
        label->setBuddy(box);
        label->hide();
    }
}

} // namespace

void PlotPanel::buildTools() {
    const Metrics metrics = plot_->scene().style().theme.metrics;
    const QFont font = Theme::font(metrics.smallTextPx);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice_->setMinimumContentsLength(7);
    choice_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    choice_->hide();
    describe(*choice_, tr("Quantity"), tr("Which quantity this plot shows"));

    axis_->addItems({tr("updates"), tr("epochs"), tr("seconds")});
    describe(*axis_, tr("X axis"), tr("What the x axis counts: updates, epochs or seconds of training"));

    logX_->setText(tr("log x"));
    logY_->setText(tr("log y"));
    follow_->setText(tr("Follow"));
    for (QToolButton* button : {logX_, logY_, follow_}) {
        button->setCheckable(true);
        button->setAutoRaise(true);
    }
    follow_->setChecked(true);
    describe(*logX_, tr("Log x axis"), tr("Logarithmic x axis (Shift+L)"));
    describe(*logY_, tr("Log y axis"), tr("Logarithmic y axis (L)"));
    describe(*follow_, tr("Follow"), tr("Show everything and go on doing so while the run grows (F)"));

    smoothing_->setRange(1, 99999);
    smoothing_->setPrefix(tr("\u03bc "));
    smoothing_->setSpecialValueText(tr("raw"));
    smoothing_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    smoothing_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    smoothing_->setAlignment(Qt::AlignRight);
    smoothing_->setKeyboardTracking(false);
    smoothing_->setFixedWidth(QFontMetrics(font).horizontalAdvance(tr("\u03bc 10000")) + 8);
    describe(*smoothing_, tr("Smoothing in updates"),
             tr("Running mean over this many updates; the samples stay in the background. 1: none"));

    for (auto [button, text] :
         {std::pair{curvesButton_, tr("Curves")}, std::pair{exportButton_, tr("Export")}}) {
        button->setText(text);
        button->setAutoRaise(true);
        button->setPopupMode(QToolButton::InstantPopup);
    }
    exportButton_->setToolButtonStyle(Qt::ToolButtonIconOnly);
    curvesButton_->setMenu(curves_);
    describe(*curvesButton_, tr("Curves"), tr("Show and hide curves (keys 1 to 9 in the plot)"));
    describe(*exportButton_, tr("Export plot"), tr("Save this plot, or copy it"));
    plot_->setToolTip(QString());
    plot_->setWhatsThis(LivePlot::keyHelp());

    auto* row = new QHBoxLayout;
    row->setContentsMargins(2, metrics.gap / 2, 2, 0);
    row->setSpacing(0); // two panels must fit side by side beside the editors on a screen of 1280 pixels
    row->addWidget(title_, 1);
    row->addWidget(choice_, 1);
    QWidget* previous = choice_;
    for (QWidget* tool : tools()) {
        row->addWidget(tool);
        setTabOrder(previous, tool);
        previous = tool;
    }
    setTabOrder(previous, plot_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(plot_, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void PlotPanel::buildExportMenu() {
    auto* menu = new QMenu(exportButton_);
    for (const Format format : allFormats)
        menu->addAction(tr("%1...").arg(nameOf(format)), this, [this, format] { exportAs(format); });
    menu->addAction(tr("Copy to clipboard"), this, &PlotPanel::copy);
    addMedia(
        *menu, [this] { return medium_; }, [this](Medium medium) { setMedium(medium); });
    exportButton_->setMenu(menu);
}

void PlotPanel::setMedium(Medium medium) {
    if (medium == medium_)
        return;
    medium_ = medium;
    Q_EMIT mediumChanged(medium);
}

PlotSource PlotPanel::source() const {
    PlotSource source = sourceOf(*plot_);
    if (runs_)
        source.runs = runs_();
    source.drawnRuns = drawnRuns_;
    return source;
}

void PlotPanel::exportAs(Format format) {
    const QString suffix = suffixOf(format);
    QString path = QFileDialog::getSaveFileName(this, tr("Export plot"), plot_->spec().id + suffix,
                                                tr("%1 (*%2)").arg(nameOf(format), suffix));
    if (path.isEmpty())
        return;
    if (!path.endsWith(suffix, Qt::CaseInsensitive))
        path += suffix;
    try {
        exportPlot(source(), path, format, medium_);
        Q_EMIT exported(path);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void PlotPanel::copy() {
    try {
        copyToClipboard(source(), medium_);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

} // namespace dalescope
