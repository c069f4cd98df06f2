#include "widgets/editors/settings_form.h"

#include "core/common/error.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QWheelEvent>

#include <algorithm>

namespace dalescope {

namespace {

/// Scrolling a form must not change what the pointer happens to pass over.
class SteadyComboBox : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

/// Says beside a 0 what it stands for.
class NumberEdit : public QLineEdit {
public:
    NumberEdit(const std::string& zero, QWidget* parent)
        : QLineEdit(parent), zero_(QString::fromStdString(zero)) {}

protected:
    void paintEvent(QPaintEvent* event) override {
        QLineEdit::paintEvent(event);
        if (text() != QLatin1String("0"))
            return;
        QPainter painter(this);
        painter.setPen(palette().placeholderText().color());
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter, zero_);
    }

private:
    QString zero_;
};

/// Why a setting has no effect at present; empty where it has.
QString withoutEffect(const Config& config, const std::string& path) {
    if (path.starts_with("learning.correct_") && config.learning.correction != "heuristic" &&
        !config.fisher.probe)
        return SettingsForm::tr("Has an effect with the heuristic correction or the alignment probe only.");
    if ((path == "fisher.momentum" || path == "fisher.lambda" || path == "fisher.labels" ||
         path == "fisher.every") &&
        !config.fisher.probe && config.learning.correction != "fisher")
        return SettingsForm::tr("Has an effect with the alignment probe or the Fisher correction only.");
    return {};
}

/// The label with its unit, where it is not the unit already: "Batch size (examples)", but "Epochs".
QString labelOf(const Field<Config>& field) {
    const QString label = QString::fromStdString(field.label), unit = QString::fromStdString(field.unit);
    return unit.isEmpty() || unit.compare(label, Qt::CaseInsensitive) == 0
               ? label
               : QStringLiteral("%1 (%2)").arg(label, unit);
}

} // namespace

SettingsForm::SettingsForm(ConfigDocument& document, const QStringList& prefixes, QWidget* parent)
    : QWidget(parent), document_(&document) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(10, 8, 10, 8);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft);
    for (const auto& prefix : prefixes)
        for (const auto& field : configFields())
            if (field.path.starts_with(prefix.toStdString()))
                addRow(*form, field);
    setDocument(document);
}

void SettingsForm::setDocument(ConfigDocument& document) {
    document_->disconnect(this);
    document_ = &document;
    connect(document_, &ConfigDocument::changed, this, [this](const QStringList& paths) {
        for (const auto& row : rows_)
            if (paths.contains(QString::fromStdString(row.field->path)))
                clearFault(row);
        refresh();
    });
    connect(document_, &ConfigDocument::lockChanged, this, &SettingsForm::refresh);
    for (const auto& row : rows_)
        clearFault(row);
    refresh();
}

void SettingsForm::addRow(QFormLayout& form, const Field<Config>& field) {
    std::function<void(const Value&)> show;
    QWidget* editor = makeEditor(field, show);
    editor->setAccessibleName(QString::fromStdString(field.label));
    editor->setAccessibleDescription(QString::fromStdString(field.help));
    editor->setObjectName(QString::fromStdString(field.path));
    const QString label = labelOf(field);
    if (auto* box = qobject_cast<QCheckBox*>(editor)) {
        box->setText(label);
        form.addRow(box);
    } else {
        form.addRow(label, editor);
    }
    auto* fault = new QLabel(this);
    fault->setWordWrap(true);
    fault->hide();
    form.addRow(fault);
    editor->installEventFilter(this);
    rows_.push_back({&field, editor, show, fault});
}

QWidget* SettingsForm::makeEditor(const Field<Config>& field, std::function<void(const Value&)>& show) {
    const auto* f = &field;
    if (std::holds_alternative<bool>(field.fallback())) {
        auto* box = new QCheckBox(this);
        connect(box, &QCheckBox::toggled, this, // which assistive technology does without a click
                [this, f, box](bool on) { commit(*f, box, [f, on](Config& c) { f->set(c, on); }); });
        show = [box](const Value& v) {
            const QSignalBlocker quiet(box);
            box->setChecked(std::get<bool>(v));
        };
        return box;
    }
    if (!field.choices.empty()) {
        auto* box = new SteadyComboBox(this);
        for (const auto& choice : field.choices)
            box->addItem(QString::fromStdString(choice.label), QString::fromStdString(choice.value));
        connect(box, &QComboBox::activated, this, [this, f, box] {
            commit(*f, box, [f, box](Config& c) { f->set(c, box->currentData().toString().toStdString()); });
        });
        show = [box](const Value& v) {
            box->setCurrentIndex(box->findData(QString::fromStdString(valueText(v))));
        };
        return box;
    }
    auto* line = new NumberEdit(field.zero, this);
    line->setMinimumWidth(90);
    connect(line, &QLineEdit::editingFinished, this, [this, f, line] {
        if (line->isModified())
            commit(*f, line, [f, line](Config& c) { f->setText(c, line->text().trimmed().toStdString()); });
    });
    show = [line](const Value& v) {
        line->setText(QString::fromStdString(valueText(v)));
        line->setCursorPosition(0);
    };
    return line;
}

void SettingsForm::commit(const Field<Config>& field, QWidget* editor,
                          const std::function<void(Config&)>& set) {
    const Row& row = *std::ranges::find(rows_, editor, &Row::editor);
    QString fault;
    try {
        Config checked = document_->config();
        set(checked);
        fault = document_->edit(field.path, field.get(checked));
    } catch (const Error& error) {
        fault = sentenceOf(error, document_->config(), field.path);
    }
    clearFault(row);
    if (!fault.isEmpty()) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, Theme::forPalette(colours).error);
        row.fault->setPalette(colours);
        row.fault->setText(fault);
        row.fault->show();
    }
    refresh();
}

void SettingsForm::clearFault(const Row& row) {
    row.fault->clear();
    row.fault->hide();
}

bool SettingsForm::eventFilter(QObject* watched, QEvent* event) {
    const bool typed = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    auto* line = qobject_cast<QLineEdit*>(watched);
    if (!typed || !line || !line->isModified() || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress) {
        clearFault(*std::ranges::find(rows_, watched, &Row::editor));
        refresh();
    }
    return true;
}

void SettingsForm::refresh() {
    for (const auto& row : rows_) {
        if (row.fault->text().isEmpty() || !qobject_cast<QLineEdit*>(row.editor))
            row.show(row.field->get(document_->config()));
        const bool locked = document_->isLocked() && !row.field->editableInRun;
        const QString idle = withoutEffect(document_->config(), row.field->path);
        row.editor->setEnabled(!locked && idle.isEmpty());
        const QString allowed = QString::fromStdString(row.field->allowed());
        QString tip = QString::fromStdString(row.field->help);
        if (!allowed.isEmpty() && row.field->choices.empty())
            tip += QLatin1Char(' ') + tr("Allowed: %1.").arg(allowed);
        if (locked || !idle.isEmpty())
            tip += QLatin1String("\n") + (locked ? ConfigDocument::lockReason() : idle);
        row.editor->setToolTip(tip);
    }
}

} // namespace dalescope
