// What is chosen inside the inspectors (layer, matrix, order, example, drawing, ...), for the files of
// sessions and figures.
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

    /// Lists, numbers, sliders, buttons that stay down, tables of which one cell or row is chosen, drawing
    /// pads and heat maps in `inspector`, by their accessible names.
    void add(const QString& name, QWidget& inspector);
    void add(const QString& name, const QList<QWidget*>& controls);

    /// An object for each inspector: a list's text, a number, a button's true or false, a cell's row and
    /// column, in a heat map with the size of its matrix ([] where none is chosen), and what is drawn as
    /// float32 in base64 ("" where nothing is).
    nlohmann::ordered_json choices() const;
    /// Of these alone.
    nlohmann::ordered_json choices(const QStringList& inspectors) const;
    /// Makes these choices once their inspectors show a network. What does not fit is left out, inspectors
    /// that are not named stay as they are. An input that a person chooses or draws until then stays.
    void choose(const nlohmann::ordered_json& choices);
    /// Whether that inspector shows a network.
    void setHasNetwork(const QString& name, bool has);
    /// Makes those that can be made by now; to be called when `mayChoose` may say something else.
    void look();

private:
    struct Control {
        QWidget* widget;
        nlohmann::ordered_json wish;   ///< null: none
        nlohmann::ordered_json before; ///< its value when that was asked for
    };
    struct Inspector {
        QString name;
        bool hasNetwork = false;
        std::vector<Control> controls; ///< an earlier one may fill a later one's list
    };

    std::function<bool()> mayChoose_;
    std::vector<Inspector> inspectors_;
};

} // namespace dalescope
