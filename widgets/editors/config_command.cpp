#include "widgets/editors/config_command.h"

#include "core/settings/field.h"
#include "widgets/editors/config_document.h"

#include <algorithm>

namespace dalescope {

ConfigCommand::ConfigCommand(ConfigDocument& document, Config after, const std::string& path,
                             const QString& text)
    : GuardedCommand(text), document_(document), before_(document.config()), after_(std::move(after)),
      path_(path) {
    age_.start();
}

void ConfigCommand::undo() {
    document_.apply(before_);
}

void ConfigCommand::redo() {
    document_.apply(after_);
}

bool ConfigCommand::mergeWith(const QUndoCommand* other) {
    const auto* next = static_cast<const ConfigCommand*>(other);
    if (&next->document_ != &document_ || next->path_ != path_ || age_.elapsed() > 1000)
        return false;
    after_ = next->after_;
    age_.restart();
    setText(changeText(before_, after_, path_));
    return true;
}

QString ConfigCommand::refusal() const {
    return document_.isLocked() && needsNoRun() ? ConfigDocument::lockReason() : QString();
}

bool ConfigCommand::needsNoRun() const {
    const QStringList paths = differences(before_, after_);
    return std::ranges::any_of(paths, [](const QString& path) {
        return path == QLatin1String("network.layers") || !mayChangeInRun(path.toStdString());
    });
}

QString changeText(const Config& before, const Config& after, const std::string& path) {
    const auto text = [&](const Config& config) {
        const std::string value = valueText(valueByPath(config, path));
        return value.empty() ? QObject::tr("none") : QString::fromStdString(value);
    };
    return QStringLiteral("%1 %2 \u2192 %3")
        .arg(QString::fromStdString(labelOfPath(after, path)), text(before), text(after));
}

QStringList differences(const Config& a, const Config& b) {
    QStringList paths;
    for (const auto& path : differingPaths(a, b))
        paths.append(QString::fromStdString(path));
    return paths;
}

} // namespace dalescope
