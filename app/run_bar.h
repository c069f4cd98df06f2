// The status line: state, epoch, updates per second, time left, loss.
#pragma once

#include <QWidget>

class QLabel;

namespace dalescope {

class Run;

class RunBar : public QWidget {
    Q_OBJECT
public:
    explicit RunBar(QWidget* parent = nullptr);
    void show(const Run& run);

private:
    QLabel* add(const QString& name, const QStringList& texts);
    QLabel *state_, *epoch_, *update_, *speed_, *left_, *loss_;
};

} // namespace dalescope
