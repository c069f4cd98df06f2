// The runs that an exported figure brought back, made again and compared with the figure's numbers.
#pragma once

#include "app/session.h"
#include "widgets/plots/figure_origin.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace dalescope {

/// Above the plots while there are such runs; the person closes it.
class FigureBar : public QFrame {
    Q_OBJECT
public:
    explicit FigureBar(QWidget* parent = nullptr);

    /// `runs` replay those of the figure, in its order, from their beginnings; `file` is the figure's.
    void setFigure(const FigureOrigin& origin, const QString& file, const std::vector<Run*>& runs);
    /// Makes as many updates as the figure's runs had made, then compares.
    void runAgain();

private:
    void follow();
    bool isThere() const;
    void compare();
    void say(const QString& text, bool good);

    FigureOrigin origin_;
    QString file_;
    std::vector<QPointer<Run>> runs_; ///< null: deleted since
    bool running_ = false;
    QLabel* text_;
    QPushButton* again_;
};

/// What a comparison found, in a sentence or two; `ofRunOnly`: of a picture that an inspector drew of the
/// run, which carries the run's numbers and not its own.
QString comparisonText(const FigureComparison& found, bool ofRunOnly = false);

} // namespace dalescope
