// A form for settings, made from their definitions.
#pragma once

#include "widgets/editors/config_document.h"

#include <QWidget>

#include <functional>

class QFormLayout;
class QLabel;

namespace dalescope {

class SettingsForm : public QWidget {
    Q_OBJECT

public:
    /// Shows the settings whose paths begin with one of `prefixes`: in their order, then in that of
    /// configFields().
    SettingsForm(ConfigDocument& document, const QStringList& prefixes, QWidget* parent = nullptr);
    /// Edits another configuration from now on.
    void setDocument(ConfigDocument& document);

private:
    struct Row {
        const Field<Config>* field;
        QWidget* editor;
        std::function<void(const Value&)> show;
        QLabel*
            fault; ///< below the editor while what was typed cannot be taken; it stays there, to be mended
    };
    void addRow(QFormLayout& form, const Field<Config>& field);
    QWidget* makeEditor(const Field<Config>& field, std::function<void(const Value&)>& show);
    void commit(const Field<Config>& field, QWidget* editor, const std::function<void(Config&)>& set);
    void refresh();
    /// What stands in the row's editor is taken or given up.
    void clearFault(const Row& row);
    bool eventFilter(QObject* watched, QEvent* event) override;

    ConfigDocument* document_;
    std::vector<Row> rows_;
};

} // namespace dalescope
