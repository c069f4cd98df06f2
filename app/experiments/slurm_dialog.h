// What a cluster is asked for.
#pragma once

#include "app/sweeps/slurm_job.h"

#include <QDialog>

class QLineEdit;
class QSpinBox;

namespace dalescope {

/// Begins with what was asked for last time.
class SlurmDialog : public QDialog {
    Q_OBJECT

public:
    explicit SlurmDialog(QWidget* parent);
    SlurmOptions options() const;

private:
    void remember();

    QLineEdit *partition_, *time_, *memory_;
    QSpinBox* width_;
};

} // namespace dalescope
