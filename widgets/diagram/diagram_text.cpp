// DiagramText of diagram_scene.h.
#include "widgets/diagram/diagram_scene.h"
#include "widgets/inspectors/input_terms.h"

#include <cmath>

namespace dalescope {

namespace {

constexpr UnitTerm terms[] = {UnitTerm::Excitation, UnitTerm::Subtraction, UnitTerm::Division,
                              UnitTerm::PreActivation, UnitTerm::Activity};

QString number(double value) {
    return QString::number(value, 'g', 3);
}

} // namespace

QString DiagramText::layer(const DiagramScene& scene, int layer) {
    if (layer < 0)
        return tr("Input");
    return layer + 1 == static_cast<int>(scene.means.size()) ? tr("Layer %1, output").arg(layer)
                                                             : tr("Layer %1").arg(layer);
}

QString DiagramText::step(const DiagramScene& scene, int layer) {
    const Index steps = scene.circuit.steps();
    if (steps < 2 || layer < 0)
        return {};
    const bool hasSteps = scene.circuit.populations[scene.circuit.excitatoryOf(layer)].steps > 1;
    return (hasSteps ? tr("step %1") : tr("after step %1")).arg(hasSteps ? scene.request.step : steps - 1);
}

QString DiagramText::term(const DiagramScene& scene, int layer, UnitTerm term) {
    switch (term) {
    case UnitTerm::Excitation:
        return excitationTerm(scene.inhibitionOf(layer));
    case UnitTerm::Subtraction:
        return subtractionTerm(scene.inhibitionOf(layer));
    case UnitTerm::Division:
        return QStringLiteral("gamma");
    case UnitTerm::PreActivation:
        return QStringLiteral("z");
    case UnitTerm::Activity:
        break;
    }
    return QStringLiteral("h");
}

QString DiagramText::unit(const DiagramScene& scene, const UnitAddress& unit) {
    const Population& population = scene.circuit.populations[unit.population];
    if (population.layer < 0) {
        const QString where = population.isMaps() ? tr("Input, row %1, column %2")
                                                        .arg(unit.place / population.columns)
                                                        .arg(unit.place % population.columns)
                                                  : tr("Input %1").arg(unit.unit);
        return tr("%1: %2").arg(where, number(scene.valueOf(unit, UnitTerm::Activity)));
    }
    QString where =
        tr("%1, %2 %3")
            .arg(layer(scene, population.layer), population.ofInputTerm  ? tr("inhibitory unit of the input")
                                                 : population.inhibitory ? tr("inhibitory unit")
                                                 : population.isMaps()   ? tr("map")
                                                                         : tr("unit"))
            .arg(unit.unit);
    if (population.isMaps())
        where += unit.place < 0 ? QString()
                                : tr(", row %1, column %2")
                                      .arg(unit.place / population.columns)
                                      .arg(unit.place % population.columns);
    if (population.steps > 1)
        where += tr(", step %1").arg(scene.request.step);
    if (!population.ownsZ)
        return tr("%1: zI %2").arg(where, number(scene.valueOf(unit, UnitTerm::Activity)));
    QStringList values;
    for (const UnitTerm what : terms)
        if (const double value = scene.valueOf(unit, what); !std::isnan(value))
            values.append(QStringLiteral("%1 %2").arg(term(scene, population.layer, what), number(value)));
    return where + QStringLiteral(": ") + values.join(QStringLiteral(", "));
}

QString DiagramText::projection(const DiagramScene& scene, std::size_t index) {
    const Projection& p = scene.circuit.projections[index];
    const QString acts = p.effect == Effect::Divides     ? tr("divides by gamma")
                         : p.effect == Effect::Subtracts ? tr("subtracts")
                                                         : tr("excites");
    const QString sign = p.sign > 0   ? tr(", its positive weights")
                         : p.sign < 0 ? tr(", its negative weights")
                                      : QString();
    return tr("%1 of layer %2 (%3 \u00d7 %4%5) %6: mean weight %7, mean current %8")
        .arg(QString::fromStdString(p.matrix))
        .arg(p.layer)
        .arg(p.rows)
        .arg(p.columns)
        .arg(sign, acts, number(static_cast<double>(meanWeight(*scene.request.network, p))),
             std::isfinite(scene.currents[index]) ? number(scene.currents[index]) : tr("none yet"));
}

QString DiagramText::summary(const DiagramScene& scene) {
    QStringList lines(
        scene.request.right < 0
            ? tr("Input: %1.").arg(scene.request.input)
            : tr("Input: %1, which is %2.").arg(scene.request.input, scene.className(scene.request.right)));
    const auto probabilities = scene.activity.probabilities();
    const Index answer = scene.activity.answer();
    lines.append(answer < 0
                     ? tr("Answer: none, its output is not finite.")
                     : tr("Answer: %1, %2 %.")
                           .arg(scene.className(answer))
                           .arg(100.0 * static_cast<double>(probabilities[static_cast<std::size_t>(answer)]),
                                0, 'f', 1));
    for (std::size_t i = 0; i < scene.means.size(); ++i) {
        const LayerMeans& means = scene.means[i];
        QStringList units;
        for (const Population& population : scene.circuit.populations)
            if (population.layer == static_cast<int>(i))
                units.append(population.ofInputTerm  ? tr("%1 inhibitory of the input").arg(population.units)
                             : population.inhibitory ? tr("%1 inhibitory").arg(population.units)
                             : population.isMaps()   ? tr("%1 maps").arg(population.units)
                             : population.units == 1 ? tr("1 unit")
                                                     : tr("%1 units").arg(population.units));
        const bool signs = scene.inhibitionOf(static_cast<int>(i)) == Inhibition::NegativeWeights;
        lines.append(
            (signs ? tr("%1: %2; %3 % with z > 0; mean input by positive weights %4, by negative %5")
                   : tr("%1: %2; %3 % with z > 0; mean excitatory input %4, subtractive inhibition %5"))
                .arg(layer(scene, static_cast<int>(i)), units.join(QStringLiteral(", ")))
                .arg(100 * means.active, 0, 'f', 0)
                .arg(number(means.excitation), number(means.subtraction)) +
            (std::isnan(means.division) ? QStringLiteral(".")
                                        : tr(", divisive inhibition %1.").arg(number(means.division))));
    }
    return lines.join(u' ');
}

QByteArray DiagramText::csv(const DiagramScene& scene) {
    QByteArray text = "layer,population,unit,place,zE,WEI_zI,gamma,z,h_or_zI\n";
    for (std::size_t i = 0; i < scene.circuit.populations.size(); ++i) {
        const Population& population = scene.circuit.populations[i];
        std::vector<Matrix<float>> values;
        for (const UnitTerm what : terms)
            values.push_back(
                valuesOf(scene.circuit, i, what, scene.activity, scene.request.x, scene.request.step));
        const char* name = population.layer < 0     ? "input"
                           : population.ofInputTerm ? "inhibitory of input"
                           : population.inhibitory  ? "inhibitory"
                                                    : "excitatory";
        for (Index unit = 0; unit < population.units; ++unit)
            for (Index place = 0; place < population.places(); ++place) {
                text += (population.layer < 0 ? QByteArray() : QByteArray::number(population.layer)) + ',' +
                        name + ',' + QByteArray::number(static_cast<qlonglong>(unit)) + ',' +
                        QByteArray::number(static_cast<qlonglong>(place));
                for (const auto& m : values) {
                    text += ',';
                    if (unit < m.rows() && place < m.cols())
                        text += QByteArray::number(static_cast<double>(m(unit, place)), 'g', 9);
                }
                text += '\n';
            }
    }
    return text;
}

} // namespace dalescope
