#include "widgets/inspectors/partners_table.h"

#include "widgets/theme/theme.h"

#include <QHeaderView>

namespace dalescope {

QString populationName(const Circuit& circuit, std::size_t index) {
    const Population& population = circuit.populations[index];
    if (population.layer < 0)
        return PartnersTable::tr("Input");
    return population.ofInputTerm
               ? PartnersTable::tr("Layer %1, inhibitory of the input").arg(population.layer)
           : population.inhibitory ? PartnersTable::tr("Layer %1, inhibitory").arg(population.layer)
           : population.isMaps()   ? PartnersTable::tr("Layer %1, maps").arg(population.layer)
                                   : PartnersTable::tr("Layer %1").arg(population.layer);
}

PartnersTable::PartnersTable(QWidget* parent) : QTableWidget(0, 3, parent) {
    setHorizontalHeaderLabels({tr("Through"), tr("Partner"), tr("Weight")});
    horizontalHeaderItem(2)->setToolTip(
        tr("Of a map, and of inputs that are taken together, the sum of their weights"));
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    setColumnWidth(0, fontMetrics().horizontalAdvance(QStringLiteral("from, UWEE  ")) + 12);
    setColumnWidth(2, fontMetrics().horizontalAdvance(QStringLiteral("-0.000888  ")) + 12);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle); // the number of the partner stands at the end
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(22);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setMinimumHeight(90);
    setAccessibleName(tr("Partners"));
    setToolTip(tr("The units that it is most strongly connected with; Enter or a double-click goes to one"));
    connect(this, &QTableWidget::cellActivated, this, [this](int row, int) {
        const UnitAddress& unit = partners_[static_cast<std::size_t>(row)];
        if (unit.population > 0)
            Q_EMIT partnerChosen(unit.population, unit.unit);
    });
}

int PartnersTable::widthOfNames() const {
    return fontMetrics().horizontalAdvance(QStringLiteral("Layer 10, inhibitory: 100")) + columnWidth(0) +
           columnWidth(2) + 40;
}

/// In place: to make the items anew would hold the window up for longer than a picture.
void PartnersTable::setConnections(const Circuit& circuit, const UnitAddress& unit,
                                   const std::vector<Connection>& connections) {
    partners_.clear();
    setRowCount(static_cast<int>(connections.size()));
    const QSignalBlocker once(model());
    const Theme theme = Theme::forPalette(palette());
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const Connection& connection = connections[i];
        const Projection& projection = circuit.projections[connection.projection];
        const bool arrives = connection.to == unit;
        const UnitAddress& partner = arrives ? connection.from : connection.to;
        partners_.push_back(partner);
        const Population& other = circuit.populations[partner.population];
        const bool isPixel = other.layer < 0 && other.isMaps() && partner.place >= 0;
        const Index column = isPixel ? partner.place % other.columns : 0;
        // A recurrent layer has the same weight for that column of every row.
        const bool rowByRow = circuit.populations[projection.to].steps > 1;
        const QString place = !isPixel ? QString::number(partner.unit)
                              : rowByRow
                                  ? tr("column %1").arg(column)
                                  : tr("row %1, column %2").arg(partner.place / other.columns).arg(column);
        const QString cells[] = {
            (arrives ? tr("from, %1") : tr("to, %1")).arg(QString::fromStdString(projection.matrix)),
            tr("%1: %2").arg(populationName(circuit, partner.population), place),
            QString::number(static_cast<double>(connection.weight), 'g', 3)};
        for (int cell = 0; cell < 3; ++cell) {
            auto* shown = item(static_cast<int>(i), cell);
            if (!shown)
                setItem(static_cast<int>(i), cell, shown = new QTableWidgetItem);
            shown->setText(cells[cell]);
            shown->setForeground(projection.effect == Effect::Excites ? theme.excitatory : theme.inhibitory);
        }
    }
    viewport()->update();
}

} // namespace dalescope
