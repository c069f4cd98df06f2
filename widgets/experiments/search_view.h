// What a search found: a scatter and parallel coordinates of its configurations.
#pragma once

#include "widgets/experiments/search_drawings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace dalescope {

class SearchView : public QWidget {
    Q_OBJECT

public:
    explicit SearchView(QWidget* parent = nullptr);

    void setSweep(std::shared_ptr<const SweepOutline> outline);
    void setSnapshot(const std::shared_ptr<const SweepSnapshot>& snapshot);
    void setTheme(const Theme& theme);
    /// Runs whose configurations stand out.
    void setEmphasis(const QList<int>& runs);
    const SearchPicture& picture() const { return picture_; }

Q_SIGNALS:
    void failed(const QString& sentence);
    void exported(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;

private:
    Drawing drawing(bool scatter) const;
    /// What its figures carry: the foremost of the configurations.
    std::string origin() const;
    void chooseAxes();
    void redraw();

    std::shared_ptr<const SweepOutline> outline_;
    std::shared_ptr<const Journal> curves_;
    std::shared_ptr<const ResultTable> shownResults_; ///< what was drawn last; a new one means new points
    SearchPicture picture_;
    PlotStyle style_;
    QComboBox* x_;
    QComboBox* y_;
    QCheckBox* logX_;
    QCheckBox* logY_;
    QCustomPlot* scatter_;
    QCustomPlot* parallel_;
};

} // namespace dalescope
