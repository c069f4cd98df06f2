// What the interventions cost: the test error now, beside that of the same network left alone.
#pragma once

#include "core/data/dataset.h"
#include "core/network/network.h"
#include "widgets/inspectors/latest_job.h"

#include <QWidget>

#include <memory>

class QLabel;

namespace dalescope {

/// Tests copies of the network on another thread.
class InterventionEffectLine : public QWidget {
    Q_OBJECT
public:
    explicit InterventionEffectLine(QWidget* parent = nullptr);

    /// Null: there is no network.
    void setNetwork(std::shared_ptr<const Network<float>> network, std::int64_t update,
                    std::shared_ptr<const Dataset> dataset);

Q_SIGNALS:
    void measured();

private:
    QLabel* text_;
    LatestJob job_;
    // The error of the network left alone, as long as it is the same one.
    std::int64_t untouchedAt_ = -1;
    double untouched_ = 0;
};

} // namespace dalescope
