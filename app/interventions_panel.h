// The dock in which a person acts on a network's units and sees what that does.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"
#include "widgets/editors/config_document.h"

#include <QWidget>

#include <memory>

namespace dalescope {

class InterventionEffectLine;
class InterventionForm;
class InterventionSweepView;

/// Controls, the test error with and without them, and the sweep of one of them.
class InterventionsPanel : public QWidget {
    Q_OBJECT
public:
    explicit InterventionsPanel(ConfigDocument& document, QWidget* parent = nullptr);
    /// Acts on the run of another configuration from now on.
    void setDocument(ConfigDocument& document);

    InterventionSweepView& sweep() { return *sweep_; }
    /// Name of the run that the next network is of.
    void setRun(const QString& name);
    /// To the controls of the sweep, by the keyboard.
    void goToSweep();
    /// Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);

Q_SIGNALS:
    void exported(const QString& path);
    void failed(const QString& sentence);

private:
    void showSettings();

    ConfigDocument* document_;
    InterventionForm* form_;
    InterventionEffectLine* effect_;
    InterventionSweepView* sweep_;
};

} // namespace dalescope
