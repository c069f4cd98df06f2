#include "app/folder_dialog.h"

#include <QFileDialog>

namespace dalescope {

namespace {

class FolderDialog : public QFileDialog {
public:
    using QFileDialog::QFileDialog;

protected:
    void accept() override {
        const QStringList chosen = selectedFiles();
        if (!chosen.isEmpty() && !QFileInfo::exists(chosen.first()))
            return QDialog::accept(); // who writes there makes it
        QFileDialog::accept();
    }
};

} // namespace

QString chooseFolderToWrite(QWidget* parent, const QString& title, const QString& first) {
    FolderDialog dialog(parent, title, first);
    dialog.setFileMode(QFileDialog::Directory);
    dialog.setOption(QFileDialog::ShowDirsOnly);
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

} // namespace dalescope
