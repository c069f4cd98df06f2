#include "app/interventions_panel.h"

#include "widgets/editors/intervention_form.h"
#include "widgets/inspectors/intervention_effect.h"
#include "widgets/inspectors/intervention_sweep_view.h"

#include <QFrame>
#include <QScrollArea>
#include <QScrollBar>
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
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->addWidget(form_);
    column->addWidget(line());
    column->addWidget(effect_);
    column->addWidget(line());
    column->addWidget(sweep_, 1);
    auto* area = new QScrollArea(this); // on a small screen it is higher than there is room
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(area);
    area_ = area;
    connect(form_, &InterventionForm::layerChosen, this, &InterventionsPanel::showSettings);
    connect(sweep_, &InterventionSweepView::exported, this, &InterventionsPanel::exported);
    connect(sweep_, &InterventionSweepView::failed, this, &InterventionsPanel::failed);
    setDocument(document);
}

QSize InterventionsPanel::minimumSizeHint() const {
    return {area_->widget()->minimumSizeHint().width() + area_->verticalScrollBar()->sizeHint().width(),
            QWidget::minimumSizeHint().height()};
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
    area_->ensureWidgetVisible(sweep_);
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
