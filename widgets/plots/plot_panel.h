// A live plot under a slim row of tools.
#pragma once

#include "widgets/plots/plot_export.h"

#include <QHash>

#include <functional>

class QComboBox;
class QLabel;
class QMenu;
class QSpinBox;
class QToolButton;

namespace dalescope {

class HelpButton;

class PlotPanel : public QWidget {
    Q_OBJECT

public:
    explicit PlotPanel(QWidget* parent = nullptr);

    /// One plot, or alternatives to choose from; at least one. Keeps the chosen one where it is still there.
    void setSpecs(const std::vector<PlotSpec>& specs);
    const std::vector<PlotSpec>& specs() const { return specs_; }
    /// The same plots with other curves: how the shown one is looked at stays, ranges and cursors too.
    void replaceSpecs(const std::vector<PlotSpec>& specs);
    void setJournal(std::shared_ptr<const Journal> journal) { plot_->setJournal(std::move(journal)); }
    void setTheme(const Theme& theme);
    /// In the row above the plot, by their accessible names; where that is short, some are hidden.
    QList<QWidget*> tools() const;
    /// Without its tools, for an audience; the title stays.
    void setBare(bool bare);
    bool poll() { return plot_->poll(); }
    LivePlot& plot() { return *plot_; }
    const LivePlot& plot() const { return *plot_; }

    /// Which alternative, and how it is looked at: PlotView::plot names it.
    const PlotView& view() const { return plot_->view(); }
    /// Of every alternative as it was last looked at, the one that is shown last.
    std::vector<PlotView> views() const;
    /// Without viewEdited().
    void setView(const PlotView& view);

    /// The runs that are shown, asked for at each export, for the figures to carry; the plot's own first.
    void setRunsSource(std::function<std::vector<PlotRun>()> source) { runs_ = std::move(source); }

    /// How many runs are drawn, for the figures to say so where they carry fewer.
    void setDrawnRuns(std::size_t runs) { drawnRuns_ = runs; }

    Medium medium() const { return medium_; }
    void setMedium(Medium medium);
    /// Asks for a file name and writes it; a failure comes as failed().
    void exportAs(Format format);
    void copy();

    /// Of the row without the tools that make room.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person changed how the plot is looked at; undo is setView(before).
    void viewEdited(const dalescope::PlotView& before, const dalescope::PlotView& after);
    void mediumChanged(dalescope::Medium medium);
    /// One sentence for a dialog.
    void failed(const QString& sentence);
    void exported(const QString& path);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildTools();
    void buildExportMenu();
    void fillCurvesMenu();
    void choose(int index);
    void edit(const PlotView& after);
    void showView();
    PlotSource source() const;
    void showTools();
    int titleWidth() const;
    QList<QWidget*> toolsWithKeys() const;
    QLayout& toolRow() const;

    std::vector<PlotSpec> specs_;
    QHash<QString, PlotView> views_; ///< as each alternative was last looked at
    LivePlot* plot_;
    QComboBox* choice_;
    QLabel* title_;
    QComboBox* axis_;
    QToolButton* logX_;
    QToolButton* logY_;
    QSpinBox* smoothing_;
    QToolButton* follow_;
    QToolButton* curvesButton_;
    QMenu* curves_;
    QToolButton* exportButton_;
    HelpButton* help_;
    std::function<std::vector<PlotRun>()> runs_;
    std::size_t drawnRuns_ = 0;
    Medium medium_ = Medium::Paper;
    bool bare_ = false;
    bool updating_ = false; ///< controls are set by us, not by a person
};

} // namespace dalescope
