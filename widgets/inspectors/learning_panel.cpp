#include "widgets/inspectors/learning_panel.h"

#include "widgets/inspectors/lens_model.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace dalescope {

LearningPanel::LearningPanel(QWidget* parent)
    : QWidget(parent), layer_(new QComboBox(this)), measure_(new QComboBox(this)), reading_(new QLabel(this)),
      chart_(new LensChart(this)), model_(new LensModel(this)), sorted_(new QSortFilterProxyModel(this)),
      table_(new QTableView(this)), numbers_(readingStays, [this] { showNumbers(); }) {
    auto* controls = new QHBoxLayout;
    const auto addChoice = [&](QComboBox* box, const QString& label, const QString& tip) {
        auto* name = new QLabel(label, this);
        name->setBuddy(box);
        box->setAccessibleName(QString(label).remove(u'&'));
        box->setToolTip(tip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        controls->addWidget(name);
        controls->addWidget(box);
    };
    addChoice(layer_, tr("La&yer"), tr("Which layer's gradients are drawn"));
    addChoice(measure_, tr("&Show"),
              tr("Per synapse: root mean square of the corrected gradient. Length: of all of it. Effect on "
                 "the output: "
                 "the divergence \u00bd \u03a3 F \u03b4\u00b2 of the output distribution that a step along "
                 "it brings "
                 "(eqs. 4 and 10)."));
    measure_->addItem(tr("Gradient per synapse"), QVariant::fromValue(LensChart::Measure::PerElement));
    measure_->addItem(tr("Gradient's length"), QVariant::fromValue(LensChart::Measure::Length));
    measure_->addItem(tr("Effect on the output"), QVariant::fromValue(LensChart::Measure::Divergence));
    controls->addStretch(1);
    auto* save = new DrawingButton(tr("Export learning lens"),
                                   {{tr("Gradients"),
                                     QStringLiteral("learning"),
                                     [this] { return drawing(); },
                                     {Format::Png, Format::Pdf, Format::Svg, Format::Csv}}},
                                   this);
    connect(save, &DrawingButton::exported, this, &LearningPanel::exported);
    connect(save, &DrawingButton::failed, this, &LearningPanel::failed);
    controls->addWidget(save);
    controls->addWidget(new HelpButton(*chart_, tr("this measure"), this));

    reading_->setObjectName(QStringLiteral("lens"));
    reading_->setWordWrap(true);
    reading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reading_->setToolTip(tr("What the numbers were measured on"));

    sorted_->setSourceModel(model_);
    sorted_->setSortRole(LensModel::NumberRole);
    table_->setModel(sorted_);
    table_->setItemDelegate(new BarDelegate(table_));
    table_->setAccessibleName(tr("Gradients and updates"));
    table_->setToolTip(
        tr("Each layer and parameter: the paper's factor beside the measured one, gradients, and what "
           "comes of the update. A click on a heading sorts; a row draws its layer."));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setSortingEnabled(true);
    table_->horizontalHeader()->setSortIndicatorClearable(true);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::DescendingOrder);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultSectionSize(84);
    table_->verticalHeader()->setDefaultSectionSize(21);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);

    auto* parts = new QSplitter(Qt::Vertical);
    parts->addWidget(chart_);
    parts->addWidget(table_);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    parts->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(controls);
    column->addWidget(reading_);
    column->addWidget(parts, 1);
    for (auto* box : {layer_, measure_})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showLayer();
            numbers_.now();
        });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (const int layer = row.data(LensModel::LayerRole).toInt(); row.isValid() && layer >= 0)
                    layer_->setCurrentIndex(layer);
            });
    display(nullptr, 0);
}

void LearningPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                               std::shared_ptr<const Dataset> dataset,
                               std::shared_ptr<const PerLayer<float>> information) {
    if (!network || !dataset) {
        job_.drop();
        rolling_ = nullptr;
        return display(nullptr, 0);
    }
    if (!rolling_ || rolling_->data() != dataset)
        rolling_ = std::make_shared<RollingLens>(dataset);
    job_.start([this, rolling = rolling_, network, update, information, config = config_] {
        rolling->setNetwork(network, config, update, information);
        rolling->advance();
        const auto lens = std::make_shared<const LearningLens>(rolling->lens());
        return [this, lens, update, complete = rolling->left() == 0] { take(lens, update, complete); };
    });
}

void LearningPanel::take(const std::shared_ptr<const LearningLens>& lens, std::int64_t update,
                         bool complete) {
    if (!complete)
        job_.goOn([this, rolling = rolling_, update] {
            rolling->advance();
            const auto more = std::make_shared<const LearningLens>(rolling->lens());
            return [this, more, update, done = rolling->left() == 0] { take(more, update, done); };
        });
    display(lens, update);
}

void LearningPanel::display(std::shared_ptr<const LearningLens> lens, std::int64_t update) {
    lens_ = std::move(lens);
    const int layers = lens_ ? static_cast<int>(lens_->layers.size()) : 0;
    if (layer_->count() != layers) {
        const QSignalBlocker quiet(layer_);
        const int chosen = std::max(0, layer_->currentIndex());
        layer_->clear();
        for (int i = 0; i < layers; ++i)
            layer_->addItem(QString::number(i));
        layer_->setCurrentIndex(std::min(chosen, layers - 1));
    }
    update_ = update;
    showLayer();
    lens_ ? numbers_.ask() : numbers_.now();
}

void LearningPanel::showLayer() {
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    const auto measure = measure_->currentData().value<LensChart::Measure>();
    setHelpTopic(*chart_, measure == LensChart::Measure::Length       ? QStringLiteral("lens_plain_length")
                          : measure == LensChart::Measure::Divergence ? QStringLiteral("lens_divergence")
                                                                      : QStringLiteral("lens_per_synapse"));
    chart_->setLens(lens_, layer, measure);
}

void LearningPanel::showNumbers() {
    model_->setLens(lens_);
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    if (!lens_ || layer >= lens_->layers.size())
        return reading_->setText(tr("There is no network yet."));
    reading_->setText(tr("After %1, learning rate in use %2; %3 \u00d7 %4 training examples in batches. "
                         "Fisher information: %5.")
                          .arg(updatesInWords(update_))
                          .arg(lens_->layers[layer].rate, 0, 'g', 4)
                          .arg(lens_->batches)
                          .arg(lens_->examples / lens_->batches)
                          .arg(lens_->ofRun ? tr("the run's own running mean")
                                            : tr("estimated on such batches, as the run keeps none")));
}

/// The chart; as numbers all of the table.
Drawing LearningPanel::drawing() {
    if (!lens_)
        throw Error("the learning lens", "there is no network to look at yet",
                    "wait until the data are read");
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    const auto measure = measure_->currentData().value<LensChart::Measure>();
    return {tr("Gradients of layer %1").arg(layer),
            [lens = lens_, layer, measure](QCustomPlot& plot, const PlotStyle& style) {
                drawLens(plot, style, lens.get(), layer, measure);
            },
            [this] {
                numbers_.now();
                return model_->csv();
            },
            {},
            update_};
}

} // namespace dalescope
