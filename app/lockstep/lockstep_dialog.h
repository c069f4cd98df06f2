// Which models are to be trained together, and on how many seeds.
#pragma once

#include "app/lockstep/lockstep.h"
#include "app/session.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace dalescope {

class LockstepDialog : public QDialog {
    Q_OBJECT

public:
    static constexpr std::size_t fewest = 2, most = 4;

    /// `chosen` runs are ticked at first.
    LockstepDialog(const Session& session, const std::vector<Run*>& chosen, QWidget* parent = nullptr);

    /// Those ticked, the session's runs before the presets, with names unlike one another.
    std::vector<LockstepModel> models() const;
    /// From the first model's own seed on.
    std::vector<std::int64_t> seeds() const;

private:
    void check();

    std::vector<LockstepModel> offered_; ///< as in the list
    QListWidget* list_;
    QSpinBox* seeds_;
    QLabel* fault_;
    QPushButton* start_;
};

} // namespace dalescope
