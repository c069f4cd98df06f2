// What every quantity and setting means: its equation, and where the paper defines it.
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace dalescope {

struct HelpTopic {
    QStringList names; ///< "ei_ratio", "WEE", "training.learning_rate", "layer.units", the ids of plots
    QString title;
    QString equation; ///< rich text; empty where there is none
    QString text;
    QString source; ///< "equation 3; appendix D"
    enum class Kind { Quantity, Panel, Setting } kind = Kind::Quantity;

    /// All of it as rich text.
    QString html() const;
};

/// From resources/help/topics.json; the texts of settings are those of their definitions.
const std::vector<HelpTopic>& helpTopics();

/// The topic of that name; a layer's number is left out of account ("ei_ratio.2", "alignment-layer-1",
/// "network.layers.0.units"). Null where there is none.
const HelpTopic* findHelp(const QString& name);

} // namespace dalescope
