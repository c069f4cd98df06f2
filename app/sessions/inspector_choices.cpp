#include "app/sessions/inspector_choices.h"

#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

bool isChoice(QWidget* widget) {
    const auto* button = qobject_cast<QToolButton*>(widget);
    return !widget->accessibleName().isEmpty() &&
           (qobject_cast<QComboBox*>(widget) || qobject_cast<QSpinBox*>(widget) ||
            qobject_cast<QSlider*>(widget) || (button && button->isCheckable()));
}

Json valueOf(QWidget* widget) {
    if (const auto* list = qobject_cast<QComboBox*>(widget))
        return list->currentText().toStdString();
    if (const auto* number = qobject_cast<QSpinBox*>(widget))
        return number->value();
    if (const auto* slider = qobject_cast<QSlider*>(widget))
        return slider->value();
    return static_cast<QToolButton*>(widget)->isChecked();
}

bool fits(QWidget* widget, const Json& wish) {
    const Json now = valueOf(widget);
    return now.is_number() ? wish.is_number_integer() : wish.type() == now.type();
}

/// As a person would; false where it cannot be yet.
bool set(QWidget* widget, const Json& wish) {
    if (auto* list = qobject_cast<QComboBox*>(widget)) {
        const int index = list->findText(QString::fromStdString(wish.get<std::string>()));
        if (index >= 0 && index != list->currentIndex()) {
            list->setCurrentIndex(index);
            Q_EMIT list->activated(index);
        }
        return list->count() > 0;
    }
    if (auto* number = qobject_cast<QSpinBox*>(widget))
        number->setValue(wish.get<int>());
    else if (auto* slider = qobject_cast<QSlider*>(widget))
        slider->setValue(wish.get<int>());
    else
        static_cast<QToolButton*>(widget)->setChecked(wish.get<bool>());
    return true;
}

} // namespace

InspectorChoices::InspectorChoices(std::function<bool()> mayChoose, QObject* parent)
    : QObject(parent), mayChoose_(std::move(mayChoose)) {}

void InspectorChoices::add(const QString& name, QWidget& inspector) {
    QList<QWidget*> controls = inspector.findChildren<QWidget*>();
    controls.removeIf([](QWidget* widget) { return !isChoice(widget); });
    add(name, controls);
}

void InspectorChoices::add(const QString& name, const QList<QWidget*>& controls) {
    Inspector& inspector = inspectors_.emplace_back(Inspector{name, false, {}});
    for (QWidget* widget : controls) {
        inspector.controls.push_back({widget, nullptr});
        if (auto* list = qobject_cast<QComboBox*>(widget)) // once it is filled, not in the midst of it
            connect(list->model(), &QAbstractItemModel::rowsInserted, this, &InspectorChoices::look,
                    Qt::QueuedConnection);
    }
}

Json InspectorChoices::choices() const {
    Json all = Json::object();
    for (const Inspector& inspector : inspectors_)
        for (const auto& [widget, wish] : inspector.controls)
            all[inspector.name.toStdString()][widget->accessibleName().toStdString()] =
                wish.is_null() ? valueOf(widget) : wish;
    return all;
}

void InspectorChoices::choose(const Json& choices) {
    for (Inspector& inspector : inspectors_) {
        inspector.hasNetwork = false;
        for (auto& [widget, wish] : inspector.controls) {
            const Json& own = choices.value(inspector.name.toStdString(), Json::object());
            wish = own.is_object() ? own.value(widget->accessibleName().toStdString(), Json()) : Json();
            if (!fits(widget, wish))
                wish = nullptr;
        }
    }
}

void InspectorChoices::hasNetwork(const QString& name) {
    if (!mayChoose_())
        return;
    for (Inspector& inspector : inspectors_)
        inspector.hasNetwork = inspector.hasNetwork || inspector.name == name;
    look();
}

void InspectorChoices::look() {
    for (Inspector& inspector : inspectors_)
        for (auto& [widget, wish] : inspector.controls) {
            if (wish.is_null() || !inspector.hasNetwork)
                continue;
            if (!set(widget, wish))
                break; // what comes after it depends on it
            wish = nullptr;
        }
}

} // namespace dalescope
