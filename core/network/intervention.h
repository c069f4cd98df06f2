// What a person does to a layer's units from outside, as the layer's formulas take it.
#pragma once

#include "core/common/matrix.h"
#include "core/settings/config.h"

#include <cstdint>
#include <vector>

namespace dalescope {

/// An InterventionConfig with its choices drawn. By default it does nothing.
struct Intervention {
    double subtractive = 1;                                  ///< factor on WEI zI
    double divisive = 1;                                     ///< power of gamma
    double drive = 0;                                        ///< added to z and zI of the driven units
    std::vector<Index> silenced, driven;                     ///< rows of z (channels; every step)
    std::vector<Index> silencedInhibitory, drivenInhibitory; ///< rows of zI

    bool scales() const { return subtractive != 1 || divisive != 1; }
    bool isNone() const {
        return !scales() && silenced.empty() && silencedInhibitory.empty() &&
               (drive == 0 || (driven.empty() && drivenInhibitory.empty()));
    }
};

/// That of `layer`, the index-th with weights. Of ColumnEi the inhibitory units are the last rows of z.
/// Random shares come from `seed`.
Intervention interventionOn(const LayerConfig& layer, std::size_t index, std::uint64_t seed);

/// Adds the drive to the driven rows of `values` and sets the silenced ones to zero. A unit with z = 0 has h
/// = 0, and nothing comes back through its rectification: it learns nothing.
template <class Scalar>
void driveAndSilence(const std::vector<Index>& driven, double drive, const std::vector<Index>& silenced,
                     MatrixView<Scalar> values) {
    for (const Index unit : driven)
        values.row(unit).array() += static_cast<Scalar>(drive);
    for (const Index unit : silenced)
        values.row(unit).setZero();
}

} // namespace dalescope
