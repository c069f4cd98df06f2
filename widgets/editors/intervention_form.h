// What is done to the units of a network while they work: one layer at a time, and what is frozen in all.
#pragma once

#include "widgets/editors/config_document.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace dalescope {

/// Every change is a command of the document, with or without a run that goes on.
class InterventionForm : public QWidget {
    Q_OBJECT
public:
    explicit InterventionForm(ConfigDocument& document, QWidget* parent = nullptr);
    /// Edits another configuration from now on.
    void setDocument(ConfigDocument& document);

    /// The layer that is shown, by its place in the configuration; -1 where there is none.
    int layer() const;
    void showLayer(int layer);

Q_SIGNALS:
    void layerChosen(int layer);

private:
    struct Row {
        const Field<LayerConfig>* field;
        QLabel* label;
        QWidget* editor;
        std::function<void(const Value&)> show;
    };
    void addStrength(QFormLayout& form, const Field<LayerConfig>& field);
    void addChoice(QFormLayout& form, const Field<LayerConfig>& field);
    void addDrive(QFormLayout& form, const Field<LayerConfig>& field);
    void addRow(QFormLayout& form, const Field<LayerConfig>& field, QWidget* editor,
                std::function<void(const Value&)> show);
    QWidget* makeFreezes();
    void commit(const std::string& path, const Value& value);
    void endAll();
    void listLayers();
    void refresh();

    ConfigDocument* document_;
    QComboBox* layer_;
    std::vector<Row> rows_;
    std::vector<std::pair<std::string, QCheckBox*>> freezes_; // by their paths
    QPushButton* endAll_;
    QLabel* note_; ///< which parts of a recurrent layer are meant
    QLabel* fault_;
};

/// Whether anything is done to any unit, or any parameter frozen.
bool hasInterventions(const Config& config);

} // namespace dalescope
