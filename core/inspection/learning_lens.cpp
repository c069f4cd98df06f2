#include "core/inspection/learning_lens.h"

#include "core/learning/correction.h"
#include "core/learning/fisher_squares.h"
#include "core/learning/update.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr Index mostBatches = 16;
constexpr Index batchesAtFirst = 4;       // that an estimate of F needs before anything is seen with it
constexpr Index elementsInAll = 20 << 20; // parameters times batches

/// The excitatory weights beside which `spec` acts: those of the same prefix, and the first for b.
std::size_t referenceOf(const ParameterLayout& layout, const ParameterSpec& spec) {
    const bool ofInput = spec.name != spec.role() || spec.name == "U";
    for (std::size_t p = 0; p < layout.specs.size(); ++p) {
        const ParameterSpec& other = layout[p];
        const std::string role = other.role();
        const bool excitatory = role == "WEE" || role == "W" || role == "U";
        if (excitatory && (other.name != role || other.name == "U") == ofInput)
            return p;
    }
    return 0;
}

CorrectionProducts productsOf(const kernels::InformationSums& sums, double factor, double scale) {
    const double uu = sums.gradient, uf = scale * sums.product, ff = scale * scale * sums.corrected;
    return {{{uu, factor * uu, uf}, {factor * uu, factor * factor * uu, factor * uf}, {uf, factor * uf, ff}}};
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

LearningLens& LearningLens::operator+=(const LearningLens& later) {
    layers.resize(later.layers.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
        LayerLens& sum = layers[l];
        const LayerLens& layer = later.layers[l];
        sum.parameters.resize(layer.parameters.size());
        for (std::size_t p = 0; p < sum.parameters.size(); ++p) {
            ParameterLens parameter = layer.parameters[p];
            parameter.products += sum.parameters[p].products;
            parameter.step += sum.parameters[p].step;
            for (int c = 0; c < corrections; ++c)
                parameter.divergence[c] += sum.parameters[p].divergence[c];
            sum.parameters[p] = std::move(parameter);
        }
        sum.products += layer.products;
        sum.step += layer.step;
        sum.rate = layer.rate;
    }
    products += later.products;
    batches += later.batches;
    examples += later.examples;
    ofRun = later.ofRun;
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
               DiagonalFisher<Scalar>& fisher, const LearningConfig& learning, double rate, double lambda) {
    const PerParameterEffects effectsOf = fisher.look(network, gradients);
    WeightUpdate<Scalar> update;
    UpdateLedger ledger;
    update.foresee(network, gradients, &fisher, rate, learning, ledger);
    lens.layers.resize(network.size());
    for (std::size_t l = 0; l < network.size(); ++l) {
        const auto& layout = network[l].layout();
        LayerLens& layer = lens.layers[l];
        layer.parameters.resize(layout.specs.size());
        layer.rate = update.rates()[l];
        const auto& effects = effectsOf[l];
        const auto meanInformation = [&](std::size_t p) {
            return effects[p].information / static_cast<double>(layout[p].count());
        };
        for (std::size_t p = 0; p < layout.specs.size(); ++p) {
            const ParameterSpec& spec = layout[p];
            ParameterLens& parameter = layer.parameters[p];
            parameter.name = spec.name;
            parameter.count = spec.count();
            parameter.factor = heuristicFactor(spec, learning);
            parameter.measuredFactor =
                std::sqrt(meanInformation(referenceOf(layout, spec)) / meanInformation(p));
            parameter.information = meanInformation(p) / lambda;
            const double scale = fisher.scale(l), half = rate * rate / (2 * lambda);
            parameter.divergence[0] += half * effects[p].plain;
            parameter.divergence[1] += half * parameter.factor * parameter.factor * effects[p].plain;
            parameter.divergence[2] += half * scale * scale * effects[p].corrected;
            const auto products = productsOf(fisher.sums()[l][p], parameter.factor, scale);
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
    // None of them outlives this call.
    RollingLens rolling({std::shared_ptr<void>(), &data});
    rolling.setNetwork({std::shared_ptr<void>(), &network}, config, update,
                       {std::shared_ptr<void>(), information});
    while (rolling.left() > 0)
        rolling.advance();
    return rolling.lens();
}

void RollingLens::setNetwork(std::shared_ptr<const Network<float>> network, const Config& config,
                             std::int64_t update, std::shared_ptr<const PerLayer<float>> information) {
    network_ = std::move(network);
    config_ = config;
    update_ = update;
    if (!fisher_ || (information != nullptr) != (information_ != nullptr)) {
        fisher_.emplace(*network_);
        squares_.emplace(*network_);
        pass_.emplace(*network_);
        gradients_ = zerosLike(*network_);
        estimated_ = 0;
        seen_.clear();
    }
    information_ = std::move(information);
    if (information_)
        fisher_->information() = *information_;
    // Of a running mean a twentieth is left after three times as many.
    const Index batches = batchesFor(*network_);
    left_ = information_ || estimated_ == 0 ? batches : 3 * batches;
}

/// A batch of its own for every call, at each update others.
void RollingLens::draw() {
    const Index size = config_.training.batchSize;
    Rng rng = makeRng(static_cast<std::uint64_t>(config_.training.seed), RngStream::ProbeBatch, position());
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(size));
    for (auto& index : indices)
        index =
            static_cast<std::uint32_t>(uniformBelow(rng, static_cast<std::uint64_t>(data_->train.count())));
    x_.resize(data_->train.features, size);
    y_.resize(indices.size());
    data_->train.gather<float>(indices, x_, y_);
    ++drawn_;
}

/// Takes the batch into the running mean.
void RollingLens::estimate() {
    const Rng rng =
        makeRng(static_cast<std::uint64_t>(config_.training.seed), RngStream::FisherLabels, position());
    const auto& found = (*squares_)(*pass_, *network_, x_, y_, config_.fisher.labels, rng);
    estimated_ = std::min(estimated_ + 1, batchesFor(*network_));
    const float share = 1 / static_cast<float>(estimated_);
    auto& f = fisher_->information();
    for (std::size_t l = 0; l < f.size(); ++l)
        f[l] = (1 - share) * f[l] + share * static_cast<float>(config_.fisher.lambda) * found[l];
}

void RollingLens::advance() {
    if (left_ == 0)
        return;
    const Index most = batchesFor(*network_);
    const auto passOn = [&] {
        draw();
        pass_->forward(*network_, x_, PassMode::withoutNoise());
    };
    if (estimated_ == 0)
        while (!information_ && estimated_ < std::min(batchesAtFirst, most)) {
            passOn();
            estimate();
        }
    passOn();
    if (!information_)
        estimate();
    pass_->gradients(*network_, x_, y_, gradients_);
    if (static_cast<Index>(seen_.size()) >= most)
        seen_.pop_front();
    LearningLens& lens = seen_.emplace_back();
    addToLens(lens, *network_, gradients_, *fisher_, config_.learning, config_.training.learningRate,
              config_.fisher.lambda);
    lens.examples = config_.training.batchSize;
    lens.ofRun = information_ != nullptr;
    if (--left_ == 0)
        network_ = nullptr;
}

LearningLens RollingLens::lens() const {
    LearningLens sum;
    for (const LearningLens& batch : seen_)
        sum += batch;
    return sum;
}

template void addToLens(LearningLens&, const Network<float>&, const PerLayer<float>&, DiagonalFisher<float>&,
                        const LearningConfig&, double, double);
template void addToLens(LearningLens&, const Network<double>&, const PerLayer<double>&,
                        DiagonalFisher<double>&, const LearningConfig&, double, double);

} // namespace dalescope
