#include "widgets/editors/config_document.h"

#include "core/common/error.h"
#include "widgets/editors/config_command.h"

#include <memory>

namespace dalescope {

ConfigDocument::ConfigDocument(Config config, History& history, QObject* parent)
    : QObject(parent), config_(std::move(config)), history_(history) {}

QString ConfigDocument::lockReason() {
    return tr("Fixed while a run goes on. Reset the run to change it.");
}

QString sentenceOf(const Error& error, const Config& config, const std::string& path) {
    const QString sentence = QString::fromUtf8(error.what());
    for (const std::string& name : {path, path.substr(path.rfind('.') + 1), std::string("units")})
        if (const QString where = QString::fromStdString(name + ": "); sentence.startsWith(where))
            return QString::fromStdString(labelOfPath(config, path) + ": ") + sentence.sliced(where.size());
    return sentence;
}

QString ConfigDocument::edit(const std::string& path, const Value& value) {
    Config after = config_;
    try {
        setValueByPath(after, path, value);
    } catch (const Error& error) {
        return sentenceOf(error, config_, path);
    }
    if (after == config_)
        return {};
    if (locked_ && !mayChangeInRun(path))
        return lockReason();
    history_.push(new ConfigCommand(*this, after, path, changeText(config_, after, path)));
    return {};
}

QString ConfigDocument::setLayers(const std::vector<LayerConfig>& layers, const QString& text) {
    Config after = config_;
    after.layers = layers;
    return replace(after, text);
}

QString ConfigDocument::replace(const Config& config, const QString& text) {
    if (config == config_)
        return {};
    auto command = std::make_unique<ConfigCommand>(*this, config, std::string(), text);
    if (const QString refusal = command->refusal(); !refusal.isEmpty())
        return refusal;
    history_.push(command.release());
    return {};
}

void ConfigDocument::apply(const Config& config) {
    const QStringList paths = differences(config_, config);
    config_ = config;
    Q_EMIT changed(paths);
}

void ConfigDocument::setDataShape(const FeatureShape& in, Index classes) {
    in_ = in;
    classes_ = classes;
    Q_EMIT changed({QStringLiteral("network.layers")});
}

std::vector<LayerShape> ConfigDocument::shapes() const {
    return checkArchitecture(config_.layers, in_, classes_);
}

void ConfigDocument::setLocked(bool locked) {
    if (locked == locked_)
        return;
    locked_ = locked;
    Q_EMIT lockChanged(locked);
    history_.recheck();
}

} // namespace dalescope
