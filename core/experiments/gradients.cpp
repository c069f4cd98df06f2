#include "core/experiments/gradients.h"

#include "core/common/error.h"
#include "core/common/text.h"
#include "core/experiments/snapshot_network.h"
#include "core/training/snapshot.h"

#include <cmath>

namespace dalescope {

namespace {

struct Batch {
    Index examples = 0, features = 0;
    std::vector<double> x;
    std::vector<std::int32_t> y, yFisher;
};

std::vector<std::int32_t> labels(const Npz& npz, const std::string& name, Index examples, Index classes,
                                 const std::filesystem::path& file) {
    std::vector<std::int32_t> y;
    for (const double label : npz.array(name, file).as<double>()) {
        if (!(label >= 0 && label < static_cast<double>(classes) && label == std::floor(label)))
            throw Error(file.string(),
                        name + " has the label " + roughNumber(label) + " for " + std::to_string(classes) +
                            " classes",
                        "use whole numbers from 0 on");
        y.push_back(static_cast<std::int32_t>(label));
    }
    if (static_cast<Index>(y.size()) != examples)
        throw Error(file.string(),
                    name + " has " + std::to_string(y.size()) + " labels for " + std::to_string(examples) +
                        " examples",
                    "give one label an example");
    return y;
}

Batch readBatch(const Npz& npz, Index features, Index classes, const std::filesystem::path& file) {
    const NpyArray& x = npz.array("x", file);
    Batch batch;
    batch.examples = x.shape.empty() ? 0 : x.shape[0];
    if (batch.examples < 1 || x.count() / batch.examples != features)
        throw Error(file.string(),
                    "x does not have the " + std::to_string(features) + " inputs of the network",
                    "give x as examples x inputs");
    batch.features = features;
    batch.x = x.as<double>();
    for (const double value : batch.x)
        if (!std::isfinite(value))
            throw Error(file.string(), "x holds a value that is not finite", "repair the data");
    batch.y = labels(npz, "y", batch.examples, classes, file);
    if (npz.arrays.contains("y_fisher"))
        batch.yFisher = labels(npz, "y_fisher", batch.examples, classes, file);
    return batch;
}

/// What one example is, by the dimensions of x after the first: features; steps or rows x columns; or
/// channels x rows x columns.
FeatureShape exampleShape(const NpyArray& x) {
    const auto& n = x.shape;
    if (n.size() == 3)
        return FeatureShape::image(1, n[1], n[2]);
    if (n.size() == 4)
        return FeatureShape::image(n[1], n[2], n[3]);
    return n.empty() || n[0] < 1 ? 0 : x.count() / n[0];
}

/// A matrix with one column per example as an array with one row (or image, or sequence) per example.
template <class Scalar>
NpyArray perExample(const Matrix<Scalar>& m, const FeatureShape& shape) {
    std::vector<std::int64_t> dimensions = {m.cols()};
    if (shape.isImage())
        dimensions.push_back(shape.channels);
    if (!shape.isFlat())
        dimensions.push_back(shape.rows);
    dimensions.push_back(shape.columns);
    return NpyArray::of(std::vector<Scalar>(m.data(), m.data() + m.size()), dimensions);
}

template <class Scalar>
Npz compute(const GradientsRequest& request) {
    const Npz snapshot = readNpz(request.snapshot);
    const Npz batchFile = request.batch == request.snapshot ? snapshot : readNpz(request.batch);
    const FeatureShape example = exampleShape(batchFile.array("x", request.batch));
    const auto [network, in] =
        networkFromSnapshot<Scalar>(snapshot, request.layers, example, request.snapshot);
    const Batch batch =
        readBatch(batchFile, in.features(), network[network.size() - 1].outputs(), request.batch);
    const Matrix<Scalar> x = Eigen::Map<const Eigen::MatrixXd>(batch.x.data(), batch.features, batch.examples)
                                 .template cast<Scalar>();

    Npz out;
    Pass<Scalar> pass(network);
    const Matrix<Scalar>& logits = pass.forward(network, x, PassMode::withoutNoise());
    out.arrays["logits"] = perExample(logits, logits.rows());
    out.arrays["loss"] =
        NpyArray::of(std::vector<double>{crossEntropy<Scalar>(pass.logits(), batch.y).meanLoss()}, {});
    auto gradients = zerosLike(network), squares = zerosLike(network);
    pass.gradients(network, x, batch.y, gradients);
    if (!batch.yFisher.empty())
        pass.meanSquares(network, x, batch.yFisher, squares);
    for (std::size_t i = 0; i < network.size(); ++i) {
        const std::string prefix = "layers." + std::to_string(i) + ".";
        out.arrays[prefix + "z"] = perExample(pass.z(i), network[i].zShape());
        const auto& specs = network[i].layout().specs;
        const bool dann = specs.front().name == "WEE";
        for (const auto& spec : specs) {
            out.arrays[prefix + spec.name + ".grad"] = parameterArray(gradients[i], spec);
            if (dann) {
                Vector<Scalar> corrected = gradients[i] * static_cast<Scalar>(spec.correction);
                out.arrays[prefix + spec.name + ".corrected"] = parameterArray(corrected, spec);
            }
            if (!batch.yFisher.empty())
                out.arrays[prefix + spec.name + ".fisher"] = parameterArray(squares[i], spec);
        }
    }
    return out;
}

} // namespace

Npz computeGradients(const GradientsRequest& request) {
    return request.single ? compute<float>(request) : compute<double>(request);
}

} // namespace dalescope
