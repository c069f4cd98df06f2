// Undo of how a plot is looked at.
#pragma once

#include "widgets/plots/plot_panel.h"

#include <QPointer>
#include <QUndoCommand>

namespace dalescope {

class PlotViewCommand : public QUndoCommand {
public:
    PlotViewCommand(PlotPanel* panel, const PlotView& before, const PlotView& after)
        : QUndoCommand(PlotPanel::tr("View of the plot \"%1\"").arg(panel->plot().spec().title)),
          panel_(panel), before_(before), after_(after) {}
    void undo() override { set(before_); }
    void redo() override { set(after_); }

private:
    void set(const PlotView& view) {
        if (panel_ && panel_->view() != view)
            panel_->setView(view);
    }
    QPointer<PlotPanel> panel_;
    PlotView before_, after_;
};

} // namespace dalescope
