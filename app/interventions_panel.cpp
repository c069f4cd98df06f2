#include "app/interventions_panel.h"

#include "widgets/editors/intervention_form.h"
#include "widgets/inspectors/intervention_effect.h"
#include "widgets/inspectors/intervention_sweep_view.h"

#include <QFrame>
#include <QScrollArea>
#include <QVBoxLayout>

namespace dalescope {

namespace {

QFrame* line() {
    auto* frame = new QFrame;
    frame->setFrameStyle(QFrame::HLine | QFrame::Plain);
    frame->setForegroundRole(QPalette::Mid);
    return frame;
}

} // namespace

InterventionsPanel::InterventionsPanel(ConfigDocument& document, QWidget* parent)
    : QWidget(parent), document_(&document), form_(new InterventionForm(document)),
      effect_(new InterventionEffectLine), sweep_(new InterventionSweepView) {
    auto* column = new QVBoxLayout(this);
    column->addWidget(form_);
    column->addWidget(line());
    column->addWidget(effect_);
    column->addWidget(line());
    column->addWidget(sweep_, 1);
    connect(form_, &InterventionForm::layerChosen, this, &InterventionsPanel::showSettings);
    connect(sweep_, &InterventionSweepView::exported, this, &InterventionsPanel::exported);
    connect(sweep_, &InterventionSweepView::failed, this, &InterventionsPanel::failed);
    setDocument(document);
}

void InterventionsPanel::setDocument(ConfigDocument& document) {
    document_->disconnect(this);
    document_ = &document;
    form_->setDocument(document);
    connect(document_, &ConfigDocument::changed, this, &InterventionsPanel::showSettings);
    showSettings();
}

void InterventionsPanel::showSettings() {
    sweep_->setSettings(document_->config(), form_->layer());
}

void InterventionsPanel::goToSweep() {
    for (QWidget* up = parentWidget(); up; up = up->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(up))
            area->ensureWidgetVisible(sweep_);
    sweep_->enter();
}

void InterventionsPanel::setRun(const QString& name) {
    sweep_->setRun(name);
}

void InterventionsPanel::setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                                    std::shared_ptr<const Dataset> dataset) {
    effect_->setNetwork(network, update, dataset);
    sweep_->setNetwork(network, update, dataset);
}

} // namespace dalescope
