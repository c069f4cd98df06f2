#include "app/figures/figure_bar.h"

#include "app/palette/search_words.h"
#include "widgets/theme/theme.h"

#include <QAction>
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

FigureBar::FigureBar(Session& session, QWidget* parent)
    : QFrame(parent), session_(session), text_(new QLabel(this)),
      button_(new QPushButton(tr("Run a&gain and compare"), this)),
      again_(new QAction(tr("Run &again and compare"), this)) {
    setFrameShape(QFrame::StyledPanel);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setToolTip(tr("Where the opened figure is from"));
    button_->setToolTip(
        tr("Make the run anew up to the figure's update and compare its numbers, bit by bit"));
    withWords(again_, tr("figure, reproduce, repeat, verify"));
    auto* close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::TabFocus);
    close->setAccessibleName(tr("Close the figure's bar"));
    close->setToolTip(tr("Close; the run stays"));
    auto* row = new QHBoxLayout(this);
    row->addWidget(text_, 1);
    row->addWidget(button_);
    row->addWidget(close);
    connect(button_, &QPushButton::clicked, this, &FigureBar::runAgain);
    connect(again_, &QAction::triggered, this, &FigureBar::runAgain);
    connect(close, &QToolButton::clicked, this, [this] {
        shown_->isClosed = true;
        hide();
    });
    connect(&session_, &Session::currentChanged, this, &FigureBar::refresh);
    refresh();
}

void FigureBar::setFigure(const FigureOrigin& origin, const QString& file, const std::vector<Run*>& runs) {
    Figure figure;
    figure.origin = origin;
    figure.file = QFileInfo(file).fileName();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        figure.runs.emplace_back(runs[i]);
        runs[i]->setFigure(journalOf(origin.runs[i]));
        connect(runs[i], &Run::statusChanged, this, &FigureBar::follow);
        connect(runs[i], &QObject::destroyed, this, &FigureBar::refresh);
    }
    const FigureRun& first = origin.runs.front();
    figure.text = tr("%1 was drawn by Dalescope %2 after %3 updates of a run with seed %4.")
                      .arg(figure.file, QString::fromStdString(origin.program),
                           QLocale().toString(static_cast<qlonglong>(first.update)))
                      .arg(static_cast<qlonglong>(first.config.training.seed));
    if (origin.drawnRuns > 0)
        figure.text +=
            QStringLiteral(" ") +
            tr("It shows %1 runs and carries %2 of them.").arg(origin.drawnRuns).arg(origin.runs.size());
    else if (const int others = static_cast<int>(runs.size()) - 1; others > 0)
        figure.text += QStringLiteral(" ") + tr("It shows %n other run(s) too.", nullptr, others);
    figures_.push_back(std::move(figure));
    refresh();
}

void FigureBar::refresh() {
    figures_.remove_if(
        [](const Figure& figure) { return std::ranges::none_of(figure.runs, &QPointer<Run>::data); });
    shown_ = nullptr;
    for (Figure& figure : figures_)
        if (std::ranges::find(figure.runs, &session_.current(), &QPointer<Run>::data) != figure.runs.end())
            shown_ = &figure;
    const bool isBusy = shown_ && shown_->state == State::Making;
    button_->setEnabled(!isBusy);
    again_->setEnabled(shown_ && !isBusy);
    again_->setToolTip(shown_ ? button_->toolTip() : tr("The current run is not that of an opened figure."));
    setVisible(shown_ && !shown_->isClosed);
    if (!shown_)
        return;
    const Theme theme = Theme::forPalette(palette());
    QPalette colours = palette();
    if (shown_->state != State::Opened)
        colours.setColor(QPalette::WindowText, shown_->state == State::Differs ? theme.warning : theme.good);
    text_->setPalette(colours);
    text_->setText(shown_->text);
}

void FigureBar::runAgain() {
    if (!shown_)
        return;
    Figure& figure = *shown_;
    figure.isClosed = false;
    figure.begun.assign(figure.runs.size(), 0);
    std::int64_t all = 0;
    for (std::size_t i = 0; i < figure.runs.size(); ++i) {
        const auto& run = figure.runs[i];
        if (!run || isThere(figure, i))
            continue;
        figure.begun[i] = run->status().update;
        const std::int64_t left = figure.origin.runs[i].update - figure.begun[i];
        run->runUpdates(static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max())));
        all += left;
    }
    if (all == 0)
        return compare(figure);
    figure.text = tr("Making the %1 updates of %2\u2026")
                      .arg(QLocale().toString(static_cast<qlonglong>(all)), figure.file);
    say(figure, State::Making);
}

/// Whether the run has made the figure's updates, or cannot make them.
bool FigureBar::isThere(const Figure& figure, std::size_t i) {
    const Run& run = *figure.runs[i];
    return run.status().update >= figure.origin.runs[i].update ||
           run.status().state == RunStatus::State::Failed ||
           (run.status().state == RunStatus::State::Ended && !run.obstacle().isEmpty());
}

void FigureBar::follow() {
    for (Figure& figure : figures_) {
        if (figure.state != State::Making && figure.state != State::Waiting)
            continue;
        const Run* held = nullptr; // of those that are not there yet
        std::int64_t wanted = 0;
        bool areThere = true;
        for (std::size_t i = 0; i < figure.runs.size(); ++i) {
            const Run* run = figure.runs[i];
            if (!run || isThere(figure, i))
                continue;
            areThere = false;
            if (run->isRunning())
                figure.begun[i] = -1;
            const bool rests = run->status().state == RunStatus::State::Paused ||
                               run->status().state == RunStatus::State::Ended;
            if (rests && run->status().update != figure.begun[i]) {
                held = run;
                wanted = figure.origin.runs[i].update;
            }
        }
        const auto number = [](std::int64_t n) { return QLocale().toString(static_cast<qlonglong>(n)); };
        if (areThere) {
            compare(figure);
        } else if (held) {
            figure.text =
                tr("%1 rests at update %2 of %3; what it gives is compared once it has gone on to there.")
                    .arg(held->label().name, number(held->status().update), number(wanted));
            say(figure, State::Waiting);
        } else if (figure.state == State::Waiting) {
            figure.text = tr("Making the updates of %1\u2026").arg(figure.file);
            say(figure, State::Making);
        }
    }
}

void FigureBar::compare(Figure& figure) {
    FigureComparison found;
    for (std::size_t i = 0; i < figure.runs.size(); ++i)
        if (figure.runs[i] && figure.runs[i]->journal())
            found += compareWithFigure(figure.origin.runs[i], *figure.runs[i]->journal());
    figure.text = comparisonText(found, !figure.origin.inspector.empty());
    say(figure, found.agrees() ? State::Agrees : State::Differs);
}

void FigureBar::say(Figure& figure, State state) {
    figure.state = state;
    refresh();
}

} // namespace dalescope
