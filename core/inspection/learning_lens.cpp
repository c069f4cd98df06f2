#include "core/inspection/learning_lens.h"

#include "core/learning/correction.h"
#include "core/learning/fisher_squares.h"
#include "core/learning/update.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr Index mostBatches = 16;
constexpr Index elementsInAll = 20 << 20; // parameters times batches

/// The excitatory weights beside which `spec` acts: those of the same prefix, and the first for b.
const ParameterSpec& referenceOf(const ParameterLayout& layout, const ParameterSpec& spec) {
    const bool ofInput = spec.name != spec.role() || spec.name == "U";
    for (const auto& other : layout.specs) {
        const std::string role = other.role();
        const bool excitatory = role == "WEE" || role == "W" || role == "U";
        if (excitatory && (other.name != role || other.name == "U") == ofInput)
            return other;
    }
    return layout[0];
}

/// 1 / (sqrt(F) relative to that of the reference), from means over the elements.
template <class Scalar>
double measuredFactor(const Vector<Scalar>& information, const ParameterLayout& layout,
                      const ParameterSpec& spec) {
    const auto mean = [&](const ParameterSpec& of) {
        return view(information, of).template cast<double>().mean();
    };
    return std::sqrt(mean(referenceOf(layout, spec)) / mean(spec));
}

CorrectionProducts productsOf(const kernels::InformationSums& sums, double factor, double scale) {
    const double uu = sums.gradient, uf = scale * sums.product, ff = scale * scale * sums.corrected;
    return {{{uu, factor * uu, uf}, {factor * uu, factor * factor * uu, factor * uf}, {uf, factor * uf, ff}}};
}

template <class Scalar>
void addDivergence(ParameterLens& lens, const Vector<Scalar>& gradient, const Vector<Scalar>& information,
                   const ParameterSpec& spec, double rate, double scale, double lambda) {
    double plain = 0, corrected = 0;
    forEachStretch(spec, [&](Index start, Index length) {
        for (Index i = start; i < start + length; ++i) {
            const auto g = static_cast<double>(gradient[i]), f = static_cast<double>(information[i]);
            const double c = g / (f + DiagonalFisher<Scalar>::guard);
            plain += f * g * g;
            corrected += f * c * c;
        }
    });
    const double half = rate * rate / (2 * lambda);
    lens.divergence[0] += half * plain;
    lens.divergence[1] += half * lens.factor * lens.factor * plain;
    lens.divergence[2] += half * scale * scale * corrected;
}

std::vector<std::uint32_t> drawn(const Config& config, const Examples& examples, std::int64_t update,
                                 Index batches) {
    Rng rng = makeRng(static_cast<std::uint64_t>(config.training.seed), RngStream::ProbeBatch,
                      static_cast<std::uint64_t>(update));
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(batches * config.training.batchSize));
    for (auto& index : indices)
        index = static_cast<std::uint32_t>(uniformBelow(rng, static_cast<std::uint64_t>(examples.count())));
    return indices;
}

Index batchesFor(const Network<float>& network) {
    Index elements = 1;
    for (std::size_t l = 0; l < network.size(); ++l)
        elements += network[l].layout().size;
    return std::clamp<Index>(elementsInAll / elements, 1, mostBatches);
}

} // namespace

CorrectionProducts& CorrectionProducts::operator+=(const CorrectionProducts& o) {
    for (int a = 0; a < corrections; ++a)
        for (int b = 0; b < corrections; ++b)
            of[a][b] += o.of[a][b];
    return *this;
}

double CorrectionProducts::length(Correction c) const {
    return std::sqrt(of[static_cast<int>(c)][static_cast<int>(c)]);
}

double CorrectionProducts::cosine(Correction a, Correction b) const {
    return of[static_cast<int>(a)][static_cast<int>(b)] / (length(a) * length(b));
}

double ParameterLens::fisherRatio() const {
    return products.length(Correction::Fisher) / products.length(Correction::Plain);
}

template <class Scalar>
void addToLens(LearningLens& lens, const Network<Scalar>& network, const PerLayer<Scalar>& gradients,
               const DiagonalFisher<Scalar>& fisher, const LearningConfig& learning, double rate,
               double lambda) {
    Network<Scalar> updated = network;
    PerLayer<Scalar> downhill = gradients;
    WeightUpdate<Scalar> update;
    UpdateLedger ledger;
    update(updated, downhill, &fisher, rate, learning, &ledger);
    lens.layers.resize(network.size());
    for (std::size_t l = 0; l < network.size(); ++l) {
        const auto& layout = network[l].layout();
        LayerLens& layer = lens.layers[l];
        layer.parameters.resize(layout.specs.size());
        layer.rate = update.rates()[l];
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            const ParameterSpec& spec = layout[p];
            ParameterLens& parameter = layer.parameters[p];
            parameter.name = spec.name;
            parameter.count = spec.count();
            parameter.factor = heuristicFactor(spec, learning);
            parameter.measuredFactor = measuredFactor(fisher.information()[l], layout, spec);
            parameter.information =
                view(fisher.information()[l], spec).template cast<double>().mean() / lambda;
            const auto products = productsOf(fisher.sums()[l][p], parameter.factor, fisher.scale(l));
            addDivergence(parameter, gradients[l], fisher.information()[l], spec, rate, fisher.scale(l),
                          lambda);
            for (auto* sum : {&parameter.products, &layer.products, &lens.products})
                *sum += products;
            for (auto* sum : {&parameter.step, &layer.step})
                *sum += ledger[l][p];
        }
    }
    ++lens.batches;
}

LearningLens lookAtLearning(const Network<float>& network, const Dataset& data, const Config& config,
                            std::int64_t update, const PerLayer<float>* information) {
    const Index batches = batchesFor(network), size = config.training.batchSize;
    const auto indices = drawn(config, data.train, update, batches);
    Matrix<float> x(data.train.features, size);
    std::vector<std::int32_t> y(static_cast<std::size_t>(size));
    Pass<float> pass(network);
    const auto eachBatch = [&](const auto& use) {
        for (Index batch = 0; batch < batches; ++batch) {
            data.train.gather<float>(std::span(indices).subspan(static_cast<std::size_t>(batch * size),
                                                                static_cast<std::size_t>(size)),
                                     x, y);
            pass.forward(network, x, PassMode::withoutNoise());
            use(batch);
        }
    };
    DiagonalFisher<float> fisher(network);
    if (information) {
        fisher.information() = *information;
    } else {
        FisherSquares<float> squares(network);
        const auto share = static_cast<float>(config.fisher.lambda / static_cast<double>(batches));
        eachBatch([&](Index batch) {
            // Positions that no update of the run has.
            const auto position = ~static_cast<std::uint64_t>(update * mostBatches + batch);
            const auto rng =
                makeRng(static_cast<std::uint64_t>(config.training.seed), RngStream::FisherLabels, position);
            const auto& found = squares(pass, network, x, y, config.fisher.labels, rng);
            for (std::size_t l = 0; l < network.size(); ++l)
                fisher.information()[l] += share * found[l];
        });
    }
    LearningLens lens;
    PerLayer<float> gradients = zerosLike(network);
    const PerLayer<float> nothing = gradients;
    FisherConfig keep = config.fisher;
    keep.momentum = 0; // F stays as it is; only the sums over it and the gradients are taken
    eachBatch([&](Index) {
        pass.gradients(network, x, y, gradients);
        fisher.advance(network, nothing, gradients, keep);
        addToLens(lens, network, gradients, fisher, config.learning, config.training.learningRate,
                  config.fisher.lambda);
    });
    lens.examples = batches * size;
    lens.ofRun = information != nullptr;
    return lens;
}

template void addToLens(LearningLens&, const Network<float>&, const PerLayer<float>&,
                        const DiagonalFisher<float>&, const LearningConfig&, double, double);
template void addToLens(LearningLens&, const Network<double>&, const PerLayer<double>&,
                        const DiagonalFisher<double>&, const LearningConfig&, double, double);

} // namespace dalescope
