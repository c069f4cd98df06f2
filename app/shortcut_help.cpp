#include "app/shortcut_help.h"

#include "widgets/plots/live_plot.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QMenu>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace dalescope {

QString shortcutHelp(const QMenuBar& menus) {
    QString rows;
    for (const QAction* top : menus.actions())
        for (const QAction* action : top->menu()->actions())
            if (!action->shortcut().isEmpty())
                rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                            .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                                 action->text().remove(u'&').toHtmlEscaped());
    return QStringLiteral("<table>%1</table><p><b>%2</b></p><p>%3</p>")
        .arg(rows, QCoreApplication::translate("ShortcutHelp", "In a plot"),
             LivePlot::keyHelp().toHtmlEscaped());
}

void showShortcuts(const QMenuBar& menus, QWidget* parent) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("ShortcutHelp", "Keyboard shortcuts"));
    auto* text = new QTextBrowser(dialog);
    text->setHtml(shortcutHelp(menus));
    text->setAccessibleName(dialog->windowTitle());
    text->setToolTip(QCoreApplication::translate("ShortcutHelp", "Every key and what it does"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(text, 1);
    column->addWidget(buttons);
    const int frame = 60; // of the window and its title
    dialog->resize(QSize(440, 720).boundedTo(parent->screen()->availableSize() - QSize(0, frame)));
    dialog->open();
}

} // namespace dalescope
