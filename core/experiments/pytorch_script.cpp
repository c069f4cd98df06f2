#include "core/experiments/pytorch_script.h"

#include "core/common/text.h"
#include "core/common/text_template.h"
#include "core/experiments/embedded_texts.h"
#include "core/network/architecture.h"
#include "core/settings/layer_kinds.h"
#include "core/training/snapshot.h"

#include <algorithm>
#include <map>

namespace dalescope {

namespace {

bool isDense(const std::string& kind) {
    return layerKind(kind).weights && !isConvolution(kind) && !isRecurrent(kind);
}

/// The layer as a PyTorch module.
std::string moduleOf(const LayerConfig& layer, const LayerShape& s) {
    const auto n = [](Index number) { return std::to_string(number); };
    const std::string inhibited = n(s.excitatory) + ", " + n(s.inhibitory),
                      geometry = ", kernel=" + n(layer.kernel) + ", stride=" + n(layer.stride) +
                                 ", padding=" + n(layer.padding),
                      step = n(s.in.channels * s.in.columns),
                      sequence = s.passesSequence ? ", every_step=True" : "", inputs = n(s.inputs),
                      units = n(layer.units);
    const std::map<std::string, std::string> modules = {
        {"dann", "Dann(" + inputs + ", " + inhibited + ")"},
        {"dann-conv", "DannConv(" + n(s.in.channels) + ", " + inhibited + geometry + ")"},
        {"recurrent", "DannRecurrent(" + step + ", " + inhibited + sequence + ")"},
        {"mlp", "Dense(" + inputs + ", " + units + ")"},
        {"layernorm", "LayerNormed(" + inputs + ", " + units + ")"},
        {"batchnorm", "BatchNormed(" + inputs + ", " + units + ")"},
        {"columnei", "ColumnEi(" + inputs + ", " + units + (s.inhibitory ? " + " + n(s.inhibitory) : "") +
                         ", inhibitory_inputs=" + n(s.inhibitoryInputs) + ")"},
        {"conv", "Conv(" + n(s.in.channels) + ", " + units + geometry + ")"},
        {"rnn", "Recurrent(" + step + ", " + units + sequence + ")"},
        {"max-pool", "nn.MaxPool2d(" + n(layer.size) + ")"},
        {"avg-pool", "nn.AvgPool2d(" + n(layer.size) + ")"},
        {"flatten", "nn.Flatten()"},
        {"dropout", "nn.Dropout(" + shortNumber(layer.rate) + ")"},
    };
    return modules.at(layer.kind);
}

/// The lines between the brackets of nn.Sequential(): a layer a line, with the ReLU that follows it.
std::string networkLines(const std::vector<LayerConfig>& layers, const FeatureShape& in) {
    const auto shapes = checkArchitecture(layers, in, layers.back().units);
    std::string lines;
    bool flat = in.isFlat();
    const auto add = [&](const std::string& text) {
        lines += (lines.empty() ? "        " : ",\n        ") + text;
    };
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const std::string& kind = layers[i].kind;
        if (isDense(kind) && !flat)
            add("nn.Flatten()");
        add(moduleOf(layers[i], shapes[i]));
        if (layerKind(kind).weights && i + 1 < layers.size())
            lines += ", nn.ReLU()";
        if (kind == "flatten" || isDense(kind))
            flat = true;
        else if (isRecurrent(kind))
            flat = !shapes[i].passesSequence;
    }
    return lines;
}

/// Names of the blocks of the templates that this run needs.
std::set<std::string> blocksFor(const ScriptRequest& request) {
    const Config& config = request.config;
    std::set<std::string> blocks = request.dataFormat.readers;
    for (const auto& layer : config.layers) {
        blocks.insert(layer.kind);
        if (layerKind(layer.kind).inhibited || layer.kind == "columnei")
            blocks.insert("signed");
        if (layerKind(layer.kind).inhibited && config.learning.correction == "heuristic")
            blocks.insert("heuristic");
    }
    const std::pair<bool, std::string> further[] = {
        {config.learning.correction == "fisher", "fisher"},
        {config.learning.normLimit > 0, "norm-limit"},
        {config.learning.rateScaling > 0 && blocks.contains("signed"), "rate-scaling"},
        {config.balance.penalty > 0 &&
             std::ranges::any_of(config.layers, [](const auto& l) { return layerKind(l.kind).inhibited; }),
         "penalty"},
        {request.dataFormat.readers.size() > 1, "anywhere"},
        {config.data.validation > 0, "validation"},
        {true, config.fisher.labels}};
    for (const auto& [needed, block] : further)
        if (needed)
            blocks.insert(block);
    return blocks;
}

std::string readerOf(const std::set<std::string>& readers) {
    const std::map<std::string, std::string> functions = {{"idx", "read_idx_folder"},
                                                          {"cifar10", "read_cifar10_folder"},
                                                          {"npz", "read_npz"},
                                                          {"parts", "read_npz_folder"}};
    return functions.at(*readers.begin());
}

/// "DANN 500, DANN 500, DANN 10"
std::string titleOf(const ScriptRequest& request) {
    std::string text;
    for (const auto& layer : layersWithWeights(request.config.layers))
        text += (text.empty() ? "" : ", ") + layerKind(layer.kind).label + " " + std::to_string(layer.units);
    return text + " on " + std::filesystem::path(request.config.data.name).filename().string() + ".";
}

std::map<std::string, std::string> valuesFor(const ScriptRequest& request,
                                             const std::set<std::string>& blocks) {
    const Config& config = request.config;
    const LearningConfig& learning = config.learning;
    const bool heuristic = blocks.contains("heuristic"), fisher = blocks.contains("fisher"),
               validation = blocks.contains("validation"), retains = fisher && blocks.contains("batchnorm");
    const auto factor = [&](bool used, const char* value) {
        return heuristic && used ? std::string(", correction=") + value : std::string();
    };
    const auto& in = request.in;
    return {
        {"TITLE", titleOf(request)},
        {"VERSION", programVersion()},
        {"SOURCE", request.source},
        {"SCRIPT", request.name},
        {"UPDATE", std::to_string(request.update)},
        {"OTHER_RANDOMNESS", blocks.contains("dropout") ? ", and dropout draws other masks" : ""},
        {"SNAPSHOT", request.weights},
        {"DATA", request.data},
        {"HELD_OUT", request.heldOut},
        {"LOAD", validation ? "read_data" : "load_data"},
        {"MEASURED", validation ? "validation" : "test"},
        {"DATA_HELP", request.dataFormat.help},
        {"FISHER", request.fisher},
        {"LEARNING_RATE", shortNumber(config.training.learningRate)},
        {"BATCH_SIZE", std::to_string(config.training.batchSize)},
        {"SEED", std::to_string(config.training.seed)},
        {"NORM_LIMIT", shortNumber(learning.normLimit)},
        {"RATE_SCALING", shortNumber(learning.rateScaling)},
        {"FISHER_MOMENTUM", shortNumber(config.fisher.momentum)},
        {"FISHER_LAMBDA", shortNumber(config.fisher.lambda)},
        {"BALANCE_PENALTY", shortNumber(config.balance.penalty)},
        {"ADD_ARGUMENTS", std::string(blocks.contains("signed") ? ", nonnegative=False" : "") +
                              (heuristic ? ", correction=1" : "")},
        {"WIE_FACTOR", factor(learning.correctWIE, "1 / math.sqrt(ne)")},
        {"WEI_FACTOR", factor(learning.correctWEI, "1 / d")},
        {"ALPHA_FACTOR", factor(learning.correctAlpha, "1 / (d * math.sqrt(ne))")},
        {"INPUT",
         std::to_string(in.channels) + " x " + std::to_string(in.rows) + " x " + std::to_string(in.columns)},
        {"CLASSES", std::to_string(config.layers.back().units)},
        {"LAYERS", networkLines(config.layers, in)},
        {"READER", blocks.contains("anywhere") ? "" : readerOf(request.dataFormat.readers)},
        {"RETAIN", retains ? ", retain_graph=True" : ""},
        {"BACKWARD", retains ? "retain_graph=True" : ""},
        {"RATE", blocks.contains("rate-scaling") ? "rate" : "LEARNING_RATE"},
    };
}

} // namespace

std::string pytorchScript(const ScriptRequest& request) {
    const auto blocks = blocksFor(request);
    const auto values = valuesFor(request, blocks);
    std::string script;
    for (const auto& [name, text] : embeddedPyTorch())
        script += fillTemplate(text, blocks, values);
    return script;
}

} // namespace dalescope
