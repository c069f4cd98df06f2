#include "widgets/editors/intervention_form.h"

#include "core/common/error.h"
#include "core/settings/layer_kinds.h"
#include "widgets/editors/percent_slider.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cstring>

namespace dalescope {

namespace {

constexpr const char* freezePrefix = "learning.freeze_";

QString nameOf(const Field<LayerConfig>& field) {
    return QString::fromStdString(field.label);
}

QString tipOf(const Field<LayerConfig>& field) {
    return QString::fromStdString(field.help);
}

/// Whether any layer has parameters of that kind, to freeze.
bool anyLayerHas(const Config& config, const std::string& parameter) {
    return std::ranges::any_of(config.layers, [&](const LayerConfig& layer) {
        return std::ranges::count(layerKind(layer.kind).parameters, parameter) > 0;
    });
}

} // namespace

bool hasInterventions(const Config& config) {
    return config.learning.freeze != FrozenConfig{} ||
           std::ranges::any_of(config.layers, [](const LayerConfig& layer) {
               return layer.intervention != InterventionConfig{};
           });
}

InterventionForm::InterventionForm(ConfigDocument& document, QWidget* parent)
    : QWidget(parent), document_(&document), layer_(new QComboBox(this)),
      endAll_(new QPushButton(tr("All &off"), this)), note_(new QLabel(this)), fault_(new QLabel(this)) {
    layer_->setAccessibleName(tr("Layer to act on"));
    layer_->setObjectName(QStringLiteral("acting on"));
    layer_->setToolTip(tr("The layer that the controls below act on; a dot marks those that are acted on"));
    auto* label = new QLabel(tr("La&yer"), this);
    label->setBuddy(layer_);
    endAll_->setToolTip(
        tr("End every intervention on every layer and let all parameters learn, as one step"));
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(layer_, 1);
    top->addWidget(endAll_);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setHorizontalSpacing(12);
    for (const auto* field : interventionFields()) {
        if (std::holds_alternative<std::string>(field->fallback()))
            addChoice(*form, *field);
        else if (field->maximum == 2)
            addStrength(*form, *field);
        else
            addDrive(*form, *field);
    }
    for (auto* words : {note_, fault_}) {
        words->setWordWrap(true);
        words->hide();
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(top);
    column->addLayout(form);
    column->addWidget(makeFreezes());
    column->addWidget(note_);
    column->addWidget(fault_);
    connect(endAll_, &QPushButton::clicked, this, &InterventionForm::endAll);
    connect(layer_, &QComboBox::currentIndexChanged, this, [this] {
        fault_->hide();
        refresh();
        Q_EMIT layerChosen(this->layer());
    });
    setDocument(document);
}

void InterventionForm::setDocument(ConfigDocument& document) {
    document_->disconnect(this);
    document_ = &document;
    connect(document_, &ConfigDocument::changed, this, [this] {
        fault_->hide();
        listLayers();
        refresh();
    });
    listLayers();
    refresh();
}

int InterventionForm::layer() const {
    return layer_->currentIndex() < 0 ? -1 : layer_->currentData().toInt();
}

void InterventionForm::showLayer(int layer) {
    layer_->setCurrentIndex(layer_->findData(layer));
}

void InterventionForm::addRow(QFormLayout& form, const Field<LayerConfig>& field, QWidget* editor,
                              std::function<void(const Value&)> show) {
    auto* label = new QLabel(nameOf(field), this);
    label->setToolTip(tipOf(field));
    editor->setObjectName(QString::fromStdString(field.path));
    form.addRow(label, editor);
    rows_.push_back({&field, label, editor, std::move(show)});
}

void InterventionForm::addStrength(QFormLayout& form, const Field<LayerConfig>& field) {
    const int most = static_cast<int>(100 * field.maximum);
    auto* slider = new PercentSlider(most, 100, nameOf(field), tipOf(field), this);
    connect(slider, &PercentSlider::chosen, this,
            [this, &field](int percent) { commit(field.path, percent / 100.0); });
    addRow(form, field, slider, [slider](const Value& v) { slider->setPercent(100 * std::get<double>(v)); });
}

void InterventionForm::addChoice(QFormLayout& form, const Field<LayerConfig>& field) {
    auto* both = new QWidget(this);
    auto* line = new QLineEdit(both);
    auto* share = new PercentSlider(100, 0, tr("%1, random share").arg(nameOf(field)), tipOf(field), both);
    share->setBare();
    line->setAccessibleName(nameOf(field));
    line->setToolTip(tipOf(field));
    line->setPlaceholderText(tr("none"));
    line->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(line, 1);
    row->addWidget(share, 1);
    both->setFocusProxy(line);
    const auto read = [line] { return line->text().trimmed().toStdString(); };
    connect(line, &QLineEdit::editingFinished, this, [this, &field, line, read] {
        if (line->isModified())
            commit(field.path, read());
    });
    if (auto* clear = line->findChild<QAction*>(QStringLiteral("_q_qlineeditclearaction")))
        connect(clear, &QAction::triggered, this, [this, &field] { commit(field.path, std::string()); });
    connect(share, &PercentSlider::chosen, this,
            [this, &field](int percent) { commit(field.path, std::to_string(percent) + " %"); });
    addRow(form, field, both, [line, share](const Value& v) {
        const auto& text = std::get<std::string>(v);
        line->setText(QString::fromStdString(text));
        share->setPercent(UnitChoice::parse(text).percent);
    });
}

void InterventionForm::addDrive(QFormLayout& form, const Field<LayerConfig>& field) {
    auto* line = new QLineEdit(this);
    line->setAccessibleName(nameOf(field));
    line->setToolTip(tipOf(field));
    connect(line, &QLineEdit::editingFinished, this, [this, &field, line] {
        if (!line->isModified())
            return;
        bool isNumber = false;
        const double drive = line->text().trimmed().toDouble(&isNumber);
        commit(field.path, isNumber ? Value(drive) : Value(line->text().trimmed().toStdString()));
    });
    addRow(form, field, line,
           [line](const Value& v) { line->setText(QString::fromStdString(valueText(v))); });
}

QWidget* InterventionForm::makeFreezes() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new QLabel(tr("In all layers, freeze"), box));
    for (const auto& field : configFields()) {
        if (!field.path.starts_with(freezePrefix))
            continue;
        auto* check =
            new QCheckBox(QString::fromStdString(field.path.substr(std::strlen(freezePrefix))), box);
        check->setObjectName(QString::fromStdString(field.path));
        check->setAccessibleName(QString::fromStdString(field.label));
        check->setToolTip(QString::fromStdString(field.help));
        connect(check, &QCheckBox::toggled, this, [this, path = field.path](bool on) { commit(path, on); });
        row->addWidget(check);
        freezes_.emplace_back(field.path, check);
    }
    row->addStretch(1);
    return box;
}

void InterventionForm::commit(const std::string& name, const Value& value) {
    if (layer() < 0)
        return;
    const std::string path =
        name.starts_with(freezePrefix) ? name : "network.layers." + std::to_string(layer()) + "." + name;
    const QString fault = document_->edit(path, value);
    if (fault.isEmpty()) // else what was typed stays, to be mended
        refresh();
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::forPalette(colours).error);
    fault_->setPalette(colours);
    fault_->setText(fault);
    fault_->setVisible(!fault.isEmpty());
}

void InterventionForm::endAll() {
    Config config = document_->config();
    config.learning.freeze = {};
    for (auto& layer : config.layers)
        layer.intervention = {};
    document_->replace(config, tr("All interventions off"));
}

void InterventionForm::listLayers() {
    const int shown = layer();
    {
        const QSignalBlocker quiet(layer_);
        const auto& layers = document_->config().layers;
        layer_->clear();
        for (std::size_t i = 0; i < layers.size(); ++i)
            if (const LayerKind& kind = layerKind(layers[i].kind); kind.weights)
                layer_->addItem(
                    tr("%1: %2 %3%4")
                        .arg(i)
                        .arg(QString::fromStdString(kind.label))
                        .arg(layers[i].units)
                        .arg(layers[i].intervention.isNone() ? QString() : QStringLiteral(" \u2022")),
                    static_cast<int>(i));
        layer_->setCurrentIndex(std::max(layer_->findData(shown), layer_->count() > 0 ? 0 : -1));
    }
    if (layer() != shown)
        Q_EMIT layerChosen(layer());
}

void InterventionForm::refresh() {
    const Config& config = document_->config();
    const bool any = layer() >= 0;
    for (const auto& row : rows_) {
        const bool shown =
            any && appliesTo(*row.field, config.layers[static_cast<std::size_t>(layer())].kind);
        row.label->setVisible(shown);
        row.editor->setVisible(shown);
        if (!shown)
            continue;
        const LayerConfig& acted = config.layers[static_cast<std::size_t>(layer())];
        row.show(row.field->get(acted));
        const QString name = QString::fromStdString(labelFor(*row.field, acted.kind));
        row.label->setText(name);
        if (!std::holds_alternative<std::string>(row.field->fallback()))
            continue;
        row.editor->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly)->setAccessibleName(name);
        row.editor->findChild<QSlider*>()->setAccessibleName(tr("%1, random share").arg(name));
    }
    for (const auto& [path, check] : freezes_) {
        const bool frozen = std::get<bool>(configField(path).get(config));
        const QSignalBlocker quiet(check);
        check->setChecked(frozen);
        check->setVisible(frozen || anyLayerHas(config, check->text().toStdString()));
    }
    const std::string kind = any ? config.layers[static_cast<std::size_t>(layer())].kind : std::string();
    note_->setText(kind == "recurrent"
                       ? tr("This layer has inhibitory units of its input and as many of its hidden state: "
                            "what is done to one is done to the other of that number. Freezing WEE freezes "
                            "UWEE too, and so on.")
                   : kind == "rnn" ? tr("Freezing W freezes U too.")
                                   : QString());
    note_->setVisible(!note_->text().isEmpty());
    endAll_->setEnabled(hasInterventions(config));
}

} // namespace dalescope
