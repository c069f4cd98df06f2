// The units with which a unit is most strongly connected.
#pragma once

#include "core/inspection/circuit.h"

#include <QTableWidget>

#include <vector>

namespace dalescope {

/// "Layer 1, inhibitory"
QString populationName(const Circuit& circuit, std::size_t population);

class PartnersTable : public QTableWidget {
    Q_OBJECT
public:
    explicit PartnersTable(QWidget* parent = nullptr);

    /// Of `unit` in `circuit`: a line each, in the colour of what the connection does.
    void setConnections(const Circuit& circuit, const UnitAddress& unit,
                        const std::vector<Connection>& connections);
    /// As wide as whole names of partners need.
    int widthOfNames() const;

Q_SIGNALS:
    /// Not of an input.
    void partnerChosen(std::size_t population, dalescope::Index unit);

private:
    std::vector<UnitAddress> partners_; ///< of the rows
};

} // namespace dalescope
