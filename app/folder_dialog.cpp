#include "app/folder_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>

namespace dalescope {

namespace {

class FolderDialog : public QFileDialog {
public:
    FolderDialog(QWidget* parent, const QString& title, const QString& first)
        : QFileDialog(parent, title, first) {
        setFileMode(QFileDialog::Directory);
        setOption(QFileDialog::ShowDirsOnly);
        // Qt's own dialog, where there is no other, lets only a folder be chosen that exists.
        auto* name = findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        auto* buttons = findChild<QDialogButtonBox*>();
        if (!name || !buttons || !buttons->button(QDialogButtonBox::Open))
            return;
        connect(name, &QLineEdit::textChanged, buttons, [buttons](const QString& text) {
            if (!text.trimmed().isEmpty())
                buttons->button(QDialogButtonBox::Open)->setEnabled(true);
        });
    }

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
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

} // namespace dalescope
