// The status line: state, epoch, updates per second, time left, loss.
#pragma once

#include "core/training/runner.h"

#include <QWidget>

class QLabel;

namespace dalescope {

class RunBar : public QWidget {
    Q_OBJECT
public:
    explicit RunBar(QWidget* parent = nullptr);
    /// `known`: whether there is a run at all.
    void show(const RunStatus& status, bool known);

private:
    QLabel* add(const QString& name, const QString& widest);
    QLabel *state_, *epoch_, *update_, *speed_, *left_, *loss_;
};

} // namespace dalescope
