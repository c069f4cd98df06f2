#include "app/sessions/inspector_choices.h"

#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/heat_map.h"
#include "widgets/inspectors/input_controls.h"

#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <cstring>

namespace dalescope {

namespace {

using Json = nlohmann::ordered_json;

/// One cell or one row.
bool choosesOne(const QTableWidget& table) {
    return table.selectionMode() == QAbstractItemView::SingleSelection;
}

bool isChoice(QWidget* widget) {
    const auto* button = qobject_cast<QToolButton*>(widget);
    const auto* table = qobject_cast<QTableWidget*>(widget);
    return !widget->accessibleName().isEmpty() &&
           (qobject_cast<QComboBox*>(widget) || qobject_cast<QSpinBox*>(widget) ||
            qobject_cast<QSlider*>(widget) || qobject_cast<DrawPad*>(widget) ||
            (button && button->isCheckable()) || (table && choosesOne(*table)) ||
            qobject_cast<HeatMap*>(widget));
}

Json valueOf(const QTableWidget& table) {
    const QList<QTableWidgetItem*> chosen = table.selectedItems();
    return chosen.isEmpty() ? Json::array() : Json{chosen.first()->row(), chosen.first()->column()};
}

/// With the size of the matrix, as another one may be shown before it.
Json valueOf(const HeatMap& map) {
    const QPoint cell = map.cell();
    const QSize size = map.picture().image.size();
    return cell.x() < 0 ? Json::array() : Json{cell.y(), cell.x(), size.height(), size.width()};
}

std::string valueOf(const DrawPad& pad) {
    if (!pad.isDrawn())
        return {};
    const Vector<float>& values = pad.values();
    return QByteArray(reinterpret_cast<const char*>(values.data()),
                      values.size() * static_cast<qsizetype>(sizeof(float)))
        .toBase64()
        .toStdString();
}

Json valueOf(QWidget* widget) {
    if (const auto* list = qobject_cast<QComboBox*>(widget))
        return list->currentText().toStdString();
    if (const auto* number = qobject_cast<QSpinBox*>(widget))
        return number->value();
    if (const auto* slider = qobject_cast<QSlider*>(widget))
        return slider->value();
    if (const auto* table = qobject_cast<QTableWidget*>(widget))
        return valueOf(*table);
    if (const auto* pad = qobject_cast<DrawPad*>(widget))
        return valueOf(*pad);
    if (const auto* map = qobject_cast<HeatMap*>(widget))
        return valueOf(*map);
    return static_cast<QToolButton*>(widget)->isChecked();
}

bool fits(QWidget* widget, const Json& wish) {
    const Json now = valueOf(widget);
    return now.is_number() ? wish.is_number_integer() : wish.type() == now.type();
}

bool set(QTableWidget& table, const Json& wish) {
    if (wish.empty())
        table.clearSelection();
    else if (table.rowCount() == 0)
        return false;
    else if (wish.size() == 2 && wish[0].is_number_integer() && wish[1].is_number_integer())
        table.setCurrentCell(wish[0].get<int>(), wish[1].get<int>());
    return true;
}

bool set(HeatMap& map, const Json& wish) {
    const QSize size = map.picture().image.size();
    if (wish.empty()) {
        map.choose({-1, -1});
        return true;
    }
    if (wish.size() != 4 || !std::ranges::all_of(wish, [](const Json& n) { return n.is_number_integer(); }))
        return true;
    if (wish[2] != size.height() || wish[3] != size.width())
        return false;
    const QPoint cell(wish[1].get<int>(), wish[0].get<int>());
    if (map.picture().image.rect().contains(cell))
        map.choose(cell);
    return true;
}

bool set(DrawPad& pad, const std::string& wish) {
    if (pad.values().size() == 0)
        return false;
    const auto bytes = QByteArray::fromBase64Encoding(QByteArray::fromStdString(wish),
                                                      QByteArray::AbortOnBase64DecodingErrors);
    Vector<float> values(pad.values().size());
    if (wish.empty())
        pad.restore();
    else if (bytes && bytes.decoded.size() == values.size() * static_cast<qsizetype>(sizeof(float))) {
        std::memcpy(values.data(), bytes.decoded.constData(), static_cast<std::size_t>(bytes.decoded.size()));
        pad.draw(values);
    }
    return true;
}

/// Whether a person has chosen or drawn another input since it was worth `before`. Other controls may change
/// with what they get to show.
bool isChosenSince(QWidget* widget, const Json& before) {
    if (const auto* pad = qobject_cast<DrawPad*>(widget))
        return pad->isDrawn() && valueOf(*pad) != before;
    const auto* example = qobject_cast<QSpinBox*>(widget);
    return example && qobject_cast<InputControls*>(example->parentWidget()) &&
           example->value() != std::clamp(before.get<int>(), example->minimum(), example->maximum());
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
    if (auto* table = qobject_cast<QTableWidget*>(widget))
        return set(*table, wish);
    if (auto* pad = qobject_cast<DrawPad*>(widget))
        return set(*pad, wish.get<std::string>());
    if (auto* map = qobject_cast<HeatMap*>(widget))
        return set(*map, wish);
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
    // An example takes the place of what is drawn; a matrix is drawn once all else is chosen.
    const auto rank = [](QWidget* widget) {
        return qobject_cast<HeatMap*>(widget) ? 2 : qobject_cast<DrawPad*>(widget) ? 1 : 0;
    };
    std::ranges::stable_sort(controls, {}, rank);
    add(name, controls);
}

void InspectorChoices::add(const QString& name, const QList<QWidget*>& controls) {
    Inspector& inspector = inspectors_.emplace_back(Inspector{name, false, {}});
    for (QWidget* widget : controls) {
        inspector.controls.push_back({widget, nullptr, nullptr});
        const auto* list = qobject_cast<QComboBox*>(widget);
        const auto* table = qobject_cast<QTableWidget*>(widget);
        if (list || table) // once it is filled, not in the midst of it
            connect(list ? list->model() : table->model(), &QAbstractItemModel::rowsInserted, this,
                    &InspectorChoices::look, Qt::QueuedConnection);
        if (const auto* map = qobject_cast<HeatMap*>(widget))
            connect(map, &HeatMap::cellChosen, this, &InspectorChoices::look, Qt::QueuedConnection);
    }
}

Json InspectorChoices::choices() const {
    QStringList all;
    for (const Inspector& inspector : inspectors_)
        all << inspector.name;
    return choices(all);
}

Json InspectorChoices::choices(const QStringList& inspectors) const {
    Json all = Json::object();
    for (const Inspector& inspector : inspectors_) {
        if (!inspectors.contains(inspector.name))
            continue;
        for (const auto& [widget, wish, before] : inspector.controls)
            all[inspector.name.toStdString()][widget->accessibleName().toStdString()] =
                wish.is_null() ? valueOf(widget) : wish;
    }
    return all;
}

void InspectorChoices::choose(const Json& choices) {
    for (Inspector& inspector : inspectors_) {
        const auto named = choices.find(inspector.name.toStdString());
        if (named == choices.end())
            continue;
        for (auto& [widget, wish, before] : inspector.controls) {
            before = valueOf(widget);
            wish = named->is_object() ? named->value(widget->accessibleName().toStdString(), Json()) : Json();
            if (!fits(widget, wish))
                wish = nullptr;
        }
    }
    look();
}

void InspectorChoices::setHasNetwork(const QString& name, bool has) {
    for (Inspector& inspector : inspectors_)
        if (inspector.name == name)
            inspector.hasNetwork = has;
    look();
}

void InspectorChoices::look() {
    if (!mayChoose_())
        return;
    for (Inspector& inspector : inspectors_)
        for (auto& [widget, wish, before] : inspector.controls) {
            if (wish.is_null() || !inspector.hasNetwork)
                continue;
            if (isChosenSince(widget, before)) // again, as an earlier control may take its place
                wish = valueOf(widget);
            if (!set(widget, wish))
                break; // what comes after it depends on it
            wish = nullptr;
        }
}

} // namespace dalescope
