// The runs that an exported figure brought back, made again and compared with the figure's numbers.
#pragma once

#include "app/session.h"
#include "widgets/plots/figure_origin.h"

#include <QFrame>
#include <QPointer>

#include <list>

class QAction;
class QLabel;
class QPushButton;

namespace dalescope {

/// Above the plots while the current run is one of such; the person closes it.
class FigureBar : public QFrame {
    Q_OBJECT
public:
    explicit FigureBar(Session& session, QWidget* parent = nullptr);

    /// `runs` replay those of the figure, in its order, from their beginnings; `file` is the figure's. Its
    /// curves are drawn until the runs have come that far.
    void setFigure(const FigureOrigin& origin, const QString& file, const std::vector<Run*>& runs);
    /// Makes as many updates as the runs of the current run's figure had made, then compares.
    void runAgain();
    /// The same for a menu.
    QAction* action() { return again_; }

private:
    enum class State { Opened, Making, Waiting, Agrees, Differs };
    struct Figure {
        FigureOrigin origin;
        QString file, text;
        std::vector<QPointer<Run>> runs; ///< null: deleted since
        std::vector<std::int64_t> begun; ///< where they stand that have yet to start again; else -1
        State state = State::Opened;
        bool isClosed = false;
    };
    static bool isThere(const Figure& figure, std::size_t run);
    void refresh();
    void follow();
    void compare(Figure& figure);
    void say(Figure& figure, State state);

    Session& session_;
    std::list<Figure> figures_;
    Figure* shown_ = nullptr; ///< that of the current run
    QLabel* text_;
    QPushButton* button_;
    QAction* again_;
};

/// What a comparison found, in a sentence or two; `ofRunOnly`: of a picture that an inspector drew of the
/// run, which carries the run's numbers and not its own.
QString comparisonText(const FigureComparison& found, bool ofRunOnly = false);

} // namespace dalescope
