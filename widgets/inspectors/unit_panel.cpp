#include "widgets/inspectors/unit_panel.h"

#include "widgets/inspectors/mistake_gallery.h"
#include "widgets/inspectors/partners_table.h"
#include "widgets/inspectors/strongest_examples.h"
#include "widgets/plots/axis_style.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

namespace dalescope {

namespace {

constexpr Index probedExamples = 1000;
constexpr std::size_t partnersEach = 6;
constexpr int listsStay = 1000; // milliseconds

QString topicOf(UnitPlot plot) {
    switch (plot) {
    case UnitPlot::Distribution:
        return QStringLiteral("unit_distribution");
    case UnitPlot::Tuning:
        return QStringLiteral("unit_tuning");
    case UnitPlot::Balance:
        return QStringLiteral("unit_balance");
    case UnitPlot::Layer:
        break;
    }
    return QStringLiteral("unit_layer");
}

} // namespace

struct UnitPanel::Result {
    UnitPicture picture;
    std::vector<Connection> connections;
    UnitAddress unit;
    std::int64_t update = 0;
    std::shared_ptr<const Network<float>> network;
    Circuit circuit;
    bool complete = true; ///< the network has seen all examples
};

UnitPanel::UnitPanel(QWidget* parent)
    : QWidget(parent), populations_(new QComboBox(this)), unit_(new QSpinBox(this)),
      reading_(new QLabel(this)), examples_(new StrongestExamples(this)), partners_(new PartnersTable(this)),
      description_(readingStays, [this] { describe(); }), lists_(listsStay, [this] {
          examples_->setPicture(picture_, dataset_.get());
          partners_->setConnections(circuit_, shown_->unit, shown_->connections);
      }) {
    auto* row = new QHBoxLayout;
    const auto labelled = [this, row](const QString& text, QWidget* field, const QString& tip) {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        field->setAccessibleName(QString(text).remove(u'&'));
        field->setToolTip(tip);
        row->addWidget(label);
        row->addWidget(field);
    };
    labelled(tr("&Population"), populations_, tr("Of which population of which layer the unit is"));
    labelled(tr("&Unit"), unit_, tr("The number of the unit; of a convolution, of the map"));
    row->addStretch(1);
    std::vector<DrawingButton::Figure> figures;
    for (const UnitPlot which : allUnitPlots)
        figures.push_back({titleOf(which), QStringLiteral("unit"), [this, which] { return drawing(which); }});
    auto* button = new DrawingButton(tr("Export unit"), std::move(figures), this);
    row->addWidget(button);
    connect(button, &DrawingButton::failed, this, &UnitPanel::failed);
    connect(button, &DrawingButton::exported, this, &UnitPanel::exported);
    populations_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    reading_->setObjectName(QStringLiteral("reading"));
    reading_->setWordWrap(true);
    reading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reading_->setToolTip(tr("What the plots show, in words"));

    auto* plots = new QWidget;
    auto* grid = new QGridLayout(plots);
    grid->setContentsMargins(0, 0, 0, 0);
    int titleHeight = 0;
    for (std::size_t i = 0; i < allUnitPlots.size(); ++i) {
        auto* cell = new QVBoxLayout;
        auto* title = new QLabel(titleOf(allUnitPlots[i]), this);
        title->setFont(Theme::font(Theme::light().metrics.textPx, true));
        plots_[i] = new QCustomPlot(this);
        makeChart(*plots_[i]);
        plots_[i]->setMinimumSize(190, 130);
        plots_[i]->setFocusPolicy(Qt::NoFocus); // its numbers are in the sentence below and in the export
        plots_[i]->setAccessibleName(titleOf(allUnitPlots[i]));
        setHelpTopic(*plots_[i], topicOf(allUnitPlots[i]));
        auto* head = new QHBoxLayout;
        auto* help = new HelpButton(*plots_[i], titleOf(allUnitPlots[i]), this);
        titleHeight = help->sizeHint().height();
        head->addWidget(title, 1);
        head->addWidget(help);
        cell->addLayout(head);
        cell->addWidget(plots_[i], 1);
        grid->addLayout(cell, static_cast<int>(i) / 2, static_cast<int>(i) % 2);
    }
    auto* side = new QWidget;
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    const auto heading = [&](const QString& text) {
        auto* label = new QLabel(text, this);
        label->setFont(Theme::font(Theme::light().metrics.textPx, true));
        label->setMinimumHeight(titleHeight);
        sideColumn->addWidget(label);
    };
    heading(tr("Strongest examples"));
    sideColumn->addWidget(examples_, 1);
    heading(tr("Strongest partners"));
    setHelpTopic(*partners_, QStringLiteral("partners"));
    sideColumn->addWidget(partners_, 1);
    auto* parts = new QSplitter(Qt::Horizontal);
    parts->addWidget(plots);
    parts->addWidget(side);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    parts->setChildrenCollapsible(false);
    side->setMinimumWidth(partners_->widthOfNames());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(row);
    column->addWidget(parts, 1);
    column->addWidget(reading_);

    connect(populations_, &QComboBox::currentIndexChanged, this, [this] {
        limitUnits();
        refresh();
    });
    connect(unit_, &QSpinBox::valueChanged, this, &UnitPanel::refresh);
    connect(examples_, &StrongestExamples::exampleChosen, this, &UnitPanel::exampleChosen);
    connect(partners_, &PartnersTable::partnerChosen, this, &UnitPanel::showUnit);
    display(nullptr);
}

std::size_t UnitPanel::population() const {
    return static_cast<std::size_t>(std::max(0, populations_->currentIndex())) + 1; // the input is left out
}

void UnitPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                           std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    dataset_ = std::move(dataset);
    update_ = update;
    if (!network_ || !dataset_) {
        job_.drop();
        rolling_ = nullptr;
        return display(nullptr);
    }
    circuit_ = circuitOf(*network_, dataset_->shape);
    fillPopulations();
    if (wanted_.second >= 0) {
        const auto [index, unit] = std::exchange(wanted_, {0, -1});
        return showUnit(index, unit);
    }
    if (wantedOfLayer_.second >= 0) {
        const auto [layer, unit] = std::exchange(wantedOfLayer_, {-1, -1});
        return showUnitOfLayer(layer, unit);
    }
    refresh();
}

/// Keeps what is chosen where it is still there.
void UnitPanel::fillPopulations() {
    QStringList names, present;
    for (std::size_t i = 1; i < circuit_.populations.size(); ++i)
        names.append(populationName(circuit_, i));
    for (int i = 0; i < populations_->count(); ++i)
        present.append(populations_->itemText(i));
    const QSignalBlocker quiet(populations_);
    if (names != present) {
        populations_->clear();
        populations_->addItems(names);
    }
    limitUnits();
}

void UnitPanel::limitUnits() {
    const QSignalBlocker quiet(unit_);
    if (population() >= circuit_.populations.size())
        return;
    const int last = static_cast<int>(circuit_.populations[population()].units) - 1;
    if (unit_->maximum() != last) // or the panel would be laid out anew with each network
        unit_->setMaximum(last);
}

void UnitPanel::showUnit(std::size_t index, Index unit) {
    if (!network_) {
        wanted_ = {index, unit};
        return;
    }
    if (index == 0 || index >= circuit_.populations.size())
        return;
    const QSignalBlocker quietPopulations(populations_), quietUnit(unit_);
    populations_->setCurrentIndex(static_cast<int>(index) - 1);
    limitUnits();
    unit_->setValue(static_cast<int>(unit));
    refresh();
}

void UnitPanel::showUnitOfLayer(int layer, Index unit) {
    if (!network_) {
        wantedOfLayer_ = {layer, unit};
        return;
    }
    for (std::size_t i = 1; i < circuit_.populations.size(); ++i) {
        const Population& p = circuit_.populations[i];
        if (p.layer == layer && p.ownsZ && unit >= p.firstRow && unit < p.firstRow + p.units)
            return showUnit(i, unit - p.firstRow);
    }
}

void UnitPanel::refresh() {
    if (!network_ || !dataset_ || population() >= circuit_.populations.size())
        return;
    const UnitAddress unit{population(), unit_->value(),
                           circuit_.populations[population()].isMaps() ? -1 : 0};
    if (!rolling_ || rolling_->data() != dataset_)
        rolling_ = std::make_shared<RollingProfile>(dataset_, probedExamples);
    job_.start([this, rolling = rolling_, network = network_, circuit = circuit_, unit, update = update_] {
        rolling->setUnit(network, circuit, unit.population, unit.unit);
        const auto result = next(*rolling, network, circuit, unit, update);
        return [this, result] { take(result); };
    });
}

/// Passes a part more of the examples.
auto UnitPanel::next(RollingProfile& rolling, const std::shared_ptr<const Network<float>>& network,
                     const Circuit& circuit, const UnitAddress& unit, std::int64_t update)
    -> std::shared_ptr<Result> {
    rolling.advance();
    auto result = std::make_shared<Result>();
    result->unit = unit;
    result->update = update;
    result->network = network;
    result->circuit = circuit;
    result->complete = rolling.left() == 0;
    UnitPicture& picture = result->picture;
    picture.profile = rolling.profile();
    const Dataset& data = *rolling.data();
    const Population& population = circuit.populations[unit.population];
    if (!population.ownsZ)
        picture.quantity = QStringLiteral("zI");
    if (population.isMaps())
        picture.quantity = tr("mean %1 over the map").arg(picture.quantity);
    else if (population.steps > 1)
        picture.quantity = tr("mean %1 over the steps").arg(picture.quantity);
    picture.inhibitory = population.inhibitory;
    picture.inhibition = inhibitionOf((*network)[static_cast<std::size_t>(population.layer)]);
    picture.row = population.firstRow + unit.unit;
    for (Index i = 0; i < picture.profile.examples(); ++i)
        picture.labels.push_back(data.test.labels[static_cast<std::size_t>(i)]);
    for (Index label = 0; label < data.classes; ++label)
        picture.classes.append(className(data, label));
    result->connections = strongestConnections(*network, circuit, unit, partnersEach, 0);
    return result;
}

void UnitPanel::take(const std::shared_ptr<Result>& result) {
    const bool complete = result->complete;
    if (!complete)
        job_.goOn([this, rolling = rolling_, network = std::move(result->network), circuit = result->circuit,
                   unit = result->unit, update = result->update] {
            const auto more = next(*rolling, network, circuit, unit, update);
            return [this, more] { take(more); };
        });
    display(result);
}

void UnitPanel::display(std::shared_ptr<Result> result) {
    if (!result)
        result = std::make_shared<Result>();
    const bool atOnce = result->complete || !shown_ || shown_->unit != result->unit;
    picture_ = std::move(result->picture);
    shownUpdate_ = result->update;
    shown_ = std::move(result);
    redraw();
    for (Seldom* rest : {&description_, &lists_})
        atOnce ? rest->now() : rest->ask();
}

void UnitPanel::describe() {
    if (picture_.profile.examples() == 0) {
        reading_->setText(tr("There is no network yet."));
        for (auto* plot : plots_)
            plot->setAccessibleDescription(reading_->text());
        return;
    }
    QStringList sentences;
    for (std::size_t i = 0; i < allUnitPlots.size(); ++i) {
        const QString said = unitInWords(picture_, allUnitPlots[i]);
        plots_[i]->setAccessibleDescription(said);
        if (allUnitPlots[i] != UnitPlot::Layer && !sentences.contains(said))
            sentences.append(said);
    }
    reading_->setText(tr("%1, unit %2, after %3: %4.")
                          .arg(populations_->currentText())
                          .arg(shown_->unit.unit)
                          .arg(updatesInWords(shown_->update))
                          .arg(sentences.join(QStringLiteral(". "))));
}

void UnitPanel::redraw() {
    const PlotStyle style = PlotStyle::screen(Theme::forPalette(palette()));
    for (std::size_t i = 0; i < allUnitPlots.size(); ++i) {
        drawUnit(*plots_[i], style, picture_, allUnitPlots[i]);
        replotSoon(*plots_[i]);
    }
}

void UnitPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        redraw();
}

Drawing UnitPanel::drawing(UnitPlot which) const {
    if (picture_.profile.examples() == 0)
        throw Error("the unit", "there is nothing to draw yet", "wait until the data are read");
    return {
        titleOf(which),
        [this, which](QCustomPlot& plot, const PlotStyle& style) { drawUnit(plot, style, picture_, which); },
        [this, which] { return unitCsv(picture_, which); },
        [this, which] { return unitPgfplots(picture_, which); }, shownUpdate_};
}

} // namespace dalescope
