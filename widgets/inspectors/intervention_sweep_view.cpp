#include "widgets/inspectors/intervention_sweep_view.h"

#include "widgets/plots/axis_style.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"
#include "widgets/plots/qcp.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

namespace dalescope {

namespace {

constexpr std::array exportFormats = {Format::Png, Format::Pdf, Format::Svg, Format::Csv};

bool choosesUnits(const Field<LayerConfig>& field) {
    return std::holds_alternative<std::string>(field.fallback());
}

/// Whether a sweep of it can show anything in that layer.
bool canSweep(const Field<LayerConfig>& field, const LayerConfig& layer, bool last) {
    if (field.path == "drive")
        return !layer.intervention.drivenExcitatory.isEmpty() ||
               !layer.intervention.drivenInhibitory.isEmpty();
    return !(last && field.path == "silenced_excitatory");
}

/// "network.layers.1.subtractive" -> that of "subtractive"; null where there is none.
const Field<LayerConfig>* fieldOf(const std::string& path) {
    const auto& fields = layerFields();
    const auto field = std::ranges::find(fields, path.substr(path.rfind('.') + 1), &Field<LayerConfig>::path);
    return field == fields.end() ? nullptr : &*field;
}

/// config: that of the layer, after whose kind the setting is called.
InterventionCurves emptyCurves(const std::string& path, const Field<LayerConfig>& field, const Config& config,
                               int draws) {
    InterventionCurves curves;
    curves.setting = path;
    curves.title = QString::fromStdString(labelOfPath(config, path));
    const auto layer =
        static_cast<std::size_t>(std::stoi(path.substr(std::string("network.layers.").size())));
    const QString name = QString::fromStdString(labelFor(field, config.layers.at(layer).kind));
    if (choosesUnits(field)) {
        curves.strength = InterventionSweepView::tr("%1 (% of them)").arg(name);
        curves.draws = draws;
    } else if (field.maximum == 2) {
        curves.strength = InterventionSweepView::tr("%1 (%)").arg(name);
        curves.factor = 100;
        curves.neutral = 1;
    } else {
        curves.strength = name;
    }
    return curves;
}

} // namespace

InterventionSweepView::InterventionSweepView(QWidget* parent)
    : QWidget(parent), what_(new QComboBox(this)), draws_(new QSpinBox(this)), examples_(new QSpinBox(this)),
      button_(new QPushButton(tr("&Sweep"), this)),
      export_(new DrawingButton(tr("Export sweep"),
                                {{tr("Sweep"),
                                  QStringLiteral("intervention"),
                                  [this] { return drawing(); },
                                  {exportFormats.begin(), exportFormats.end()}}},
                                this)),
      progress_(new QProgressBar(this)), summary_(new QLabel(this)), plot_(new QCustomPlot(this)) {
    what_->setAccessibleName(tr("Sweep what"));
    what_->setToolTip(tr("Which intervention on the layer is tried over its whole range; the others stay as "
                         "they are"));
    auto* label = new QLabel(tr("S&weep of"), this);
    label->setBuddy(what_);
    const InterventionSweep usual;
    const auto number = [this](QSpinBox* box, int most, Index value, const QString& name,
                               const QString& tip) {
        box->setRange(1, most);
        box->setValue(static_cast<int>(value));
        box->setGroupSeparatorShown(true);
        box->setAccessibleName(name);
        box->setToolTip(tip);
        auto* caption = new QLabel(name, this);
        caption->setBuddy(box);
        return caption;
    };
    auto* drawsLabel = number(draws_, 100, usual.draws, tr("Draws"),
                              tr("How often units are drawn for each random share; more take longer"));
    auto* examplesLabel = number(examples_, 1000000, usual.testExamples, tr("Examples"),
                                 tr("On how many examples of the test set the error is measured, at most"));
    button_->setToolTip(tr("Try 21 strengths on a copy of the network as it is: test error and E/I ratio. "
                           "Training is not touched."));
    connect(export_, &DrawingButton::failed, this, &InterventionSweepView::failed);
    connect(export_, &DrawingButton::exported, this, &InterventionSweepView::exported);
    progress_->setRange(0, 100);
    progress_->setAccessibleName(tr("Progress of the sweep"));
    progress_->setToolTip(progress_->accessibleName());
    progress_->setTextVisible(false);
    progress_->setMaximumHeight(6);
    QSizePolicy place = progress_->sizePolicy();
    place.setRetainSizeWhenHidden(true);
    progress_->setSizePolicy(place);
    summary_->setWordWrap(true);
    summary_->setObjectName(QStringLiteral("summary"));
    summary_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    summary_->setToolTip(tr("What the sweep shows, in words"));
    makeChart(*plot_);
    plot_->setAccessibleName(tr("Test error and balance against strength"));
    plot_->setFocusPolicy(Qt::NoFocus); // its summary is text
    plot_->setMinimumHeight(190);
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(what_, 1);
    row->addWidget(button_);
    row->addWidget(export_);
    row->addWidget(new HelpButton(*plot_, tr("a sweep of an intervention"), this));
    setHelpTopic(*this, QStringLiteral("intervention_sweep"));
    auto* numbers = new QHBoxLayout;
    numbers->addWidget(drawsLabel);
    numbers->addWidget(draws_);
    numbers->addSpacing(12);
    numbers->addWidget(examplesLabel);
    numbers->addWidget(examples_);
    numbers->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addLayout(numbers);
    column->addWidget(progress_);
    column->addWidget(plot_, 1);
    column->addWidget(summary_);
    look_.setInterval(100);
    connect(&look_, &QTimer::timeout, this, [this] {
        if (running_)
            progress_->setValue(running_->percent);
    });
    connect(what_, &QComboBox::currentIndexChanged, this, &InterventionSweepView::refresh);
    connect(button_, &QPushButton::clicked, this, [this] { running_ ? cancel() : start(); });
    draw();
    refresh();
}

InterventionSweepView::~InterventionSweepView() {
    cancel();
}

void InterventionSweepView::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                                       std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    dataset_ = std::move(dataset);
    update_ = update;
    refresh();
}

void InterventionSweepView::setSettings(const Config& config, int layer) {
    config_ = config;
    layer_ = layer;
    const QString chosen = what_->currentData().toString();
    what_->clear();
    if (layer_ >= 0 && layer_ < static_cast<int>(config_.layers.size())) {
        const auto at = static_cast<std::size_t>(layer_);
        for (const auto* field : interventionFields())
            if (appliesTo(*field, config_.layers[at].kind) &&
                canSweep(*field, config_.layers[at], at + 1 == config_.layers.size()))
                what_->addItem((choosesUnits(*field) ? tr("%1, random share") : QStringLiteral("%1"))
                                   .arg(QString::fromStdString(labelFor(*field, config_.layers[at].kind))),
                               QString::fromStdString(field->path));
        what_->setCurrentIndex(std::max(0, what_->findData(chosen)));
    }
    saySummary();
    refresh();
}

const Field<LayerConfig>* InterventionSweepView::chosen() const {
    return fieldOf(what_->currentData().toString().toStdString());
}

void InterventionSweepView::enter() {
    what_->setFocus(Qt::OtherFocusReason);
}

void InterventionSweepView::start() {
    const auto* field = chosen();
    if (!network_ || !dataset_ || !field)
        return;
    const std::string path = "network.layers." + std::to_string(layer_) + "." + field->path;
    const InterventionSweep sweep{.path = path,
                                  .strengths = interventionStrengths(*field),
                                  .draws = draws_->value(),
                                  .testExamples = examples_->value()};
    running_ = std::make_shared<Progress>();
    running_->config = config_;
    running_->path = path;
    InterventionCurves empty = emptyCurves(path, *field, config_, sweep.draws);
    empty.run = run_;
    empty.update = update_;
    QThreadPool::globalInstance()->start([self = QPointer(this), network = network_, dataset = dataset_,
                                          config = config_, curves = std::move(empty), sweep,
                                          running = running_]() mutable {
        QString fault;
        try {
            curves.effects = sweepIntervention(*network, config, *dataset, sweep, [&](double done) {
                running->percent = static_cast<int>(100 * done);
                return running->wanted.load();
            });
        } catch (const std::exception& error) {
            fault = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(qApp, [self, curves, fault, running] {
            if (self && self->running_ == running)
                self->take(curves, fault);
        });
    });
    progress_->setValue(0);
    look_.start();
    refresh();
}

void InterventionSweepView::cancel() {
    if (running_)
        running_->wanted = false;
    running_.reset();
    look_.stop();
    progress_->setValue(0);
    refresh();
}

void InterventionSweepView::take(const InterventionCurves& curves, const QString& fault) {
    const auto ended = std::exchange(running_, nullptr);
    look_.stop();
    progress_->setValue(0);
    if (fault.isEmpty()) {
        ended_ = ended;
        curves_ = curves;
        draw();
        Q_EMIT swept();
    } else {
        Q_EMIT failed(fault);
    }
    refresh();
}

std::optional<SweptIntervention> InterventionSweepView::result() const {
    if (!ended_)
        return {};
    return SweptIntervention{ended_->path,   curves_.update, curves_.draws, curves_.run.toStdString(),
                             ended_->config, curves_.effects};
}

void InterventionSweepView::showResult(const std::optional<SweptIntervention>& swept) {
    cancel();
    ended_.reset();
    curves_ = {};
    if (const auto* field = swept ? fieldOf(swept->path) : nullptr) {
        ended_ = std::make_shared<Progress>();
        ended_->config = swept->config;
        ended_->path = swept->path;
        curves_ = emptyCurves(swept->path, *field, swept->config, swept->draws);
        curves_.run = QString::fromStdString(swept->run);
        curves_.update = swept->update;
        curves_.effects = swept->effects;
    }
    draw();
    refresh();
}

void InterventionSweepView::refresh() {
    progress_->setVisible(running_ != nullptr);
    button_->setText(running_ ? tr("Cance&l") : tr("&Sweep"));
    button_->setEnabled(running_ || (network_ && dataset_ && what_->count() > 0));
    what_->setEnabled(!running_ && what_->count() > 0);
    draws_->setEnabled(!running_ && chosen() && choosesUnits(*chosen()));
    examples_->setEnabled(!running_);
    export_->setEnabled(!curves_.effects.empty());
}

void InterventionSweepView::draw() {
    const PlotStyle style = PlotStyle::screen(Theme::forPalette(palette()));
    drawIntervention(*plot_, style, curves_);
    plot_->setBackground(style.background);
    replotSoon(*plot_);
    saySummary();
}

bool InterventionSweepView::isOfOtherInterventions() const {
    return ended_ && std::ranges::any_of(differingPaths(ended_->config, config_), [this](const auto& path) {
               return path.starts_with("network.layers.") && path != ended_->path;
           });
}

void InterventionSweepView::saySummary() {
    QString words = interventionSummary(curves_);
    const QString older =
        isOfOtherInterventions() ? tr(" Measured before the interventions changed.") : QString();
    const QString hint = tr("Sweep shows how test error and balance depend on one intervention.");
    plot_->setAccessibleDescription(words.isEmpty() ? hint : words + older);
    // The sentences after the first say what the curves show; they would take the curves' room.
    const auto first = words.indexOf(QStringLiteral(". "));
    summary_->setText((first < 0 ? words : words.first(first + 1)) + older);
    words += older;
    summary_->setAccessibleName(words);
    summary_->setToolTip(words.isEmpty() ? tr("What the sweep shows, in words") : words);
    summary_->setVisible(!words.isEmpty());
}

Drawing InterventionSweepView::drawing() const {
    return {curves_.title,
            [this](QCustomPlot& plot, const PlotStyle& style) { drawIntervention(plot, style, curves_); },
            [this] { return interventionCsv(curves_); },
            {},
            curves_.update,
            1.4};
}

void InterventionSweepView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

} // namespace dalescope
