// What is chosen inside the inspectors (layer, matrix, order, example, ...), for a session's file.
#pragma once

#include <QObject>
#include <QString>
#include <QWidget>

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

namespace dalescope {

/// Lists fill only once their inspector has a network, so a choice from a file waits until it can be made.
class InspectorChoices : public QObject {
    Q_OBJECT

public:
    /// No choice is made while `mayChoose` says no.
    InspectorChoices(std::function<bool()> mayChoose, QObject* parent);

    /// Lists, numbers, sliders and buttons that stay down in `inspector`, by their accessible names.
    void add(const QString& name, QWidget& inspector);
    void add(const QString& name, const QList<QWidget*>& controls);

    /// An object for each inspector.
    nlohmann::ordered_json choices() const;
    /// Makes these choices once their inspectors show a network. What does not fit is left out.
    void choose(const nlohmann::ordered_json& choices);
    /// That inspector shows a network.
    void hasNetwork(const QString& name);

private:
    struct Control {
        QWidget* widget;
        nlohmann::ordered_json wish; ///< null: none
    };
    struct Inspector {
        QString name;
        bool hasNetwork = false;       ///< since choose()
        std::vector<Control> controls; ///< an earlier one may fill a later one's list
    };

    void look();

    std::function<bool()> mayChoose_;
    std::vector<Inspector> inspectors_;
};

} // namespace dalescope
