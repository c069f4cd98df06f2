// The changes a person made in mid-run, as quiet vertical lines with a label at the top, and the moment that
// is looked at, as one that stands out.
#pragma once

#include "core/training/journal.h"
#include "widgets/plots/plot_spec.h"
#include "widgets/plots/plot_style.h"
#include "widgets/plots/qcp.h"

#include <memory>
#include <optional>
#include <vector>

namespace dalescope {

/// Of a warning, what there is room for beside its line: "Gamma nears zero in layer 0".
QString labelOf(const JournalMark& mark);

class MarksLayer : public QCPLayerable {
    Q_OBJECT

public:
    explicit MarksLayer(QCustomPlot* plot) : QCPLayerable(plot, QStringLiteral("axes")) {}

    void setJournal(std::shared_ptr<const Journal> journal) { journal_ = std::move(journal); }
    void setStyle(const PlotStyle& style) { style_ = style; }
    void setAxis(XAxis axis) { axis_ = axis; }
    /// Without, their lines alone are drawn.
    void setLabelled(bool labelled) { labelled_ = labelled; }
    /// None: not drawn.
    void setMoment(std::optional<Tick> moment) { moment_ = moment; }
    /// The whole of a label that was drawn shortened there; else empty.
    QString shortenedAt(const QPointF& place) const;

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
    void draw(QCPPainter* painter) override;

private:
    struct Placed {
        double pixel;
        QStringList texts;
    };
    std::vector<Placed> marksInSight() const;
    QStringList linesOf(const QStringList& texts, const QFontMetrics& metrics, double room) const;
    void drawMarks(QCPPainter* painter);
    void drawMoment(QCPPainter* painter) const;
    void drawLabel(QCPPainter* painter, const QPointF& baseline, const QString& text,
                   const QFontMetrics& metrics) const;

    std::shared_ptr<const Journal> journal_;
    PlotStyle style_;
    XAxis axis_ = XAxis::Updates;
    bool labelled_ = true;
    std::optional<Tick> moment_;
    std::vector<std::pair<QRectF, QString>> shortened_; ///< labels as last drawn, and their whole texts
};

} // namespace dalescope
