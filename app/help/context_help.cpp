#include "app/help/context_help.h"

#include "app/help/help_topics.h"
#include "app/palette/search_words.h"
#include "widgets/editors/layer_model.h"
#include "widgets/plots/help_button.h"
#include "widgets/plots/plot_panel.h"

#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QTableView>
#include <QWhatsThis>

namespace dalescope {

namespace {

/// Of the cell at `place`, or of the chosen one.
QString layerSetting(const QTableView& table, const QPoint& place) {
    const QPoint inView = table.viewport()->mapFrom(&table, place);
    const QModelIndex index = place.isNull() ? table.currentIndex() : table.indexAt(inView);
    const int column = index.isValid() ? index.column() : table.columnAt(inView.x());
    const auto* field = column >= 0 ? LayerModel::fieldOf(column) : nullptr;
    return field ? QStringLiteral("layer.") + QString::fromStdString(field->path) : QString();
}

/// Of the column at `place` in a table or its heading, or of the chosen cell, where the model knows one.
QString columnTopic(const QAbstractItemView& view, const QPoint& place) {
    const auto* model = view.model();
    if (!model)
        return {};
    int column = view.currentIndex().column();
    if (const auto* header = qobject_cast<const QHeaderView*>(&view))
        column = header->orientation() == Qt::Horizontal ? header->logicalIndexAt(place) : -1;
    else if (!place.isNull())
        column = view.indexAt(view.viewport()->mapFrom(&view, place)).column();
    return column < 0 ? QString() : model->headerData(column, Qt::Horizontal, HelpTopicRole).toString();
}

/// What a widget is about, by what it says of itself.
QStringList namesOf(const QWidget& widget, const QPoint& place) {
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget))
        if (const QString topic = columnTopic(*view, place); !topic.isEmpty())
            return {topic};
    if (const QString topic = helpTopicOf(widget); !topic.isEmpty())
        return {topic};
    if (const auto* panel = qobject_cast<const PlotPanel*>(&widget))
        return {panel->view().plot};
    if (const auto* table = qobject_cast<const QTableView*>(&widget);
        table && qobject_cast<LayerModel*>(table->model()))
        return {layerSetting(*table, place)};
    if (const auto* box = qobject_cast<const QComboBox*>(&widget); box && box->objectName().isEmpty())
        return {box->currentText(), box->currentText().section(u' ', -1)}; // "Activity h"
    if (const auto* dock = qobject_cast<const QDockWidget*>(&widget))
        return {dock->objectName().toLower()};
    return {widget.objectName()};
}

} // namespace

ContextHelp::ContextHelp(QMainWindow& window) : QObject(&window), window_(window) {
    qApp->installEventFilter(this);
}

const HelpTopic* ContextHelp::topicAt(const QWidget& widget, const QPoint& place) {
    QPoint here = place;
    for (const QWidget* up = &widget; up; up = up->parentWidget()) {
        for (const auto& name : namesOf(*up, here))
            if (const auto* topic = findHelp(name))
                return topic;
        if (!here.isNull())
            here = up->mapToParent(here);
    }
    return nullptr;
}

void ContextHelp::explainFocus() {
    QWidget* focus = QApplication::focusWidget();
    const HelpTopic* topic = focus ? topicAt(*focus, {}) : nullptr;
    if (topic)
        explain(*topic, focus->mapToGlobal(QPoint(0, focus->height())));
    else
        QWhatsThis::enterWhatsThisMode();
}

void ContextHelp::fill(QMenu& menu) {
    auto* focus = menu.addAction(tr("&Explain what has the focus"), QKeySequence(Qt::Key_F1), this,
                                 &ContextHelp::explainFocus);
    auto* clicked = menu.addAction(tr("E&xplain what is clicked"), QKeySequence(tr("Shift+F1")), this,
                                   [] { QWhatsThis::enterWhatsThisMode(); });
    for (auto* action : {focus, clicked})
        action->setShortcutContext(Qt::ApplicationShortcut); // in the other windows too
    const auto list = [&](const QString& title, HelpTopic::Kind kind) {
        auto* all = menu.addMenu(title);
        for (const auto& topic : helpTopics())
            if (topic.kind == kind)
                asExplanation(all->addAction(topic.title, this, [this, &topic] {
                    explain(topic, window_.mapToGlobal(window_.rect().center() / 2));
                }));
    };
    list(tr("&Quantities"), HelpTopic::Kind::Quantity);
    list(tr("&Panels"), HelpTopic::Kind::Panel);
}

void ContextHelp::explain(const HelpTopic& topic, const QPoint& globalPlace) {
    QWhatsThis::showText(globalPlace, topic.html(), &window_);
    Q_EMIT explained(topic.title);
}

/// Answers for every widget, so that none needs to carry its own text.
bool ContextHelp::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::WhatsThis && event->type() != QEvent::QueryWhatsThis)
        return false;
    auto* widget = qobject_cast<QWidget*>(object);
    const auto* asked = static_cast<QHelpEvent*>(event);
    const HelpTopic* topic = widget ? topicAt(*widget, asked->pos()) : nullptr;
    if (!topic)
        return false;
    event->accept();
    if (event->type() == QEvent::WhatsThis)
        explain(*topic, asked->globalPos());
    return true;
}

} // namespace dalescope
