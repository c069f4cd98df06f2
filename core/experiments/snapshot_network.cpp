#include "core/experiments/snapshot_network.h"

#include "core/common/error.h"
#include "core/network/dann_layer.h"
#include "core/network/dense_layer.h"
#include "core/training/snapshot.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalescope {

namespace {

struct Kind {
    std::string name;
    Index inhibitoryInputs = 0;
};

std::vector<Kind> kindsFromText(const std::string& text) {
    std::vector<Kind> kinds;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) {
        const auto colon = part.find(':');
        Kind kind{part.substr(0, colon)};
        if (colon != std::string::npos) {
            const char* end = part.data() + part.size();
            const auto [stop, problem] = std::from_chars(part.data() + colon + 1, end, kind.inhibitoryInputs);
            if (problem != std::errc{} || stop != end || kind.inhibitoryInputs < 0)
                throw Error("--layers", "\"" + part + "\" has no number after its colon", "write columnei:2");
        }
        kinds.push_back(kind);
    }
    return kinds;
}

std::vector<Kind> kindsFromMeta(const std::string& text, const std::filesystem::path& file) {
    try {
        std::vector<Kind> kinds;
        const auto meta = nlohmann::json::parse(text); // must outlive the loop
        for (const auto& layer : meta.at("layers"))
            kinds.push_back({layer.at("kind"), layer.value("inhibitory_inputs", Index(0))});
        return kinds;
    } catch (const nlohmann::json::exception&) {
        throw Error(file.string(), "its meta.json is damaged", "remove it and give --layers");
    }
}

template <class Scalar>
std::unique_ptr<Layer<Scalar>> makeLayer(const Kind& kind, const Npz& npz, const std::string& prefix,
                                         const std::filesystem::path& file) {
    const auto matrixShape = [&](const char* name) {
        const auto& shape = npz.array(prefix + name, file).shape;
        if (shape.size() != 2 || shape[0] < 1 || shape[1] < 1)
            throw Error(file.string(), prefix + name + " is not a matrix", "store it as rows x columns");
        return shape;
    };
    if (kind.name == "dann") {
        const auto wee = matrixShape("WEE"), wie = matrixShape("WIE");
        return std::make_unique<DannLayer<Scalar>>(DannShape{wee[1], wee[0], wie[0]},
                                                   DannInitialisation::Paper);
    }
    if (kind.name != "mlp" && kind.name != "columnei")
        throw Error(file.string(), "this version does not know layers of kind \"" + kind.name + "\"",
                    "use dann, mlp or columnei");
    const auto w = matrixShape("W");
    if (kind.inhibitoryInputs > w[1])
        throw Error(file.string(), prefix + "W has only " + std::to_string(w[1]) + " inputs",
                    "give fewer inhibitory ones");
    return std::make_unique<DenseLayer<Scalar>>(
        DenseShape{w[1], w[0], kind.name == "columnei", kind.inhibitoryInputs});
}

} // namespace

template <class Scalar>
Network<Scalar> networkFromSnapshot(const Npz& npz, const std::string& kinds,
                                    const std::filesystem::path& file) {
    const auto meta = npz.texts.find("meta.json");
    const auto list =
        meta != npz.texts.end() && kinds.empty() ? kindsFromMeta(meta->second, file) : kindsFromText(kinds);
    if (list.empty())
        throw Error(file.string(), "it has no meta.json that names its layers",
                    "give --layers, such as dann,dann,dann");
    std::vector<std::unique_ptr<Layer<Scalar>>> layers;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string prefix = "layers." + std::to_string(i) + ".";
        layers.push_back(makeLayer<Scalar>(list[i], npz, prefix, file));
        readLayer(*layers.back(), npz, prefix, file);
        if (i > 0 && layers[i]->inputs() != layers[i - 1]->outputs())
            throw Error(file.string(),
                        "layer " + std::to_string(i) + " takes " + std::to_string(layers[i]->inputs()) +
                            " inputs but the one before gives " + std::to_string(layers[i - 1]->outputs()),
                        "check the snapshot");
    }
    return Network<Scalar>(std::move(layers));
}

template Network<float> networkFromSnapshot(const Npz&, const std::string&, const std::filesystem::path&);
template Network<double> networkFromSnapshot(const Npz&, const std::string&, const std::filesystem::path&);

} // namespace dalescope
