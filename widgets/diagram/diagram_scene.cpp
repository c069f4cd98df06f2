#include "widgets/diagram/diagram_scene.h"

#include "widgets/inspectors/heat_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dalescope {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// units x places as the block shows them, one cell for each; NaN between maps and after the last.
Matrix<float> arranged(const Matrix<float>& values, const DiagramLayout::Block& block) {
    const Index stepX = block.isMaps() ? block.tileColumns + 1 : 1,
                stepY = block.isMaps() ? block.tileRows + 1 : 1, down = block.down();
    Matrix<float> cells;
    cells.setConstant(block.isMaps() ? down * stepY - 1 : down,
                      block.isMaps() ? block.across * stepX - 1 : block.across,
                      std::numeric_limits<float>::quiet_NaN());
    for (Index unit = 0; unit < values.rows(); ++unit)
        for (Index place = 0; place < values.cols(); ++place)
            cells(unit / block.across * stepY + place / block.tileColumns,
                  unit % block.across * stepX + place % block.tileColumns) = values(unit, place);
    return cells;
}

int grey(float value) {
    return static_cast<int>(std::lround(255 * std::clamp(value, 0.0f, 1.0f)));
}

/// The input looks as it does elsewhere, not as activity.
QImage inputPicture(const Matrix<float>& x, const DiagramLayout::Block& block) {
    const bool joined = block.joined;
    const Matrix<float> cells = arranged(joined ? x.topRows(1) : x, block);
    QImage image(static_cast<int>(cells.cols()), static_cast<int>(cells.rows()),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int row = 0; row < image.height(); ++row)
        for (int column = 0; column < image.width(); ++column) {
            const Index place = row * block.tileColumns + column;
            const float value = cells(row, column);
            if (joined)
                image.setPixel(column, row, qRgb(grey(x(0, place)), grey(x(1, place)), grey(x(2, place))));
            else if (!std::isnan(value))
                image.setPixel(column, row, qRgb(grey(value), grey(value), grey(value)));
        }
    return image;
}

bool isInhibition(UnitTerm term) {
    return term == UnitTerm::Subtraction || term == UnitTerm::Division;
}

QImage pictureOf(const DiagramScene& scene, std::size_t index) {
    const DiagramRequest& request = scene.request;
    const Population& population = scene.circuit.populations[index];
    const UnitTerm term = population.ownsZ && population.layer >= 0 ? request.term : UnitTerm::Activity;
    const Matrix<float> values =
        valuesOf(scene.circuit, index, term, scene.activity, request.x, request.step);
    const auto& block = scene.layout.blocks[index];
    if (population.layer < 0)
        return values.size() > 0 ? inputPicture(values, block) : QImage();
    const HeatScale scale = term == UnitTerm::PreActivation               ? HeatScale::Signed
                            : isInhibition(term) || population.inhibitory ? HeatScale::Inhibitory
                                                                          : HeatScale::Excitatory;
    return heatPicture(arranged(values, block), scale, request.theme).image;
}

} // namespace

double DiagramScene::valueOf(const UnitAddress& unit, UnitTerm term) const {
    const Matrix<float> values = valuesOf(circuit, unit.population, term, activity, request.x, request.step);
    const Index place = std::max<Index>(0, unit.place);
    return unit.unit < values.rows() && place < values.cols() ? static_cast<double>(values(unit.unit, place))
                                                              : none;
}

QString DiagramScene::className(Index label) const {
    const auto at = static_cast<std::size_t>(label);
    return request.data && at < request.data->classNames.size()
               ? QString::fromStdString(request.data->classNames[at])
               : QString::number(label);
}

DiagramScene makeScene(DiagramRequest request) {
    DiagramScene scene;
    scene.request = std::move(request);
    const auto& r = scene.request;
    scene.circuit = circuitOf(*r.network, r.data->shape);
    scene.request.step = std::clamp<Index>(r.step, 0, scene.circuit.steps() - 1);
    scene.layout = layOut(scene.circuit);
    scene.activity = activityOf(*r.network, r.x);
    for (std::size_t i = 0; i < scene.circuit.populations.size(); ++i)
        scene.pictures.push_back(pictureOf(scene, i));
    for (const Projection& projection : scene.circuit.projections) {
        const double current = meanCurrent(scene.circuit, projection, scene.activity, r.step);
        scene.currents.push_back(current);
        const double shown = r.arrows == ArrowWidth::Weight
                                 ? static_cast<double>(meanWeight(*r.network, projection))
                                 : current;
        scene.widths.push_back(std::isfinite(shown) ? shown : 0);
    }
    const double widest = scene.widths.empty() ? 0 : std::ranges::max(scene.widths);
    for (double& width : scene.widths)
        width = widest > 0 ? std::max(0.0, width / widest) : 0;
    for (std::size_t i = 0; i < r.network->size(); ++i)
        scene.means.push_back(
            layerMeans(scene.activity.layers[i],
                       scene.circuit.populations[scene.circuit.excitatoryOf(static_cast<int>(i))], r.step));
    return scene;
}

} // namespace dalescope
