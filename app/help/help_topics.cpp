#include "app/help/help_topics.h"

#include "core/experiments/embedded_texts.h"
#include "core/settings/field.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace dalescope {

namespace {

QString text(const nlohmann::json& entry, const char* key) {
    return QString::fromStdString(entry.at(key).get<std::string>());
}

HelpTopic described(const nlohmann::json& entry, HelpTopic::Kind kind) {
    HelpTopic topic{
        {}, text(entry, "title"), text(entry, "equation"), text(entry, "text"), text(entry, "source"), kind};
    for (const auto& name : entry.at("topics"))
        topic.names << QString::fromStdString(name.get<std::string>());
    return topic;
}

template <class Owner>
HelpTopic setting(const Field<Owner>& field, const QString& name, const nlohmann::json& entry) {
    QString words = QString::fromStdString(field.help);
    if (!field.allowed().empty() && field.choices.empty())
        words +=
            QLatin1Char(' ') +
            QCoreApplication::translate("Help", "Allowed: %1.").arg(QString::fromStdString(field.allowed()));
    return {{name},
            QString::fromStdString(field.label),
            text(entry, "equation"),
            words,
            text(entry, "source"),
            HelpTopic::Kind::Setting};
}

std::vector<HelpTopic> readTopics() {
    const auto json = nlohmann::json::parse(embeddedHelp().front().second);
    std::vector<HelpTopic> topics;
    for (const auto& entry : json.at("quantities"))
        topics.push_back(described(entry, HelpTopic::Kind::Quantity));
    for (const auto& entry : json.at("panels"))
        topics.push_back(described(entry, HelpTopic::Kind::Panel));
    for (const auto& entry : json.at("settings")) {
        const auto path = entry.at("setting").get<std::string>();
        for (const auto& field : layerFields())
            if (path == "layer." + field.path)
                topics.push_back(setting(field, QString::fromStdString(path), entry));
        for (const auto& field : configFields())
            if (path == field.path)
                topics.push_back(setting(field, QString::fromStdString(path), entry));
    }
    return topics;
}

} // namespace

QString HelpTopic::html() const {
    QString html = QStringLiteral("<h3>%1</h3>").arg(title);
    if (!equation.isEmpty())
        html += QStringLiteral("<p style='font-size:large'>%1</p>").arg(equation);
    html += QStringLiteral("<p>%1</p>").arg(text);
    if (source == QLatin1String("this program"))
        return html;
    return html + QStringLiteral("<p><i>%1</i></p>")
                      .arg(QCoreApplication::translate("Help", "Where: %1").arg(source));
}

const std::vector<HelpTopic>& helpTopics() {
    static const std::vector<HelpTopic> topics = readTopics();
    return topics;
}

const HelpTopic* findHelp(const QString& name) {
    // "ei_ratio.2", "update_norm.0.WEI", "update-norm-layer-0", "network.layers.1.units"
    static const QRegularExpression layer(QStringLiteral("(\\.\\d+(\\.\\w+)?|-layer-\\d+)$")),
        ofLayer(QStringLiteral("^network\\.layers\\.\\d+\\."));
    const QString plain =
        QString(name).replace(ofLayer, QStringLiteral("layer.")).remove(layer).replace(u'-', u'_');
    const auto& topics = helpTopics();
    const auto found =
        std::ranges::find_if(topics, [&](const HelpTopic& topic) { return topic.names.contains(plain); });
    return found == topics.end() ? nullptr : &*found;
}

} // namespace dalescope
