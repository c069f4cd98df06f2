#include "widgets/inspectors/activity_panel.h"

#include "widgets/inspectors/distribution_plot.h"
#include "widgets/inspectors/heat_drawing.h"
#include "widgets/inspectors/input_controls.h"
#include "widgets/inspectors/input_terms.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <limits>

namespace dalescope {

namespace {

constexpr Index probedExamples = 1000;

struct Quantity {
    const char *name, *topic;
    Matrix<float> LayerActivity::*values;
    Distribution LayerDistribution::*distribution;
    HeatScale scale;
};
constexpr Quantity quantities[] = {
    {QT_TRANSLATE_NOOP("ActivityPanel", "Activity h"), "h", &LayerActivity::h, &LayerDistribution::h,
     HeatScale::Excitatory},
    {QT_TRANSLATE_NOOP("ActivityPanel", "Pre-activation z"), "z", &LayerActivity::z, &LayerDistribution::z,
     HeatScale::Signed},
    {QT_TRANSLATE_NOOP("ActivityPanel", "Excitatory input"), "zE", &LayerActivity::excitatory,
     &LayerDistribution::excitatory, HeatScale::Excitatory},
    {QT_TRANSLATE_NOOP("ActivityPanel", "Subtractive inhibition"), "subtractive", &LayerActivity::subtractive,
     &LayerDistribution::subtractive, HeatScale::Inhibitory},
    {QT_TRANSLATE_NOOP("ActivityPanel", "Divisive inhibition gamma"), "gamma", &LayerActivity::divisive,
     &LayerDistribution::divisive, HeatScale::Inhibitory},
};

} // namespace

ActivityPanel::ActivityPanel(QWidget* parent)
    : QWidget(parent), input_(new InputControls(this)), layer_(new QComboBox(this)),
      quantity_(new QComboBox(this)), over_(new QComboBox(this)), map_(new HeatMap(this)),
      spread_(new DistributionPlot(this)), views_(new QStackedWidget(this)), reading_(new QLabel(this)),
      description_(readingStays,
                   [this] { showsDistribution() ? describeDistribution() : describe(map_->cell()); }),
      distributeAnew_(1000, [this] {
          distributedLayer_ = -1;
          if (showsDistribution())
              distribute();
      }) {
    auto* choices = new QHBoxLayout;
    const auto labelled = [this, choices](const QString& label, QWidget* field, const QString& tip) {
        auto* name = new QLabel(label, this);
        name->setBuddy(field);
        field->setAccessibleName(QString(label).remove(u'&'));
        field->setToolTip(tip);
        choices->addWidget(name);
        choices->addWidget(field, 1);
    };
    labelled(tr("La&yer"), layer_, tr("Which layer's units are shown"));
    labelled(tr("&Show"), quantity_, tr("What of each unit is shown"));
    labelled(tr("&Over"), over_,
             tr("The units with this input, or how they are distributed over many examples"));
    over_->addItems({tr("this input"), tr("many examples")});
    auto* save = new DrawingButton(tr("Export activity"),
                                   {{tr("Activity"),
                                     QStringLiteral("activity"),
                                     [this] { return drawing(); },
                                     {Format::Png, Format::Pdf, Format::Svg, Format::Csv}}},
                                   this);
    connect(save, &DrawingButton::exported, this, &ActivityPanel::exported);
    connect(save, &DrawingButton::failed, this, &ActivityPanel::failed);
    choices->addWidget(save);
    choices->addWidget(new HelpButton(*views_, tr("this quantity"), this));
    views_->addWidget(map_);
    views_->addWidget(spread_);
    map_->setAccessibleName(tr("Units as colours"));
    for (const auto& quantity : quantities)
        quantity_->addItem(tr(quantity.name));
    reading_->setObjectName(QStringLiteral("reading"));
    reading_->setWordWrap(true);
    reading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reading_->setToolTip(tr("The unit under the pointer or the arrow keys' cell"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(input_, 5);
    column->addLayout(choices);
    column->addWidget(views_, 4);
    column->addWidget(reading_);
    connect(input_, &InputControls::changed, this, &ActivityPanel::pass);
    connect(input_, &InputControls::failed, this, &ActivityPanel::failed);
    for (auto* box : {layer_, quantity_, over_})
        connect(box, &QComboBox::currentIndexChanged, this, &ActivityPanel::display);
    connect(map_, &HeatMap::cellChosen, this,
            [this](QPoint cell) { following_ ? description_.ask() : describe(cell); });
    connect(map_, &HeatMap::cellActivated, this, [this](QPoint cell) {
        if (const Index unit = units_.unitAt(cell.y(), cell.x()); unit >= 0)
            Q_EMIT unitChosen(layer_->currentIndex(), unit);
    });
    display();
}

void ActivityPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                               std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    update_ = update;
    if (!network_) {
        distributedLayer_ = -1;
        distribution_ = {};
    }
    distributeAnew_.ask();
    input_->setNetwork(network_, dataset);
    dataset_ = dataset ? std::move(dataset) : dataset_;
    pass();
}

void ActivityPanel::pass() {
    if (!network_ || !dataset_) {
        job_.drop();
        distributionJob_.drop();
        return take({}, 0, -1);
    }
    const Vector<float> seen = input_->seen();
    const int example = input_->example(), right = input_->right();
    const bool isOther = seen.size() != told_.size() || seen != told_; // of one size alone can be compared
    if (isOther || example != toldExample_) {
        told_ = seen;
        toldExample_ = example;
        Q_EMIT inputChanged(seen, example, right);
    }
    job_.start([this, network = network_, update = update_, seen, right] {
        auto activity = std::make_shared<Activity>(activityOf(*network, seen));
        return [this, activity, update, right] {
            const QScopedValueRollback following(following_, true);
            take(std::move(*activity), update, right);
        };
    });
}

/// right: the class that the input is known to be, or -1.
void ActivityPanel::take(Activity activity, std::int64_t update, int right) {
    shownUpdate_ = update;
    activity_ = std::move(activity);
    const int layers = static_cast<int>(activity_.layers.size());
    if (layer_->count() != layers) {
        const QSignalBlocker quiet(layer_);
        layer_->clear();
        for (int i = 0; i < layers; ++i)
            layer_->addItem(QString::number(i));
    }
    input_->setAnswer(layers > 0 ? activity_.probabilities() : std::vector<float>(), right);
    display();
}

const Matrix<float>* ActivityPanel::shownValues() const {
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    return layer < activity_.layers.size()
               ? &(activity_.layers[layer].*quantities[quantity_->currentIndex()].values)
               : nullptr;
}

bool ActivityPanel::showsDistribution() const {
    return over_->currentIndex() == 1;
}

/// Asks for the chosen layer's, unless it is there.
void ActivityPanel::distribute() {
    const int layer = layer_->currentIndex();
    if (!network_ || !dataset_ || layer < 0 || layer == distributedLayer_)
        return;
    distributedLayer_ = layer;
    distributionJob_.start([this, network = network_, update = update_, data = dataset_, layer] {
        auto found = std::make_shared<LayerDistribution>(
            distributionOf(*network, static_cast<std::size_t>(layer), *data, probedExamples));
        return [this, found, update] {
            distribution_ = std::move(*found);
            distributedUpdate_ = update;
            display();
        };
    });
}

/// Those that the layer has.
void ActivityPanel::offerQuantities() {
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    auto* items = qobject_cast<QStandardItemModel*>(quantity_->model());
    for (int i = 0; items && i < items->rowCount() && layer < activity_.layers.size(); ++i)
        items->item(i)->setEnabled((activity_.layers[layer].*quantities[i].values).size() > 0);
}

void ActivityPanel::display() {
    const auto* values = shownValues();
    offerQuantities();
    setHelpTopic(*views_, QLatin1String(quantities[quantity_->currentIndex()].topic));
    views_->setCurrentWidget(showsDistribution() ? static_cast<QWidget*>(spread_) : map_);
    if (showsDistribution()) {
        distribute();
        const Quantity& quantity = quantities[quantity_->currentIndex()];
        const Distribution& many = distribution_.*quantity.distribution;
        spread_->setPicture({many, values ? many.sharesOf(*values) : std::vector<double>(), tr(quantity.name),
                             quantity.scale == HeatScale::Inhibitory});
        describeDistribution();
        return;
    }
    units_ = {};
    HeatPicture picture;
    if (values) {
        const auto& layer = activity_.layers[static_cast<std::size_t>(layer_->currentIndex())];
        units_ = unitsPicture(*values, layer.rows, layer.columns);
        Matrix<float> inhibitory;
        if (layer.inhibitoryUnits > 0 && values == &layer.h) {
            Matrix<float> theirs = layer.h;
            theirs.topRows(theirs.rows() - layer.inhibitoryUnits)
                .setConstant(std::numeric_limits<float>::quiet_NaN());
            inhibitory = unitsPicture(theirs, layer.rows, layer.columns).picture;
        }
        picture = heatPicture(units_.picture, quantities[quantity_->currentIndex()].scale,
                              Theme::forPalette(palette()), std::move(inhibitory));
        picture.fills = units_.kind == UnitsPicture::Kind::Steps;
        const QString what = tr("%1 of layer %2").arg(quantity_->currentText(), layer_->currentText());
        picture.words = [what, stored = *values](const Matrix<float>&) {
            return QStringLiteral("%1: %2").arg(what, valuesInWords(stored));
        };
    }
    map_->setPicture(std::move(picture));
}

void ActivityPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        display();
}

/// What is shown; the units' numbers are those of all terms.
Drawing ActivityPanel::drawing() const {
    if (activity_.layers.empty())
        throw Error("the activity", "there is no network yet", "wait until the data are read");
    const Quantity& quantity = quantities[quantity_->currentIndex()];
    const QString title = tr("Layer %1, %2").arg(layer_->currentIndex()).arg(tr(quantity.name));
    if (showsDistribution()) {
        const DistributionPicture picture = spread_->picture();
        return {
            title,
            [picture](QCustomPlot& plot, const PlotStyle& style) { drawDistribution(plot, style, picture); },
            [picture] { return distributionCsv(picture); },
            {},
            distributedUpdate_};
    }
    const bool isSteps = units_.kind == UnitsPicture::Kind::Steps;
    Drawing made = heatDrawing({title,
                                map_->picture(),
                                isSteps ? tr("unit") : QString(),
                                isSteps ? tr("step") : QString(),
                                {},
                                {},
                                tr(quantity.name)});
    made.csv = [layer = activity_.layers[static_cast<std::size_t>(layer_->currentIndex())]] {
        QByteArray text = "unit,place,zE,WEI_zI,gamma,z,h\n";
        for (Index unit = 0; unit < layer.z.rows(); ++unit)
            for (Index place = 0; place < layer.z.cols(); ++place) {
                text += QByteArray::number(static_cast<qlonglong>(unit)) + ',' +
                        QByteArray::number(static_cast<qlonglong>(place));
                for (const auto* m :
                     {&layer.excitatory, &layer.subtractive, &layer.divisive, &layer.z, &layer.h}) {
                    text += ',';
                    if (unit < m->rows() && place < m->cols())
                        text += QByteArray::number(static_cast<double>((*m)(unit, place)), 'g', 9);
                }
                text += '\n';
            }
        return text;
    };
    made.update = shownUpdate_;
    return made;
}

void ActivityPanel::describeDistribution() {
    if (distribution_.examples == 0) {
        reading_->setText(network_ ? tr("The examples are being passed through the network.")
                                   : tr("There is no network yet."));
        return;
    }
    const Quantity& quantity = quantities[quantity_->currentIndex()];
    reading_->setText(tr("%1 over %L2 examples: %3")
                          .arg(tr(quantity.name))
                          .arg(distribution_.examples)
                          .arg(inWords(distribution_.*quantity.distribution)));
}

void ActivityPanel::describe(QPoint cell) {
    const auto* values = shownValues();
    map_->setReading({});
    if (!values) {
        reading_->setText(tr("There is no network yet."));
        return;
    }
    if (values->size() == 0) {
        reading_->setText(tr("This kind of layer has no divisive inhibition."));
        return;
    }
    const auto& layer = activity_.layers[static_cast<std::size_t>(layer_->currentIndex())];
    const Index unit = units_.unitAt(cell.y(), cell.x()), place = units_.placeAt(cell.y(), cell.x());
    if (unit < 0) {
        const auto active = (layer.z.array() > 0).count();
        reading_->setText(tr("%L1 of %L2 have z > 0").arg(active).arg(layer.z.size()));
        return;
    }
    QStringList parts;
    for (const auto& [name, member] :
         {std::pair(excitationTerm(layer.inhibition), &LayerActivity::excitatory),
          std::pair(subtractionTerm(layer.inhibition), &LayerActivity::subtractive),
          std::pair(QStringLiteral("gamma"), &LayerActivity::divisive),
          std::pair(QStringLiteral("z"), &LayerActivity::z),
          std::pair(QStringLiteral("h"), &LayerActivity::h)})
        if (const Matrix<float>& m = layer.*member; unit < m.rows() && place < m.cols())
            parts.append(
                QStringLiteral("%1 %2").arg(name).arg(static_cast<double>(m(unit, place)), 0, 'g', 3));
    const QString where =
        units_.kind == UnitsPicture::Kind::Grid
            ? (unit < layer.z.rows() - layer.inhibitoryUnits ? tr("unit %1") : tr("inhibitory unit %1"))
                  .arg(unit)
        : units_.kind == UnitsPicture::Kind::Maps ? tr("map %1, row %2, column %3")
                                                        .arg(unit)
                                                        .arg(place / units_.tileColumns)
                                                        .arg(place % units_.tileColumns)
                                                  : tr("unit %1, step %2").arg(unit).arg(place);
    const QString reading = where + QStringLiteral(": ") + parts.join(QStringLiteral(", "));
    reading_->setText(reading);
    map_->setReading(reading);
}

} // namespace dalescope
