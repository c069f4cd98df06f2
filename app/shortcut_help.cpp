#include "app/shortcut_help.h"

#include "widgets/plots/live_plot.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

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

} // namespace dalescope
