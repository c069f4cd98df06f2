// Finds in a window what a lesson names, and shows it.
#pragma once

#include "app/lessons/spotlight.h"
#include "core/lessons/parse_lesson.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;

namespace dalescope {

class PlotPanel;

/// Controls are known by the name that assistive technology reads or by what is written on them, run buttons
/// by what they say before a run ("Start"), plots as "Plot: Error", panels by their titles.
class WindowGuide : public QObject {
    Q_OBJECT

public:
    explicit WindowGuide(QMainWindow& window, QObject* parent = nullptr);
    ~WindowGuide() override;

    LessonNames names() const;
    /// Null where there is none. Where several have the name: one in sight, if any is.
    QWidget* find(const QString& name) const;

    /// Brings the control in sight and frames it.
    void point(const QString& control);
    /// used() will come when a person uses the control: presses a button, or clicks or enters anything else.
    void watch(const QString& control);
    void showPanel(const QString& title);
    /// Closes the panels that have been opened here, but for `kept`.
    void putAway(const QStringList& kept);
    /// They stay open from now on.
    void leaveOpen() { opened_.clear(); }
    void showPlots(const std::vector<std::string>& ids);
    /// No frame, nothing watched.
    void clear();
    QWidget* framed() const { return spotlight_->target(); }

Q_SIGNALS:
    void used(const QString& control);
    /// The panels whose plots were chosen.
    void plotsChosen(const QList<QWidget*>& panels);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    static QStringList namesOf(const QWidget& widget);
    void bringInSight(QWidget& control);
    void open(QDockWidget& dock);

    QMainWindow& window_;
    QPointer<Spotlight> spotlight_; ///< a child of the window it lies over, or nobody's
    QPointer<QWidget> watched_;
    QString watchedName_;
    QList<QDockWidget*> opened_; ///< panels that were closed before
};

} // namespace dalescope
