#include "app/lessons/window_guide.h"

#include "widgets/plots/plot_panel.h"

#include <QAbstractButton>
#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>

namespace dalescope {

namespace {

QString plotName(const PlotSpec& spec) {
    return WindowGuide::tr("Plot: %1").arg(spec.title);
}

void choosePlot(PlotPanel& panel, const PlotSpec& spec) {
    if (panel.view().plot != spec.id)
        panel.setView(spec.firstView());
}

} // namespace

WindowGuide::WindowGuide(QMainWindow& window, QObject* parent)
    : QObject(parent), window_(window), spotlight_(new Spotlight) {}

WindowGuide::~WindowGuide() {
    delete spotlight_;
}

QStringList WindowGuide::namesOf(const QWidget& widget) {
    QStringList names;
    if (!widget.accessibleName().isEmpty())
        names << widget.accessibleName();
    if (const auto* tool = qobject_cast<const QToolButton*>(&widget); tool && tool->defaultAction())
        names << tool->defaultAction()->objectName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        names << QString(button->text()).remove(u'&');
    if (const auto* panel = qobject_cast<const PlotPanel*>(&widget))
        for (const auto& spec : panel->specs())
            names << plotName(spec);
    names.removeAll(QString());
    return names;
}

LessonNames WindowGuide::names() const {
    LessonNames names;
    for (const auto* widget : window_.findChildren<QWidget*>()) {
        for (const auto& name : namesOf(*widget))
            names.controls.push_back(name.toStdString());
        if (const auto* dock = qobject_cast<const QDockWidget*>(widget))
            names.panels.push_back(dock->objectName().toStdString()); // its title may say more
        if (const auto* panel = qobject_cast<const PlotPanel*>(widget))
            for (const auto& spec : panel->specs())
                names.plots.push_back(spec.id.toStdString());
    }
    return names;
}

QWidget* WindowGuide::find(const QString& name) const {
    QWidget* found = nullptr;
    for (auto* widget : window_.findChildren<QWidget*>())
        if (namesOf(*widget).contains(name)) {
            if (widget->isVisible())
                return widget;
            found = found ? found : widget;
        }
    return found;
}

void WindowGuide::bringInSight(QWidget& control) {
    for (QWidget* up = &control; up && up != &window_; up = up->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(up))
            open(*dock);
        if (up == window_.centralWidget())
            up->show();
        if (auto* area = qobject_cast<QScrollArea*>(up))
            area->ensureWidgetVisible(&control);
    }
}

void WindowGuide::open(QDockWidget& dock) {
    const bool wasClosed = dock.isHidden();
    dock.show();
    dock.raise();
    if (!wasClosed)
        return;
    opened_ << &dock;
    // In presentation mode its type has grown since it was last seen.
    if (const auto* area = qobject_cast<QScrollArea*>(dock.widget()); area && !dock.isFloating()) {
        const int wanted = area->widget()->minimumSizeHint().width() +
                           area->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, area);
        if (wanted > dock.width())
            window_.resizeDocks({&dock}, {wanted}, Qt::Horizontal);
    }
}

void WindowGuide::putAway(const QStringList& kept) {
    QList<QDockWidget*> left;
    for (auto* dock : std::as_const(opened_))
        if (kept.contains(dock->objectName()))
            left << dock;
        else
            dock->hide();
    opened_ = left;
}

void WindowGuide::point(const QString& control) {
    QWidget* target = find(control);
    if (!target)
        return;
    if (auto* panel = qobject_cast<PlotPanel*>(target))
        for (const auto& spec : panel->specs())
            if (plotName(spec) == control)
                choosePlot(*panel, spec);
    bringInSight(*target);
    spotlight_->pointAt(target);
}

void WindowGuide::watch(const QString& control) {
    watched_ = find(control);
    watchedName_ = control;
    if (auto* button = qobject_cast<QAbstractButton*>(watched_.data()))
        connect(
            button, &QAbstractButton::clicked, this, [this, control] { Q_EMIT used(control); },
            Qt::SingleShotConnection);
    else if (watched_)
        watched_->installEventFilter(this);
}

bool WindowGuide::eventFilter(QObject* object, QEvent* event) {
    if (object == watched_ && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn))
        Q_EMIT used(watchedName_);
    return false;
}

void WindowGuide::showPanel(const QString& title) {
    for (auto* dock : window_.findChildren<QDockWidget*>())
        if (dock->objectName() == title)
            open(*dock);
}

void WindowGuide::showPlots(const std::vector<std::string>& ids) {
    QList<QWidget*> chosen;
    for (auto* panel : window_.findChildren<PlotPanel*>())
        for (const auto& spec : panel->specs())
            if (std::ranges::find(ids, spec.id.toStdString()) != ids.end()) {
                choosePlot(*panel, spec);
                chosen << panel;
            }
    Q_EMIT plotsChosen(chosen);
}

void WindowGuide::clear() {
    if (spotlight_)
        spotlight_->pointAt(nullptr);
    if (watched_)
        watched_->removeEventFilter(this);
    watched_ = nullptr;
}

} // namespace dalescope
