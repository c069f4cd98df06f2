#include "widgets/inspectors/weights_picture.h"

#include "widgets/plots/chart_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace dalescope {

namespace {

constexpr Index probedExamples = 1000; // for the classes that units prefer

HeatScale scaleOf(const WeightMatrix& matrix) {
    return matrix.isSigned     ? HeatScale::Signed
           : matrix.inhibitory ? HeatScale::Inhibitory
                               : HeatScale::Excitatory;
}

} // namespace

Index WeightPicture::unitAt(QPoint cell) const {
    if (cell.x() < 0)
        return -1;
    const Index tile = view == WeightView::AsImages ? tiles.tileAt(cell.y(), cell.x()) : cell.y();
    return tile < 0 || tile >= static_cast<Index>(sorting->rows.size())
               ? -1
               : sorting->rows[static_cast<std::size_t>(tile)];
}

QByteArray weightsCsv(const Matrix<float>& values, const std::vector<Index>& order) {
    QByteArray text = "unit";
    for (Index column = 0; column < values.cols(); ++column)
        text += ',' + QByteArray::number(static_cast<qlonglong>(column));
    for (const Index row : order) {
        text += '\n' + QByteArray::number(static_cast<qlonglong>(row));
        for (Index column = 0; column < values.cols(); ++column)
            text += ',' + QByteArray::number(static_cast<double>(values(row, column)), 'g', 9);
    }
    return text + '\n';
}

WeightSorting WeightRequest::sorted(const Matrix<float>& values) const {
    WeightSorting made{layer, matrix.name, order, {}, {}, {}};
    made.made.start();
    made.rows =
        rowOrder(values, order == WeightOrder::ByNorm || order == WeightOrder::ByClass ? RowOrder::Norm
                         : order == WeightOrder::BySimilarity                          ? RowOrder::Similarity
                                                                                       : RowOrder::Stored);
    // Only what the layer passes on has a class; inhibitory units do not.
    if (order == WeightOrder::ByClass && data && values.rows() == (*network)[layer].passedOn()) {
        made.classes = preferredClasses(*network, layer, *data, probedExamples);
        std::ranges::stable_sort(made.rows, {}, [&](Index row) {
            const int preferred = made.classes[static_cast<std::size_t>(row)];
            return preferred < 0 ? 1 << 20 : preferred;
        });
    }
    return made;
}

WeightPicture WeightRequest::draw() const {
    WeightPicture result;
    result.network = network;
    result.update = update;
    result.layer = layer;
    result.matrix = matrix;
    result.view = view;
    result.field = field;
    Matrix<float> values = weightValues((*network)[layer], matrix.name);
    const bool asBefore = sorting && sorting->layer == layer && sorting->matrix == matrix.name &&
                          sorting->order == order && !sorting->made.hasExpired(sortAgainAfter) &&
                          static_cast<Index>(sorting->rows.size()) == values.rows();
    result.sorting = asBefore ? sorting : std::make_shared<const WeightSorting>(sorted(values));
    const auto& rows = result.sorting->rows;
    std::shared_ptr<const Matrix<float>> stored; // where the picture has them in another order
    if (view == WeightView::AsImages) {
        result.tiles = tileRows(values, rows, field);
        stored = std::make_shared<const Matrix<float>>(std::move(values));
        result.picture = heatPicture(std::move(result.tiles.picture), scaleOf(matrix), theme);
    } else if (order != WeightOrder::Stored) {
        stored = std::make_shared<const Matrix<float>>(std::move(values));
        result.picture = heatPicture((*stored)(rows, Eigen::all), scaleOf(matrix), theme);
    } else {
        result.picture = heatPicture(std::move(values), scaleOf(matrix), theme);
    }
    const QString what = QCoreApplication::translate("dalescope::WeightsPanel", "%1 of layer %2 after %3")
                             .arg(QString::fromStdString(matrix.name))
                             .arg(layer)
                             .arg(updatesInWords(update));
    result.picture.words = [what, stored](const Matrix<float>& shown) {
        return QStringLiteral("%1: %2").arg(what, valuesInWords(stored ? *stored : shown));
    };
    return result;
}

} // namespace dalescope
