#include "app/runs/run_differences.h"

#include "core/experiments/setting_differences.h"
#include "core/settings/field.h"

#include <QCoreApplication>

#include <algorithm>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RunDifferences", text);
}

QString line(const QString& setting, const std::vector<const Run*>& runs, const QStringList& values) {
    QStringList parts;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const QString& value = values[static_cast<qsizetype>(i)];
        parts << QStringLiteral("%1 %2").arg(runs[i]->label().name, value.isEmpty() ? tr("none") : value);
    }
    return QStringLiteral("%1: %2").arg(setting, parts.join(QStringLiteral(", ")));
}

/// "learning rate 0.05 after 1200 updates"
QString editsText(const std::vector<Edit>& edits) {
    constexpr std::size_t most = 3;
    QStringList parts;
    for (std::size_t i = 0; i < std::min(most, edits.size()); ++i)
        parts << tr("%1 %2 after %3 updates")
                     .arg(QString::fromStdString(configField(edits[i].path).label).toLower(),
                          QString::fromStdString(valueText(edits[i].value)))
                     .arg(edits[i].update);
    if (edits.size() > most)
        parts << tr("%1 more").arg(edits.size() - most);
    return parts.join(tr(" and "));
}

bool differ(const QStringList& values) {
    return std::ranges::any_of(values, [&](const QString& value) { return value != values.front(); });
}

} // namespace

QString differencesOf(const std::vector<const Run*>& runs) {
    std::vector<Config> configs;
    std::vector<const Config*> pointers;
    for (const Run* run : runs)
        configs.push_back(run->replayConfig());
    for (const Config& config : configs)
        pointers.push_back(&config);
    QStringList lines;
    for (const VariedSetting& setting : variedSettings(pointers)) {
        QStringList values;
        for (const auto& text : setting.texts)
            values << QString::fromStdString(text);
        lines << line(QString::fromStdString(setting.label), runs, values);
    }
    QStringList seeds, edits;
    for (const Config& config : configs) {
        seeds << QString::number(config.training.seed);
        edits << editsText(config.edits);
    }
    if (differ(seeds))
        lines << line(tr("Seed"), runs, seeds);
    if (differ(edits))
        lines << line(tr("Edits in mid-run"), runs, edits);
    return lines.isEmpty() ? tr("The same settings and seed.") : lines.join(u'\n');
}

} // namespace dalescope
