#include "widgets/inspectors/weights_panel.h"

#include "core/training/journal.h"
#include "widgets/inspectors/heat_drawing.h"
#include "widgets/inspectors/spread_grid.h"
#include "widgets/plots/chart_words.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/help_button.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace dalescope {

namespace {

/// Of effective weights those of the layer's first matrix of that prefix.
Index columnsOf(const Layer<float>& layer, const std::string& name) {
    const bool hidden = name.starts_with('U');
    for (const auto& spec : layer.layout().specs)
        if (spec.name == name || (name.ends_with("effective") && spec.name.starts_with('U') == hidden))
            return spec.columns;
    return 0;
}

} // namespace

WeightsPanel::WeightsPanel(QWidget* parent)
    : QWidget(parent), spread_(new QToolButton(this)), pictures_(new QStackedWidget(this)),
      map_(new HeatMap(this)), spreads_(new SpreadGrid(this)), reading_(new QLabel(this)),
      description_(readingStays, [this] { describe(map_->cell()); }) {
    auto* first = new QHBoxLayout;
    auto* second = new QHBoxLayout;
    layer_ = addChoice(first, tr("La&yer"), tr("Which layer's weights are shown"));
    matrix_ = addChoice(first, tr("&Matrix"),
                        tr("WEE: excitatory; WIE: onto the inhibitory units; WEI: from them; "
                           "effective: WEE - WEI WIE, or W with the signs of its columns"));
    order_ = addChoice(second, tr("Ro&ws"), tr("In which order the rows, one for each unit, are shown"));
    view_ =
        addChoice(second, tr("&As"), tr("The matrix itself, or each row as an image of the layer's input"));
    for (const QString& order : {tr("As stored"), tr("By norm"), tr("By similarity"), tr("By class")})
        order_->addItem(order);
    spread_->setText(tr("Hist&ograms"));
    spread_->setAccessibleName(tr("Histograms"));
    spread_->setToolTip(tr("How the values of each parameter of the layer are spread, now and over the run"));
    spread_->setCheckable(true);
    second->addWidget(spread_);
    second->addWidget(new HelpButton(*pictures_, tr("this matrix"), this));
    auto* save = new DrawingButton(tr("Export weights"),
                                   {{tr("Weights"),
                                     QStringLiteral("weights"),
                                     [this] { return drawing(); },
                                     {Format::Png, Format::Pdf, Format::Svg, Format::Csv}}},
                                   this);
    connect(save, &DrawingButton::exported, this, &WeightsPanel::exported);
    connect(save, &DrawingButton::failed, this, &WeightsPanel::failed);
    first->addWidget(save);
    pictures_->addWidget(map_);
    pictures_->addWidget(spreads_);
    reading_->setObjectName(QStringLiteral("reading"));
    reading_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reading_->setToolTip(tr("The value under the pointer or the arrow keys' cell"));
    reading_->setMinimumHeight(reading_->sizeHint().height());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(first);
    column->addLayout(second);
    column->addWidget(pictures_, 1);
    column->addWidget(reading_);
    connect(layer_, &QComboBox::activated, this, [this] {
        fillMatrices();
        refresh();
    });
    connect(matrix_, &QComboBox::activated, this, [this] {
        fillViews();
        refresh();
    });
    for (auto* box : {order_, view_})
        connect(box, &QComboBox::activated, this, &WeightsPanel::refresh);
    sortAgain_.setSingleShot(true);
    connect(&sortAgain_, &QTimer::timeout, this, &WeightsPanel::refresh); // nothing newer has come
    connect(map_, &HeatMap::cellChosen, this,
            [this](QPoint cell) { following_ ? description_.ask() : describe(cell); });
    connect(spread_, &QToolButton::toggled, this, &WeightsPanel::showSpreads);
    connect(map_, &HeatMap::cellActivated, this, [this](QPoint cell) {
        const Index unit = shown_ ? shown_->unitAt(cell) : -1;
        if (unit >= 0 && !QString::fromStdString(shown_->matrix.name).endsWith(QLatin1String("WIE")))
            Q_EMIT unitChosen(layer_->currentIndex(), unit);
    });
    describe({-1, -1});
}

QComboBox* WeightsPanel::addChoice(QHBoxLayout* row, const QString& label, const QString& tip) {
    auto* box = new QComboBox(this);
    auto* name = new QLabel(label, this);
    name->setBuddy(box);
    box->setAccessibleName(QString(label).remove(u'&'));
    box->setToolTip(tip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(name);
    row->addWidget(box, 1);
    return box;
}

void WeightsPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                              std::shared_ptr<const Dataset> dataset) {
    network_ = std::move(network);
    data_ = std::move(dataset);
    update_ = update;
    fillLayers();
    if (network_ && wanted_.first >= 0) {
        const auto [layer, matrix] = std::exchange(wanted_, {-1, {}});
        return showMatrix(layer, matrix);
    }
    refresh();
}

void WeightsPanel::showMatrix(int layer, const QString& matrix) {
    if (!network_) {
        wanted_ = {layer, matrix};
        return;
    }
    layer_->setCurrentIndex(std::clamp(layer, 0, layer_->count() - 1));
    fillMatrices();
    if (const int found = matrix_->findText(matrix); found >= 0)
        matrix_->setCurrentIndex(found);
    fillViews();
    refresh();
}

/// The choices that this network offers, with what is chosen kept where it is still there.
void WeightsPanel::fillLayers() {
    const int layers = network_ ? static_cast<int>(network_->size()) : 0;
    if (layer_->count() != layers) {
        const int chosen = std::max(0, layer_->currentIndex());
        layer_->clear();
        for (int i = 0; i < layers; ++i)
            layer_->addItem(QString::number(i));
        layer_->setCurrentIndex(std::min(chosen, layers - 1));
    }
    fillMatrices();
}

void WeightsPanel::fillMatrices() {
    QStringList names;
    matrices_ = layer_->currentIndex() < 0
                    ? std::vector<WeightMatrix>()
                    : weightMatrices((*network_)[static_cast<std::size_t>(layer_->currentIndex())]);
    for (const auto& matrix : matrices_)
        names.append(QString::fromStdString(matrix.name));
    QStringList present;
    for (int i = 0; i < matrix_->count(); ++i)
        present.append(matrix_->itemText(i));
    if (names != present) {
        const QString chosen = matrix_->currentText();
        matrix_->clear();
        matrix_->addItems(names);
        matrix_->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(chosen))));
    }
    fillViews();
}

/// Rows are images where the matrix acts on an image: that of the data in the first layer, or a kernel's.
FeatureShape WeightsPanel::fieldOf(const WeightMatrix& matrix) const {
    const auto layer = static_cast<std::size_t>(std::max(0, layer_->currentIndex()));
    if (!matrix.actsOnInput || !network_ || !data_)
        return {};
    for (const auto& spec : (*network_)[layer].layout().specs)
        if (!spec.kernel.empty())
            return FeatureShape::image(spec.kernel[0], spec.kernel[1], spec.kernel[2]);
    const FeatureShape image = data_->shape;
    // Not of a recurrent layer: it takes the image row by row, and besides what it passed on itself.
    const bool isWhole = columnsOf((*network_)[layer], matrix.name) == image.features();
    return layer == 0 && isWhole && image.rows > 1 ? image : FeatureShape();
}

void WeightsPanel::fillViews() {
    const int chosen = matrix_->currentIndex();
    const bool images = chosen >= 0 && fieldOf(matrices_[static_cast<std::size_t>(chosen)]).features() > 0;
    const int wanted = chosen < 0 ? 0 : images ? 2 : 1;
    if (view_->count() == wanted)
        return;
    constexpr int asImages = static_cast<int>(WeightView::AsImages);
    const bool wasImages = view_->currentIndex() == asImages || (view_->count() < 2 && likesImages_);
    likesImages_ = wasImages;
    view_->clear();
    if (wanted > 0)
        view_->addItem(tr("Matrix"));
    if (images)
        view_->addItem(tr("Images"));
    view_->setCurrentIndex(images && wasImages ? asImages : wanted > 0 ? 0 : -1);
}

void WeightsPanel::refresh() {
    const int layer = layer_->currentIndex(), matrix = matrix_->currentIndex();
    setHelpTopic(*pictures_, spread_->isChecked() ? QStringLiteral("weight_spread") : matrix_->currentText());
    if (!network_ || layer < 0 || matrix < 0) {
        job_.drop();
        sorting_.reset();
        shown_.reset();
        map_->setPicture({});
        spreads_->setSpreads({});
        return;
    }
    if (spread_->isChecked())
        return refreshSpreads();
    const WeightMatrix& chosen = matrices_[static_cast<std::size_t>(matrix)];
    const WeightRequest request{network_,
                                data_,
                                update_,
                                static_cast<std::size_t>(layer),
                                chosen,
                                static_cast<WeightOrder>(order_->currentIndex()),
                                static_cast<WeightView>(view_->currentIndex()),
                                fieldOf(chosen),
                                Theme::forPalette(palette()),
                                sorting_};
    job_.start([this, request] {
        auto result = std::make_shared<WeightPicture>(request.draw());
        return [this, result] { display(result); };
    });
}

void WeightsPanel::refreshSpreads() {
    const auto layer = static_cast<std::size_t>(layer_->currentIndex());
    job_.start([this, network = network_, journal = journal_, update = update_, layer] {
        const WeightHistory none;
        auto spreads = std::make_shared<std::vector<WeightSpread>>(
            weightSpreads((*network)[layer], layer, update, journal ? journal->weights() : none));
        return [this, spreads, layer, update] {
            spreads_->setSpreads(std::move(*spreads));
            spreadUpdate_ = update;
            reading_->setText(tr("Layer %1 after %2").arg(layer).arg(updatesInWords(update)));
        };
    });
}

void WeightsPanel::showSpreads(bool shown) {
    pictures_->setCurrentWidget(shown ? static_cast<QWidget*>(spreads_) : map_);
    for (auto* box : {matrix_, order_, view_})
        box->setEnabled(!shown);
    refresh();
}

void WeightsPanel::display(const std::shared_ptr<WeightPicture>& result) {
    HeatPicture picture = std::move(result->picture);
    // In another order than the newest weights have, it is made again when the run comes to rest.
    if (result->sorting == sorting_ && result->sorting->order != WeightOrder::Stored)
        sortAgain_.start(sortAgainAfter);
    shown_ = result;
    sorting_ = result->sorting;
    const QScopedValueRollback following(following_, true);
    map_->setPicture(std::move(picture));
}

void WeightsPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

/// What is shown; as numbers always all of the matrix, a line for each unit.
Drawing WeightsPanel::drawing() const {
    const auto spreads = spreads_->spreads();
    if (spread_->isChecked() && !spreads.empty())
        return {tr("Values of the weights"),
                [spreads](QCustomPlot& plot, const PlotStyle& style) { drawSpreads(plot, style, spreads); },
                [spreads] { return spreadCsv(spreads); },
                {},
                spreadUpdate_,
                0.6 * std::max(1.6, std::ceil(static_cast<double>(spreads.size()) / 2))};
    if (spread_->isChecked() || !shown_)
        throw Error("the weights", "there is no network to draw yet", "wait until the data are read");
    const bool isMatrix = shown_->view == WeightView::AsMatrix;
    static constexpr const char* rows[] = {QT_TR_NOOP("unit"), QT_TR_NOOP("units, by falling norm"),
                                           QT_TR_NOOP("units, by similarity"),
                                           QT_TR_NOOP("units, by preferred class")};
    Drawing made =
        heatDrawing({tr("Layer %1, %2").arg(shown_->layer).arg(QString::fromStdString(shown_->matrix.name)),
                     map_->picture(),
                     isMatrix ? tr(rows[static_cast<int>(shown_->sorting->order)]) : QString(),
                     shown_->matrix.name.ends_with("WEI") ? tr("inhibitory unit") : tr("input"),
                     {},
                     {},
                     QString::fromStdString(shown_->matrix.name)});
    made.csv = [shown = shown_] {
        return weightsCsv(weightValues((*shown->network)[shown->layer], shown->matrix.name),
                          shown->sorting->rows);
    };
    made.update = shown_->update;
    return made;
}

void WeightsPanel::describe(QPoint cell) {
    if (!shown_) {
        reading_->setText(tr("There is no network yet."));
        map_->setReading({});
        return;
    }
    const WeightPicture& r = *shown_;
    const QString size =
        tr("%1, %2 \u00d7 %3, after %4")
            .arg(QString::fromStdString(r.matrix.name))
            .arg(r.sorting->rows.size())
            .arg(r.view == WeightView::AsImages ? r.field.features() : map_->picture().values.cols())
            .arg(updatesInWords(r.update));
    const Index unit = r.unitAt(cell);
    if (unit < 0) {
        reading_->setText(size);
        map_->setReading({});
        return;
    }
    QString text = tr("unit %1").arg(unit);
    if (r.view == WeightView::AsImages)
        text += tr(", row %1, column %2")
                    .arg(cell.y() % (r.tiles.tileRows + 1))
                    .arg(cell.x() % (r.tiles.tileColumns + 1));
    else
        text += tr(", column %1").arg(cell.x());
    text += QStringLiteral(": %1").arg(static_cast<double>(map_->picture().values(cell.y(), cell.x())), 0,
                                       'g', 4);
    if (!r.sorting->classes.empty() && data_) {
        const int preferred = r.sorting->classes[static_cast<std::size_t>(unit)];
        text += preferred < 0 ? tr("; never active")
                              : tr("; prefers %1")
                                    .arg(QString::fromStdString(
                                        data_->classNames.empty()
                                            ? std::to_string(preferred)
                                            : data_->classNames[static_cast<std::size_t>(preferred)]));
    }
    reading_->setText(text);
    map_->setReading(text);
}

} // namespace dalescope
