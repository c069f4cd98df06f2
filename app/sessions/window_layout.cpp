#include "app/sessions/window_layout.h"

#include "app/docks/dock.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/plots/plot_view_json.h"

#include <QSplitter>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

Json bytesToJson(const QByteArray& bytes) {
    return bytes.toBase64().toStdString();
}

QByteArray bytesFromJson(const Json& json) {
    return QByteArray::fromBase64(QByteArray::fromStdString(json.get<std::string>()));
}

/// Those between the plots: panels lay out their own.
QList<QSplitter*> splittersOf(const QMainWindow& window) {
    QList<QSplitter*> splitters = window.centralWidget()->findChildren<QSplitter*>();
    splitters.removeIf([](const QSplitter* splitter) { return splitter->objectName().isEmpty(); });
    return splitters;
}

} // namespace

Json windowLayout(const QMainWindow& window, const std::vector<const PlotPanel*>& panels) {
    Json plots = Json::array(), splitters = Json::object();
    for (const PlotPanel* panel : panels) {
        Json views = Json::array();
        for (const PlotView& view : panel->views())
            views.push_back(toJson(view));
        plots.push_back(views);
    }
    for (const QSplitter* splitter : splittersOf(window))
        splitters[splitter->objectName().toStdString()] = bytesToJson(splitter->saveState());
    return {{"geometry", bytesToJson(window.saveGeometry())},
            {"docks", bytesToJson(window.saveState())},
            {"splitters", splitters},
            {"plots", plots}};
}

void setWindowLayout(const Json& layout, QMainWindow& window, const std::vector<PlotPanel*>& panels) {
    // Each part for itself: a layout is no reason not to open a session.
    const auto part = [&layout](const char* name, const auto& use) {
        try {
            use(layout.at(name));
        } catch (const nlohmann::json::exception&) {
        }
    };
    part("geometry", [&](const Json& json) { window.restoreGeometry(bytesFromJson(json)); });
    part("docks", [&](const Json& json) { restoreDocks(window, bytesFromJson(json)); });
    part("splitters", [&](const Json& json) {
        for (QSplitter* splitter : splittersOf(window))
            splitter->restoreState(bytesFromJson(json.at(splitter->objectName().toStdString())));
    });
    part("plots", [&](const Json& json) {
        for (std::size_t i = 0; i < panels.size(); ++i)
            for (const Json& view : json.at(i))
                panels[i]->setView(plotViewFromJson(view));
    });
}

} // namespace dalescope
