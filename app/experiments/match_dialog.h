// "Does it match the paper?": which preset, how many seeds, and where to.
#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace dalescope {

class MatchDialog : public QDialog {
    Q_OBJECT

public:
    explicit MatchDialog(QWidget* parent);

    QString preset() const;
    int seeds() const;
    QString folder() const;

private:
    void showPreset();
    void browse();

    QComboBox* preset_;
    QLabel* about_;
    QSpinBox* seeds_;
    QLineEdit* folder_;
    bool ownFolder_ = false; ///< a person chose it
};

/// Where new sweeps go unless a person says otherwise: a folder of the user's documents.
QString sweepsHome();

} // namespace dalescope
