// A network as populations of units and the projections between them, the way figure 1 of the paper draws it.
#pragma once

#include "core/network/network.h"

#include <string>
#include <vector>

namespace dalescope {

/// Units of one kind in one place: the input, a layer's excitatory (or unsigned) units, or inhibitory ones.
struct Population {
    int layer = -1; ///< of the network; -1: the input
    bool inhibitory = false;
    bool ofInputTerm = false;    ///< interneurons that a recurrent layer has for its input alone
    Index units = 0;             ///< channels, where each is a map
    Index rows = 1, columns = 1; ///< places of a map
    Index steps = 1;             ///< of a recurrent layer
    Index firstRow = 0;          ///< of its units among the rows of the layer's z; ColumnEi's inhibitory
                                 ///< units come after the others
    bool ownsZ = true;           ///< false: interneurons of a DANN layer, which have zI and no z
    Index places() const { return rows * columns; }
    bool isMaps() const { return places() > 1; }
};

enum class Effect { Excites, Subtracts, Divides };

/// Weights from one population to another. Where they may have both signs, those of each are a projection.
struct Projection {
    std::size_t from = 0, to = 0; ///< populations
    Effect effect = Effect::Excites;
    std::size_t layer = 0;
    std::string matrix;                 ///< of that layer: "WEE", "UWIE", "W"
    Index firstRow = 0, rows = 0;       ///< of the matrix, onto the units of `to`
    Index firstColumn = 0, columns = 0; ///< from those of `from`
    int sign = 0;                       ///< 0: all weights; 1 or -1: only those of that sign
    bool recurs() const { return from == to; }
};

struct Circuit {
    std::vector<Population> populations; ///< the input first, then layer by layer
    std::vector<Projection> projections;
    /// A layer's units that the next layer sees, without ColumnEi's inhibitory ones.
    std::size_t excitatoryOf(int layer) const;
    Index steps() const; ///< the most that any population has
};

/// input: what one example is.
Circuit circuitOf(const Network<float>& network, const FeatureShape& input);

/// Mean magnitude of a projection's weights, e^alpha times WEI where it divides; those of the other sign
/// count as zeros.
float meanWeight(const Network<float>& network, const Projection& projection);

/// A unit of a circuit. place: the location of a map, line by line; -1: all of them.
struct UnitAddress {
    std::size_t population = 0;
    Index unit = -1, place = 0;
    bool isValid() const { return unit >= 0; }
    bool operator==(const UnitAddress&) const = default;
};

/// Two units and the weight between them; of maps the sum of the kernel's or of all locations' weights.
struct Connection {
    UnitAddress from, to;
    std::size_t projection = 0;
    float weight = 0; ///< signed as stored
};

/// The `most` strongest connections of `unit` in each projection that it takes part in, the strongest first.
/// Divisive ones are left out, being made of the subtractive ones' weights. step: which row of an image a
/// recurrent layer's input weights are taken to act on.
std::vector<Connection> strongestConnections(const Network<float>& network, const Circuit& circuit,
                                             const UnitAddress& unit, std::size_t most, Index step);

} // namespace dalescope
