#include "app/welcome/first_steps.h"

#include "core/data/locate.h"
#include "core/experiments/presets.h"

#include <QCoreApplication>

#include <algorithm>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Welcome", text);
}

} // namespace

QString dataTitle(const std::string& name) {
    if (name == "glyphs")
        return tr("glyphs");
    const auto known = knownDatasets({});
    const auto found = std::ranges::find(known, name, &KnownDataset::name);
    return QString::fromStdString(found != known.end() ? found->title : name);
}

std::string bestData() {
    const auto known = knownDatasets({});
    for (const char* name : {"mnist", "fashion"})
        if (std::ranges::any_of(known, [&](const auto& set) { return set.name == name && set.available; }))
            return name;
    return "glyphs";
}

std::vector<FirstStep> firstSteps() {
    const std::string data = bestData();
    std::vector<FirstStep> steps;
    if (data != "glyphs")
        steps.push_back({tr("Learn %1 now").arg(dataTitle(data)),
                         data == "mnist" ? tr("The paper's network on handwritten digits; it begins at once")
                                         : tr("The paper's network on pictures of clothes; MNIST is not "
                                              "installed"),
                         findPreset(data + "-dann").config,
                         {}});
    steps.push_back({tr("Learn glyphs now"),
                     tr("A small network on digits that the program draws itself: it learns in seconds"),
                     findPreset("glyphs-dann").config,
                     {}});
    FirstStep figure{tr("Figure 2, live"),
                     tr("Do scaled updates point where the Fisher information says?"),
                     findPreset("figure2").config,
                     {}};
    if (data != "mnist") {
        figure.config.data.name = data;
        figure.about += tr(" On %1, as MNIST is not installed").arg(dataTitle(data));
        figure.note = tr("Figure 2 of the paper is on MNIST, which is not installed here: this is the same "
                         "network and learning on %1.")
                          .arg(dataTitle(data));
    }
    steps.push_back(figure);
    return steps;
}

} // namespace dalescope
