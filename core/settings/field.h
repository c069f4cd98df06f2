// The one definition of each setting. JSON, editors, --set and tool tips are all made from these tables.
#pragma once

#include "core/settings/config.h"

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace dalescope {

struct Choice {
    std::string value; ///< as stored
    std::string label; ///< as shown
};

/// A setting of Owner (Config or LayerConfig).
template <class Owner>
struct Field {
    std::string path;  ///< "training.learning_rate"; what --set and JSON call it
    std::string label; ///< "Learning rate"
    std::string help;  ///< one sentence: what it does, with its unit
    std::string unit;  ///< "updates", "%"; empty where it has none
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    std::vector<Choice> choices; ///< for strings with a fixed set of values
    bool editableInRun = false;  ///< takes effect at the next update; otherwise the run must be reset first
    std::function<Value(const Owner&)> get;
    std::function<void(Owner&, const Value&)> put; ///< does not check; see set()
    std::string zero = {}; ///< what 0 stands for where it is no amount: "no limit"; else empty

    /// The value of a default-constructed Owner, whose type is the setting's type.
    Value fallback() const { return get(Owner{}); }

    /// Checks type, range and choice and sets. Whole numbers are taken for real ones; a real number without a
    /// fraction for a whole one. Throws Error that names the setting, what is wrong with `value` and what is
    /// allowed.
    void set(Owner& owner, const Value& value) const;

    /// Reads `text` as the setting's type and sets it. Throws Error as set() does.
    void setText(Owner& owner, const std::string& text) const;

    /// "from 1 to 65536", "one of none, heuristic, fisher"; empty where everything is allowed.
    std::string allowed() const;
};

/// Every setting of a run but its layers and edits, in the order in which editors show them.
const std::vector<Field<Config>>& configFields();
/// Every setting of a layer; paths are relative to it ("units").
const std::vector<Field<LayerConfig>>& layerFields();

/// Those of them that may change in mid-run: what is done to a layer's units from outside.
std::vector<const Field<LayerConfig>*> interventionFields();

/// Whether `field` means anything for a layer of `kind` (an mlp layer has no inhibitory units).
bool appliesTo(const Field<LayerConfig>& field, const std::string& kind);

/// What it is called of a layer of `kind`: one without populations has no excitatory units, but units.
std::string labelFor(const Field<LayerConfig>& field, const std::string& kind);

/// The field of that path. Throws Error that suggests the nearest known path.
const Field<Config>& configField(const std::string& path);

/// Sets from text, as --set does: path of a config field, or "network.layers.N.FIELD". Throws Error, and
/// changes nothing then; also for an intervention on units that the layer does not have.
void setByPath(Config& config, const std::string& path, const std::string& text);
/// The same from a value of the setting's type. A layer's inhibitory units may be a number.
void setValueByPath(Config& config, const std::string& path, const Value& value);
/// What such a path has. Throws Error.
Value valueByPath(const Config& config, const std::string& path);

/// Whether that setting may change in mid-run. Throws Error where there is none of that path.
bool mayChangeInRun(const std::string& path);
/// "Learning rate"; of a layer "Layer 1 subtractive inhibition". Throws Error likewise.
std::string labelOfPath(const std::string& path);
/// The same as it is called of that layer's kind in `config`, see labelFor().
std::string labelOfPath(const Config& config, const std::string& path);
/// Paths of the settings in which two configurations differ, "network.layers.1.subtractive" among them;
/// "network.layers" alone where layers differ in what cannot change in mid-run.
std::vector<std::string> differingPaths(const Config& a, const Config& b);

/// As a person reads it: "0.1107", "on", "heuristic".
std::string valueText(const Value& value);

extern template struct Field<Config>;
extern template struct Field<LayerConfig>;

} // namespace dalescope
