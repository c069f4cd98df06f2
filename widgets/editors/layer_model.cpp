#include "widgets/editors/layer_model.h"

#include "core/common/error.h"
#include "core/settings/layer_kinds.h"
#include "widgets/theme/theme.h"

#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace dalescope {

namespace {

QString label(const Field<LayerConfig>& field, const LayerConfig& layer) {
    const std::string value = valueText(field.get(layer));
    const auto choice = std::ranges::find(field.choices, value, &Choice::value);
    return QString::fromStdString(choice == field.choices.end() ? value : choice->label);
}

} // namespace

LayerModel::LayerModel(ConfigDocument& document, QObject* parent) : QAbstractTableModel(parent) {
    setDocument(document);
}

void LayerModel::setDocument(ConfigDocument& document) {
    beginResetModel();
    if (document_)
        document_->disconnect(this);
    document_ = &document;
    shapes_ = document.shapes();
    endResetModel();
    connect(&document, &ConfigDocument::changed, this, [this](const QStringList& paths) {
        if (paths.contains(QLatin1String("network.layers")))
            refresh();
    });
}

void LayerModel::refresh() {
    const auto shapes = document_->shapes();
    if (shapes.size() != shapes_.size()) {
        beginResetModel();
        shapes_ = shapes;
        endResetModel();
    } else if (!shapes.empty()) {
        shapes_ = shapes;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
    }
}

int LayerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(shapes_.size());
}

int LayerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

const Field<LayerConfig>* LayerModel::fieldOf(int column) {
    return column < Inputs ? &layerFields()[static_cast<std::size_t>(column)] : nullptr;
}

bool LayerModel::isUsed(int column) const {
    const auto* field = fieldOf(column);
    return !field || std::ranges::any_of(document_->config().layers, [&](const LayerConfig& layer) {
        return appliesTo(*field, layer.kind);
    });
}

QVariant LayerModel::data(const QModelIndex& index, int role) const {
    const auto row = static_cast<std::size_t>(index.row());
    const LayerConfig& layer = document_->config().layers[row];
    const LayerShape& shape = shapes_[row];
    const auto* field = fieldOf(index.column());
    const bool applies = !field || appliesTo(*field, layer.kind);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        if (!applies)
            return role == Qt::DisplayRole ? QString() : tr("none");
        const std::string& brief = layerKind(layer.kind).brief; // a dock is narrow
        if (index.column() == Kind && role == Qt::DisplayRole && !brief.empty())
            return QString::fromStdString(brief);
        if (field)
            return label(*field, layer);
        if (index.column() == Inputs && !shape.in.isFlat()) {
            QString size = QString::fromStdString(shape.in.text());
            if (size.startsWith(QLatin1String("1 x "))) // one channel
                size.remove(0, 4);
            return size.replace(QLatin1String(" x "), QStringLiteral(" \u00d7 "));
        }
        return QLocale(QLocale::English)
            .toString(qlonglong(index.column() == Inputs ? shape.inputs : shape.parameters));
    }
    if (role == Qt::EditRole && field)
        return QString::fromStdString(valueText(field->get(layer)));
    if (role == Qt::ToolTipRole) {
        if (!shape.fault.empty())
            return QString::fromStdString(shape.fault);
        if (!applies)
            return tr("A layer of kind %1 has no such setting.")
                .arg(QString::fromStdString(layerKind(layer.kind).label));
        if (document_->isLocked() && field)
            return ConfigDocument::lockReason();
        if (index.column() == Kind) // its whole name
            return tr("%1. %2").arg(label(*field, layer), QString::fromStdString(field->help));
        return field ? QString::fromStdString(field->help) : QVariant();
    }
    if (role == Qt::ForegroundRole && !shape.fault.empty())
        return Theme::forPalette(QGuiApplication::palette()).error;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) |
               int(index.column() == Kind || index.column() == Initialisation ? Qt::AlignLeft
                                                                              : Qt::AlignRight);
    return {};
}

QVariant LayerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        if (role == Qt::DisplayRole)
            return QString::fromStdString(layerNumber(document_->config().layers, section));
        if (role == Qt::ToolTipRole) // also where their columns find no room
            return tr("%1 inputs, %2 weights")
                .arg(index(section, Inputs).data().toString(), index(section, Parameters).data().toString());
        return {};
    }
    if (role == Qt::DisplayRole) {
        const QString names[] = {tr("Kind"), tr("Units"), tr("Inh"),  tr("Init"),   tr("Ker"),    tr("Str"),
                                 tr("Pad"),  tr("Win"),   tr("Rate"), tr("Inputs"), tr("Weights")};
        return names[section];
    }
    if (role == Qt::ToolTipRole && fieldOf(section))
        return QString::fromStdString(fieldOf(section)->help);
    return {};
}

Qt::ItemFlags LayerModel::flags(const QModelIndex& index) const {
    auto flags = QAbstractTableModel::flags(index);
    const auto* field = fieldOf(index.column());
    const auto& layers = document_->config().layers;
    if (index.isValid() && field && !document_->isLocked() &&
        appliesTo(*field, layers[static_cast<std::size_t>(index.row())].kind))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool LayerModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const auto* field = fieldOf(index.column());
    if (role != Qt::EditRole || !field)
        return false;
    auto layers = document_->config().layers;
    try {
        field->setText(layers[static_cast<std::size_t>(index.row())],
                       value.toString().trimmed().toStdString());
    } catch (const Error& error) {
        Q_EMIT refused(QString::fromUtf8(error.what()));
        return false;
    }
    const QString fault = document_->setLayers(
        layers, tr("Layer %1: %2 %3")
                    .arg(index.row())
                    .arg(QString::fromStdString(field->label).toLower(), value.toString()));
    if (!fault.isEmpty())
        Q_EMIT refused(fault);
    return fault.isEmpty();
}

} // namespace dalescope
