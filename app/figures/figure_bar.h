// A run that an exported figure brought back, made again and compared with the figure's numbers.
#pragma once

#include "app/session.h"
#include "widgets/plots/figure_origin.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace dalescope {

/// Above the plots while there is such a run; the person closes it.
class FigureBar : public QFrame {
    Q_OBJECT
public:
    explicit FigureBar(QWidget* parent = nullptr);

    /// `run` replays origin.config from its beginning; `file` is the figure's.
    void setFigure(const FigureOrigin& origin, const QString& file, Run& run);
    /// Makes as many updates as the figure's run had made, then compares.
    void runAgain();

private:
    void follow();
    void compare();
    void say(const QString& text, bool good);

    FigureOrigin origin_;
    QString file_;
    QPointer<Run> run_;
    bool running_ = false;
    QLabel* text_;
    QPushButton* again_;
};

/// What a comparison found, in a sentence or two.
QString comparisonText(const FigureComparison& found);

} // namespace dalescope
