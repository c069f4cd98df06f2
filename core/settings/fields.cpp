// The tables: every setting's name, range, help and whether it may change in mid-run.
#include "core/common/error.h"
#include "core/common/text.h"
#include "core/settings/field.h"
#include "core/settings/layer_kinds.h"

#include <algorithm>
#include <cctype>

namespace dalescope {

namespace {

constexpr bool inRun = true;
constexpr double unlimited = 1e12;
constexpr double unbounded = std::numeric_limits<double>::infinity();

struct Text {
    const char *path, *label, *unit, *help, *zero = "";
};

/// A field stored in `section.*member`; Stored is bool, a whole number, double or std::string.
template <class Section, class Stored>
Field<Config> field(Section Config::*section, Stored Section::*member, const Text& text, double minimum,
                    double maximum, bool editableInRun) {
    Field<Config> f{text.path, text.label, text.help, text.unit, minimum, maximum, {}, editableInRun, {}, {}};
    f.zero = text.zero;
    f.get = [=](const Config& c) {
        if constexpr (std::is_integral_v<Stored> && !std::is_same_v<Stored, bool>)
            return Value(static_cast<std::int64_t>((c.*section).*member));
        else
            return Value((c.*section).*member);
    };
    f.put = [=](Config& c, const Value& v) {
        if constexpr (std::is_integral_v<Stored> && !std::is_same_v<Stored, bool>)
            (c.*section).*member = static_cast<Stored>(std::get<std::int64_t>(v));
        else
            (c.*section).*member = std::get<Stored>(v);
    };
    return f;
}

template <class Section, class Stored>
Field<Config> field(Section Config::*section, Stored Section::*member, const Text& text,
                    bool editableInRun = false, std::vector<Choice> choices = {}) {
    auto f = field(section, member, text, -unbounded, unbounded, editableInRun);
    f.choices = std::move(choices);
    return f;
}

/// Whether parameters of one kind stay as they are.
Field<Config> freezeField(bool FrozenConfig::*member, const std::string& name, const std::string& what) {
    Field<Config> f;
    f.path = "learning.freeze_" + name;
    f.label = "Freeze " + name;
    f.help = "Keep " + what +
             " of all layers as they are while the rest learns, also of recurrent connections. The norm "
             "limit then counts only what moves; "
             "rate scaling counts them unmoved.";
    f.editableInRun = inRun;
    f.get = [=](const Config& c) { return Value(c.learning.freeze.*member); };
    f.put = [=](Config& c, const Value& v) { c.learning.freeze.*member = std::get<bool>(v); };
    return f;
}

std::vector<Field<Config>> makeConfigFields() {
    using C = Config;
    using D = DataConfig;
    using T = TrainingConfig;
    using L = LearningConfig;
    using F = FisherConfig;
    using B = BalanceConfig;
    using S = StopConfig;
    return {
        field(&C::data, &D::name,
              {"data.name", "Data set", "",
               "What to learn: mnist, kmnist, k49, fashion, cifar10, glyphs, delayed-match, or the name of a "
               "file or folder."}),
        field(&C::data, &D::folder,
              {"data.folder", "Folder", "",
               "The folder searched for the data set before the usual places; empty for those alone."}),
        field(&C::data, &D::validation,
              {"data.validation", "Validation split", "examples",
               "Training examples that are held out and on which the test error is then measured, so that a "
               "search never looks at the test set; the rest is trained on. 0 for the test set itself.",
               "none"},
              0, 1e9, false),
        field(&C::training, &T::learningRate,
              {"training.learning_rate", "Learning rate", "",
               "Length of a step: each parameter moves by this times its corrected gradient."},
              0, 1e6, inRun),
        field(&C::training, &T::batchSize,
              {"training.batch_size", "Batch size", "examples",
               "Examples whose mean gradient makes one update."},
              1, 65536, inRun),
        field(&C::training, &T::epochs,
              {"training.epochs", "Epochs", "epochs",
               "Passes over the training images after which the run ends."},
              1, 1e6, inRun),
        field(&C::training, &T::updates,
              {"training.updates", "Updates", "updates",
               "Updates after which the run ends, even within an epoch; 0 for no such limit.", "no limit"},
              0, unlimited, inRun),
        field(&C::training, &T::testEvery,
              {"training.test_every", "Test every", "updates",
               "Updates from one measurement of the test error to the next."},
              1, unlimited, inRun),
        field(&C::training, &T::seed,
              {"training.seed", "Seed", "",
               "Where all randomness starts: the same seed and threads give the same numbers, bit by bit."},
              0, unlimited, false),
        field(
            &C::training, &T::threads,
            {"training.threads", "Threads", "threads",
             "Processor threads for the matrix products; results can differ in the last bit between counts."},
            1, 256, false),
        field(&C::learning, &L::correction,
              {"learning.correction", "Correction", "",
               "What a gradient is multiplied by: nothing, the heuristic factors (algorithm 3), or the "
               "inverse of the diagonal Fisher information (algorithm 4)."},
              inRun, {{"none", "None"}, {"heuristic", "Heuristic"}, {"fisher", "Diagonal Fisher"}}),
        field(&C::learning, &L::correctWIE,
              {"learning.correct_WIE", "Correct WIE", "",
               "Divide the gradient of WIE, onto the inhibitory units, by the square root of the excitatory "
               "units."},
              inRun),
        field(&C::learning, &L::correctWEI,
              {"learning.correct_WEI", "Correct WEI", "",
               "Divide the gradient of WEI, the inhibitory weights, by the number of inputs."},
              inRun),
        field(&C::learning, &L::correctAlpha,
              {"learning.correct_alpha", "Correct alpha", "",
               "Divide the gradient of alpha by the inputs and by the square root of the excitatory units."},
              inRun),
        field(&C::learning, &L::normLimit,
              {"learning.norm_limit", "Norm limit", "",
               "Scale each layer's corrected gradient down to this norm when it is longer (algorithm 5); 0 "
               "for no "
               "limit.",
               "none"},
              0, 1e6, inRun),
        field(&C::learning, &L::rateScaling,
              {"learning.rate_scaling", "Rate scaling", "",
               "Halve a layer's learning rate until clamping its weights at zero leaves at least this cosine "
               "with "
               "the unclamped ones (algorithm 6); 0 for no scaling.",
               "none"},
              0, 1, inRun),
        freezeField(&FrozenConfig::WEE, "WEE", "the excitatory weights WEE"),
        freezeField(&FrozenConfig::WIE, "WIE", "the weights WIE onto the inhibitory units"),
        freezeField(&FrozenConfig::WEI, "WEI", "the inhibitory weights WEI"),
        freezeField(&FrozenConfig::alpha, "alpha", "the divisive strengths alpha"),
        freezeField(&FrozenConfig::g, "g", "the gains g"),
        freezeField(&FrozenConfig::b, "b", "the biases b"),
        freezeField(&FrozenConfig::W, "W",
                    "the weights W of standard and ColumnEi layers, with U of recurrent ones"),
        field(&C::fisher, &F::probe,
              {"fisher.probe", "Alignment probe", "",
               "Measure the cosine between the Fisher-corrected gradient and the plain and "
               "heuristic-corrected ones; updates are not changed by it."},
              inRun),
        field(&C::fisher, &F::every,
              {"fisher.every", "Probe every", "updates",
               "Updates from one alignment measurement to the next; a Fisher update measures at every one."},
              1, unlimited, inRun),
        field(&C::fisher, &F::momentum,
              {"fisher.momentum", "Momentum k", "",
               "Share of the newest batch in the running mean of the Fisher information."},
              1e-6, 1, inRun),
        field(&C::fisher, &F::lambda,
              {"fisher.lambda", "Lambda", "",
               "Factor on each batch's Fisher information, against the guard of 1e-8 in its inverse."},
              1e-12, 1e6, inRun),
        field(
            &C::fisher, &F::labels,
            {"fisher.labels", "Fisher labels", "",
             "Labels of the squared gradients: sampled from the model (algorithm 4), the batch's own, or the "
             "exact expectation over all classes, which takes a pass for each."},
            inRun,
            {{"sampled", "Sampled"}, {"empirical", "The batch's own"}, {"exact", "Exact expectation"}}),
        field(
            &C::balance, &B::every,
            {"balance.every", "Balance every", "updates",
             "Updates from one measurement of the E/I balance to the next; 0 for none. It is measured as it "
             "acts, with inhibition that is scaled, silenced or driven.",
             "never"},
            0, unlimited, inRun),
        field(&C::balance, &B::probeSize,
              {"balance.probe_size", "Probe batch", "examples",
               "Examples of the fixed batch on which the balance is measured."},
              2, 65536, false),
        field(&C::balance, &B::penalty,
              {"balance.penalty", "Balance penalty", "",
               "Weight of a loss that pulls each DANN layer's E/I ratio and divisive match toward 1; 0 for "
               "none.",
               "none"},
              0, 1e6, inRun),
        field(&C::balance, &B::gammaLimit,
              {"balance.gamma_limit", "Gamma warning", "",
               "Warn when the smallest gamma of a layer falls under this share of the layer's mean gamma."},
              0, 1, inRun),
        field(&C::stop, &S::targetError,
              {"stop.target_error", "Target error", "%", "Stop when the test error is this low; 0 for never.",
               "never"},
              0, 100, inRun),
        field(&C::stop, &S::plateauEpochs,
              {"stop.plateau_epochs", "Plateau", "epochs",
               "Stop when the training error has not improved for so many epochs; 0 for never.", "never"},
              0, 1e6, inRun),
    };
}

template <class Stored>
Field<LayerConfig> layerField(Stored LayerConfig::*member, const Text& text, double minimum = -unbounded,
                              double maximum = unbounded) {
    Field<LayerConfig> f{text.path, text.label, text.help, text.unit, minimum, maximum, {}, false, {}, {}};
    if constexpr (std::is_same_v<Stored, Index>) {
        f.get = [=](const LayerConfig& l) { return Value(static_cast<std::int64_t>(l.*member)); };
        f.put = [=](LayerConfig& l, const Value& v) { l.*member = std::get<std::int64_t>(v); };
    } else if constexpr (std::is_same_v<Stored, InhibitoryUnits>) {
        f.get = [=](const LayerConfig& l) { return Value((l.*member).text()); };
        f.put = [=](LayerConfig& l, const Value& v) {
            l.*member = InhibitoryUnits::parse(std::get<std::string>(v));
        };
    } else {
        f.get = [=](const LayerConfig& l) { return Value(l.*member); };
        f.put = [=](LayerConfig& l, const Value& v) { l.*member = std::get<Stored>(v); };
    }
    return f;
}

template <class Stored>
Field<LayerConfig> interventionField(Stored InterventionConfig::*member, const Text& text,
                                     double minimum = -unbounded, double maximum = unbounded) {
    Field<LayerConfig> f{text.path, text.label, text.help, text.unit, minimum, maximum, {}, inRun, {}, {}};
    if constexpr (std::is_same_v<Stored, UnitChoice>) {
        f.get = [=](const LayerConfig& l) { return Value((l.intervention.*member).text()); };
        f.put = [=](LayerConfig& l, const Value& v) {
            l.intervention.*member = UnitChoice::parse(std::get<std::string>(v));
        };
    } else {
        f.get = [=](const LayerConfig& l) { return Value(l.intervention.*member); };
        f.put = [=](LayerConfig& l, const Value& v) { l.intervention.*member = std::get<Stored>(v); };
    }
    return f;
}

void addInterventionFields(std::vector<Field<LayerConfig>>& fields) {
    using I = InterventionConfig;
    const std::string how = " Numbers from 0 such as 3, 5, 10-20, or a random share such as 25 % (25 % #2 "
                            "for another draw); empty for none.";
    const std::string silencedE = "Excitatory units (channels of a convolution) that pass on nothing and so "
                                  "learn nothing." +
                                  how,
                      silencedI = "Inhibitory units that inhibit nothing and learn nothing. Where all are "
                                  "silenced gamma is 1e-8: take the division away too." +
                                  how,
                      drivenE = "Units to whose pre-activation z the drive is added." + how,
                      drivenI = "Inhibitory units to whose activity zI the drive is added." + how;
    fields.push_back(interventionField(
        &I::subtractive,
        {"subtractive", "Subtractive inhibition", "",
         "Strength of subtractive inhibition: 0 takes it away, 1 is as learnt, 2 doubles it. "
         "Of a ColumnEi layer: of its inhibitory inputs."},
        0, 2));
    fields.push_back(interventionField(
        &I::divisive,
        {"divisive", "Divisive inhibition", "",
         "Strength of divisive inhibition, as a power of gamma: 0 divides by 1, 1 by gamma as "
         "learnt, 2 by its square."},
        0, 2));
    fields.push_back(interventionField(
        &I::silencedExcitatory, {"silenced_excitatory", "Silenced excitatory units", "", silencedE.c_str()}));
    fields.push_back(interventionField(
        &I::silencedInhibitory, {"silenced_inhibitory", "Silenced inhibitory units", "", silencedI.c_str()}));
    fields.push_back(interventionField(
        &I::drivenExcitatory, {"driven_excitatory", "Driven excitatory units", "", drivenE.c_str()}));
    fields.push_back(interventionField(
        &I::drivenInhibitory, {"driven_inhibitory", "Driven inhibitory units", "", drivenI.c_str()}));
    fields.push_back(interventionField(
        &I::drive,
        {"drive", "Drive", "",
         "What is added to the driven units; z varies by about 1, and zI is of the size of the inputs' sum."},
        0, 1000));
}

std::vector<Field<LayerConfig>> makeLayerFields() {
    using L = LayerConfig;
    auto kind = layerField(&L::kind, {"kind", "Kind", "",
                                      "What the layer is: DANN, a standard layer, ColumnEi (columns of one "
                                      "sign), or a step without weights."});
    for (const auto& known : layerKinds())
        kind.choices.push_back({known.name, known.label});
    auto initialisation =
        layerField(&L::initialisation,
                   {"initialisation", "Initialisation", "",
                    "How the weights start: as in the paper (WEI = 1/n_i), as in the authors' code (a "
                    "first layer of another mean), or with WIE and WEI both random."});
    initialisation.choices = {{"paper", "Paper"}, {"reference", "Reference"}, {"both-random", "Both random"}};
    std::vector<Field<LayerConfig>> fields = {
        kind,
        layerField(&L::units,
                   {"units", "Excitatory units", "units",
                    "Units that the next layer sees (the excitatory ones; all of them in a standard "
                    "layer), or channels of a convolution."},
                   1, 1e6),
        layerField(&L::inhibitory,
                   {"inhibitory", "Inhibitory units", "",
                    "Inhibitory units, as a number or as a percentage of the excitatory ones."}),
        initialisation,
        layerField(&L::kernel, {"kernel", "Kernel", "pixels", "Side of the convolution's square kernel."}, 1,
                   1024),
        layerField(&L::stride,
                   {"stride", "Stride", "pixels", "Distance from one place of the kernel to the next."}, 1,
                   1024),
        layerField(&L::padding, {"padding", "Padding", "pixels", "Zeros put around the image."}, 0, 1024),
        layerField(&L::size,
                   {"size", "Window", "pixels",
                    "Side of the square pooling window, and the distance from one to the next."},
                   1, 1024),
        layerField(&L::rate,
                   {"rate", "Dropout rate", "",
                    "Share of the features that dropout sets to zero at each update; none in tests."},
                   0, 0.99)};
    addInterventionFields(fields);
    return fields;
}

std::vector<std::string> configPaths() {
    std::vector<std::string> paths;
    for (const auto& f : configFields())
        paths.push_back(f.path);
    return paths;
}

[[noreturn]] void unknown(const std::string& path, const std::vector<std::string>& known) {
    const std::string guess = nearest(path, known);
    throw Error(path, "there is no such setting",
                guess.empty() ? "see config.json of a run for all of them"
                              : "did you mean \"" + guess + "\"?");
}

} // namespace

const std::vector<Field<Config>>& configFields() {
    static const auto fields = makeConfigFields();
    return fields;
}

const std::vector<Field<LayerConfig>>& layerFields() {
    static const auto fields = makeLayerFields();
    return fields;
}

std::vector<const Field<LayerConfig>*> interventionFields() {
    std::vector<const Field<LayerConfig>*> fields;
    for (const auto& f : layerFields())
        if (f.editableInRun)
            fields.push_back(&f);
    return fields;
}

bool appliesTo(const Field<LayerConfig>& field, const std::string& kind) {
    return field.path == "kind" ||
           std::ranges::find(layerKind(kind).fields, field.path) != layerKind(kind).fields.end();
}

std::string labelFor(const Field<LayerConfig>& field, const std::string& kind) {
    constexpr std::string_view word = "excitatory ";
    std::string label = field.label;
    const auto& fields = layerKind(kind).fields;
    if (const auto at = label.find(word);
        at != std::string::npos && std::ranges::find(fields, "silenced_inhibitory") == fields.end())
        label.erase(at, word.size());
    return label;
}

const Field<Config>& configField(const std::string& path) {
    for (const auto& f : configFields())
        if (f.path == path)
            return f;
    unknown(path, configPaths());
}

namespace {

constexpr std::string_view layerPrefix = "network.layers.";

/// N of "network.layers.N.FIELD". Throws Error where `config` has no such layer.
std::size_t layerIn(const Config& config, const std::string& path) {
    const auto dot = path.find('.', layerPrefix.size());
    const std::string number = path.substr(layerPrefix.size(), dot - layerPrefix.size());
    if (dot == std::string::npos || number.empty() || number.size() > 6 ||
        !std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; }))
        throw Error(path, "this does not name a layer's setting",
                    "write network.layers.N.units, with N counted from 0");
    const auto layer = static_cast<std::size_t>(std::stoul(number));
    if (layer >= config.layers.size())
        throw Error(path, "the network has " + std::to_string(config.layers.size()) + " layers",
                    "count them from 0");
    return layer;
}

const Field<LayerConfig>& layerFieldOf(const std::string& path) {
    const auto dot = path.find('.', layerPrefix.size()) + 1;
    std::vector<std::string> known;
    for (const auto& f : layerFields()) {
        if (f.path == path.substr(dot))
            return f;
        known.push_back(path.substr(0, dot) + f.path);
    }
    unknown(path, known);
}

/// Changes layer N of the path through `change`, or nothing where it throws or the layer's interventions do
/// not fit it then.
template <class Change>
void changeLayer(Config& config, const std::string& path, Change change) {
    const std::size_t index = layerIn(config, path);
    const auto& field = layerFieldOf(path);
    LayerConfig layer = config.layers[index];
    change(field, layer);
    if (field.editableInRun)
        if (std::string fault = interventionFault(layer, index + 1 == config.layers.size()); !fault.empty()) {
            const auto split = fault.find("; ");
            fault.pop_back();
            fault.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(fault.front())));
            throw Error(path, fault.substr(0, split), fault.substr(split + 2));
        }
    config.layers[index] = std::move(layer);
}

} // namespace

void setByPath(Config& config, const std::string& path, const std::string& text) {
    if (!path.starts_with(layerPrefix))
        return configField(path).setText(config, text);
    changeLayer(config, path, [&](const auto& field, LayerConfig& layer) { field.setText(layer, text); });
}

void setValueByPath(Config& config, const std::string& path, const Value& value) {
    if (!path.starts_with(layerPrefix))
        return configField(path).set(config, value);
    changeLayer(config, path, [&](const auto& field, LayerConfig& layer) {
        const bool isText = std::holds_alternative<std::string>(field.fallback());
        const bool countAsNumber = isText && field.path != "kind" && !std::holds_alternative<bool>(value);
        field.set(layer, countAsNumber ? Value(valueText(value)) : value);
    });
}

Value valueByPath(const Config& config, const std::string& path) {
    if (!path.starts_with(layerPrefix))
        return configField(path).get(config);
    const auto& layer = config.layers[layerIn(config, path)];
    return layerFieldOf(path).get(layer);
}

bool mayChangeInRun(const std::string& path) {
    return path.starts_with(layerPrefix) ? layerFieldOf(path).editableInRun : configField(path).editableInRun;
}

namespace {

/// "Layer 1 excitatory units" of "network.layers.1.units".
std::string labelInLayer(const std::string& path, std::string label) {
    label.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(label.front())));
    const auto from = layerPrefix.size();
    return "Layer " + path.substr(from, path.find('.', from) - from) + " " + label;
}

} // namespace

std::string labelOfPath(const std::string& path) {
    if (!path.starts_with(layerPrefix))
        return configField(path).label;
    return labelInLayer(path, layerFieldOf(path).label);
}

std::string labelOfPath(const Config& config, const std::string& path) {
    return path.starts_with(layerPrefix)
               ? labelInLayer(path, labelFor(layerFieldOf(path), config.layers[layerIn(config, path)].kind))
               : labelOfPath(path);
}

std::vector<std::string> differingPaths(const Config& a, const Config& b) {
    std::vector<std::string> paths;
    for (const auto& f : configFields())
        if (f.get(a) != f.get(b))
            paths.push_back(f.path);
    if (a.layers == b.layers)
        return paths;
    auto layers = a.layers;
    for (std::size_t i = 0; i < std::min(layers.size(), b.layers.size()); ++i)
        layers[i].intervention = b.layers[i].intervention;
    if (layers != b.layers) {
        paths.emplace_back("network.layers");
        return paths;
    }
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const auto* f : interventionFields())
            if (f->get(a.layers[i]) != f->get(b.layers[i]))
                paths.push_back(std::string(layerPrefix) + std::to_string(i) + "." + f->path);
    return paths;
}

} // namespace dalescope
