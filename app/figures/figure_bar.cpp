#include "app/figures/figure_bar.h"

#include "widgets/theme/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

#include <limits>

namespace dalescope {

QString comparisonText(const FigureComparison& found, bool ofRunOnly) {
    const QLocale locale;
    const auto all = found.same + found.different + found.missing;
    if (all == 0)
        return FigureBar::tr("The figure carries no numbers to compare.");
    if (found.agrees() && ofRunOnly)
        return FigureBar::tr(
                   "The same run: all %1 numbers of its loss and test error that the figure carries, bit "
                   "by bit. What the figure shows was not compared.")
            .arg(all);
    if (found.agrees())
        return FigureBar::tr("The same: all %1 numbers that the figure carries, bit by bit.").arg(all);
    QString text;
    if (found.different > 0)
        text =
            FigureBar::tr("Not the same: %1 is %2 in the figure and %3 here at update %4; %5 of %6 numbers "
                          "differ. The data, the number of threads or the program may be others.")
                .arg(QString::fromStdString(found.name.empty() ? found.series
                                                               : found.name + ": " + found.series))
                .arg(static_cast<double>(found.figure), 0, 'g', 7)
                .arg(static_cast<double>(found.run), 0, 'g', 7)
                .arg(locale.toString(static_cast<qlonglong>(found.update)))
                .arg(found.different)
                .arg(all);
    if (found.missing > 0)
        text += (text.isEmpty() ? QString() : QStringLiteral(" ")) +
                FigureBar::tr("This run did not measure %1 of the figure's %2 numbers; it may have ended "
                              "earlier or measure at other times.")
                    .arg(found.missing)
                    .arg(all);
    return text;
}

FigureBar::FigureBar(QWidget* parent)
    : QFrame(parent), text_(new QLabel(this)), again_(new QPushButton(tr("Run a&gain and compare"), this)) {
    setFrameShape(QFrame::StyledPanel);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setToolTip(tr("Where the opened figure is from"));
    again_->setToolTip(tr("Make the run anew up to the figure's update and compare its numbers, bit by bit"));
    auto* close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::TabFocus);
    close->setAccessibleName(tr("Close the figure's bar"));
    close->setToolTip(tr("Close; the run stays"));
    auto* row = new QHBoxLayout(this);
    row->addWidget(text_, 1);
    row->addWidget(again_);
    row->addWidget(close);
    connect(again_, &QPushButton::clicked, this, &FigureBar::runAgain);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void FigureBar::setFigure(const FigureOrigin& origin, const QString& file, const std::vector<Run*>& runs) {
    for (const auto& run : runs_)
        if (run)
            run->disconnect(this);
    origin_ = origin;
    file_ = QFileInfo(file).fileName();
    runs_.assign(runs.begin(), runs.end());
    running_ = false;
    for (Run* run : runs) {
        connect(run, &Run::statusChanged, this, &FigureBar::follow);
        connect(run, &QObject::destroyed, this, &QWidget::hide);
    }
    const FigureRun& first = origin.runs.front();
    QString text = tr("%1 was drawn by Dalescope %2 after %3 updates of a run with seed %4.")
                       .arg(file_, QString::fromStdString(origin.program),
                            QLocale().toString(static_cast<qlonglong>(first.update)))
                       .arg(static_cast<qlonglong>(first.config.training.seed));
    if (origin.drawnRuns > 0)
        text += QStringLiteral(" ") +
                tr("It shows %1 runs and carries %2 of them.").arg(origin.drawnRuns).arg(origin.runs.size());
    else if (const int others = static_cast<int>(runs.size()) - 1; others > 0)
        text += QStringLiteral(" ") + tr("It shows %n other run(s) too.", nullptr, others);
    text_->setPalette(palette());
    text_->setText(text);
    again_->setEnabled(true);
    show();
}

void FigureBar::runAgain() {
    std::int64_t all = 0;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const std::int64_t left = runs_[i] ? origin_.runs[i].update - runs_[i]->status().update : 0;
        if (left > 0)
            runs_[i]->runUpdates(
                static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max())));
        all += std::max<std::int64_t>(0, left);
    }
    if (all == 0)
        return compare();
    running_ = true;
    again_->setEnabled(false);
    say(tr("Making the %1 updates of %2\u2026").arg(QLocale().toString(static_cast<qlonglong>(all)), file_),
        true);
}

/// Whether every run has made its updates, or will make no more.
bool FigureBar::isThere() const {
    for (const auto& run : runs_)
        if (run && (run->status().update == 0 || run->isRunning()))
            return false;
    return true;
}

void FigureBar::follow() {
    if (running_ && isThere())
        compare();
}

void FigureBar::compare() {
    running_ = false;
    again_->setEnabled(true);
    FigureComparison found;
    for (std::size_t i = 0; i < runs_.size(); ++i)
        if (runs_[i] && runs_[i]->journal())
            found += compareWithFigure(origin_.runs[i], *runs_[i]->journal());
    say(comparisonText(found, !origin_.inspector.empty()), found.agrees());
}

void FigureBar::say(const QString& text, bool good) {
    const Theme theme = Theme::forPalette(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, good ? theme.good : theme.warning);
    text_->setPalette(colours);
    text_->setText(text);
}

} // namespace dalescope
