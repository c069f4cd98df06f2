#include "app/palette/palette_entries.h"

#include "app/palette/search_words.h"
#include "core/settings/field.h"
#include "widgets/editors/layer_model.h"
#include "widgets/plots/plot_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

namespace dalescope {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Palette", text);
}

QString plain(QString text) {
    return text.remove(u'&').remove(QChar(0x2026)); // no mnemonic, no "…"
}

/// Brings the editor in sight and gives it the focus.
void goTo(QWidget& editor) {
    for (QWidget* up = &editor; up; up = up->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(up)) {
            dock->show();
            dock->raise();
            dock->window()->activateWindow();
        }
        if (auto* window = qobject_cast<QMainWindow*>(up->parentWidget());
            window && window->centralWidget() == up)
            up->show(); // the plots may have left their place to panels
    }
    for (QWidget* up = &editor; up; up = up->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(up))
            area->ensureWidgetVisible(&editor);
    editor.setFocus(Qt::ShortcutFocusReason);
    const QWidget* field = &editor;
    while (field->focusProxy())
        field = field->focusProxy();
    if (auto* line = field->findChild<QLineEdit*>(QStringLiteral("qt_spinbox_lineedit")))
        line->selectAll();
    if (auto* line = qobject_cast<QLineEdit*>(&editor))
        line->selectAll();
}

/// Whose toggleViewAction() it is; else null.
QDockWidget* shownBy(const QAction& action) {
    auto* dock = qobject_cast<QDockWidget*>(action.parent());
    return dock && dock->toggleViewAction() == &action ? dock : nullptr;
}

/// Does it; a panel that is open, perhaps behind others, comes in sight instead of being closed.
void act(QAction& action) {
    if (auto* dock = shownBy(action); dock && action.isChecked())
        goTo(*dock->widget());
    else
        action.trigger();
}

void addActions(const QList<QAction*>& actions, const QString& place, std::vector<PaletteEntry>& entries) {
    for (QAction* action : actions) {
        const QString text = plain(action->text());
        if (action->menu()) {
            Q_EMIT action->menu()->aboutToShow(); // some fill themselves then
            const QString inner = place.isEmpty() ? text : place + QStringLiteral(" \u203a ") + text;
            addActions(action->menu()->actions(), inner, entries);
        } else if (!action->isSeparator() && !text.isEmpty()) {
            entries.push_back({text, place, action->shortcut().toString(QKeySequence::NativeText),
                               action->toolTip() == text ? QString() : action->toolTip(), action->isEnabled(),
                               [action] { act(*action); }, action->data().toString(), wordsOf(*action),
                               action->isCheckable() && action->isChecked(), explains(*action)});
        }
    }
}

QString dockOf(const QWidget& editor) {
    for (const QWidget* up = &editor; up; up = up->parentWidget())
        if (const auto* dock = qobject_cast<const QDockWidget*>(up))
            return dock->windowTitle();
    return {};
}

/// Editors are called after the path of what they edit.
template <class Owner>
void addSetting(QMainWindow& window, const Field<Owner>& field, const QString& words,
                std::vector<PaletteEntry>& entries) {
    if (auto* editor = window.findChild<QWidget*>(QString::fromStdString(field.path)))
        entries.push_back({QString::fromStdString(field.label),
                           tr("Setting \u203a %1").arg(dockOf(*editor)),
                           {},
                           QString::fromStdString(field.help),
                           true,
                           [editor] { goTo(*editor); },
                           {},
                           words});
}

void addSettings(QMainWindow& window, std::vector<PaletteEntry>& entries) {
    for (const auto& field : configFields())
        addSetting(window, field, {}, entries);
    for (const auto* field : interventionFields())
        addSetting(window, *field, field->maximum == 2 ? tr("scale, strength, intervene") : tr("intervene"),
                   entries);
}

/// Settings of a layer: to the cell of the selected layer.
void addLayerSettings(QMainWindow& window, std::vector<PaletteEntry>& entries) {
    for (auto* table : window.findChildren<QTableView*>()) {
        if (!qobject_cast<LayerModel*>(table->model()))
            continue;
        for (int column = 0; column < LayerModel::ColumnCount; ++column) {
            const auto* field = LayerModel::fieldOf(column);
            if (!field)
                continue;
            entries.push_back({QString::fromStdString(field->label),
                               tr("Setting of a layer \u203a %1").arg(dockOf(*table)),
                               {},
                               QString::fromStdString(field->help),
                               !table->isColumnHidden(column),
                               [table, column] {
                                   goTo(*table);
                                   const int row = std::max(0, table->currentIndex().row());
                                   table->setCurrentIndex(table->model()->index(row, column));
                               }});
        }
    }
}

void addPlots(QMainWindow& window, std::vector<PaletteEntry>& entries) {
    for (auto* panel : window.findChildren<PlotPanel*>())
        for (const auto& spec : panel->specs())
            entries.push_back({spec.title, tr("Plot"), {}, spec.yLabel, true, [panel, spec] {
                                   const PlotView before = panel->view();
                                   if (before.plot != spec.id) {
                                       panel->setView(spec.firstView());
                                       Q_EMIT panel->viewEdited(before, panel->view());
                                   }
                                   panel->window()->activateWindow();
                                   panel->plot().setFocus(Qt::ShortcutFocusReason);
                               }});
}

QString wordsOfTool(const QWidget& tool) {
    return qobject_cast<const QSpinBox*>(&tool) ? tr("running mean, average, raw") : QString();
}

/// Turns a button over or opens its menu, even one for which there is no room; to the others it goes.
void use(PlotPanel& panel, QWidget& tool) {
    auto* button = qobject_cast<QToolButton*>(&tool);
    if (!button)
        return goTo(tool);
    goTo(panel.plot());
    if (button->menu())
        button->menu()->popup(button->isVisible() ? button->mapToGlobal(button->rect().bottomLeft())
                                                  : panel.plot().mapToGlobal(QPoint(0, 0)));
    else
        button->toggle();
}

/// What stands in the row above each plot.
void addPlotTools(QMainWindow& window, std::vector<PaletteEntry>& entries) {
    for (auto* panel : window.findChildren<PlotPanel*>())
        for (auto* tool : panel->tools()) {
            const auto* button = qobject_cast<QToolButton*>(tool);
            if (button && !button->isCheckable() && !button->menu())
                continue; // its help, which the menu Help has
            entries.push_back({tr("%1 \u2013 %2").arg(tool->accessibleName(), panel->plot().spec().title),
                               tr("Plot"),
                               {},
                               tool->toolTip(),
                               button || tool->isVisible(),
                               [panel, tool] { use(*panel, *tool); },
                               {},
                               wordsOfTool(*tool),
                               button && button->isChecked()});
        }
}

} // namespace

std::vector<PaletteEntry> paletteEntries(QMainWindow& window) {
    std::vector<PaletteEntry> entries;
    // Of two that fit alike, the first is offered first: a plot before the help on what it shows.
    addSettings(window, entries);
    addLayerSettings(window, entries);
    addPlots(window, entries);
    addPlotTools(window, entries);
    addActions(window.menuBar()->actions(), {}, entries);
    return entries;
}

} // namespace dalescope
