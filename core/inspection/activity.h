// What every unit of a network does with one input.
#pragma once

#include "core/inspection/inhibition.h"
#include "core/network/network.h"

#include <vector>

namespace dalescope {

/// What one layer does. Matrices are units x places: one place in a dense layer, the locations of a
/// convolution line by line, the steps of a recurrent layer.
struct LayerActivity {
    Matrix<float> excitatory;  ///< zE; a recurrent layer's hidden term, from its second step on, beside that
                               ///< of its input
    Matrix<float> subtractive; ///< WEI zI, counted positive
    Matrix<float> divisive;    ///< gamma; empty for kinds that have none
    Matrix<float> zI;          ///< of the inhibitory units, columns as in `excitatory`; empty likewise
    Matrix<float> z;           ///< pre-activation, with an intervention's drive; 0 of a silenced unit
    Matrix<float> h;           ///< what the next layer sees: max(z, 0); at the output the softmax
    Inhibition inhibition = Inhibition::Interneurons;
    Index inhibitoryUnits = 0;   ///< the last of the rows, where the next layer is ColumnEi
    Index rows = 1, columns = 1; ///< of the places, where they are locations of an image
};

struct Activity {
    std::vector<LayerActivity> layers;
    /// Softmax of the output.
    std::vector<float> probabilities() const;
    /// The first of the likeliest classes; -1: none, the output is not finite.
    Index answer() const;
};

/// x: one input, d values. The network is taken as it is in tests: no dropout, running statistics.
Activity activityOf(const Network<float>& network, const Vector<float>& x);

/// One of a layer's matrices as a picture: the units of a dense layer in a grid about as wide as high (NaN
/// after the last), the maps of a convolution as tiles, units x steps of a recurrent layer.
struct UnitsPicture {
    Matrix<float> picture;
    /// Unit and place at a cell of the picture; -1 where there is none.
    Index unitAt(Index row, Index column) const;
    Index placeAt(Index row, Index column) const;

    enum class Kind { Grid, Maps, Steps } kind = Kind::Grid;
    Index units = 0, across = 1, tileRows = 1, tileColumns = 1;
};
UnitsPicture unitsPicture(const Matrix<float>& values, Index rows, Index columns);

} // namespace dalescope
