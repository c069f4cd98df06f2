// Finds every action and setting by its name (Ctrl+K).
#pragma once

#include "app/palette/palette_model.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;

namespace dalescope {

/// Type, choose with the arrow keys, Enter: the palette closes and does it.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    explicit CommandPalette(QMainWindow& window);

    /// Opens over the window with everything that can be found now.
    void popUp();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void search(const QString& query);
    void choose(const QModelIndex& index);
    void showTip();

    QMainWindow& window_;
    PaletteModel* model_;
    QLineEdit* query_;
    QListView* list_;
    QLabel* tip_;
};

} // namespace dalescope
