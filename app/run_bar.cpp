#include "app/run_bar.h"

#include "app/runs/run.h"
#include "app/runs/state_text.h"
#include "core/common/text.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace dalescope {

RunBar::RunBar(QWidget* parent) : QWidget(parent) {
    setLayout(new QHBoxLayout);
    layout()->setContentsMargins(8, 2, 8, 2);
    layout()->setSpacing(18);
    state_ = add(tr("State of the run"), stateTexts());
    epoch_ = add(tr("Epoch"), {tr("epoch 0000.00")});
    update_ = add(tr("Updates made"), {tr("00,000,000 updates")});
    speed_ = add(tr("Speed"), {tr("00,000 updates/s")});
    left_ = add(tr("Time left"), {tr("000:00:00 left")});
    loss_ = add(tr("Loss of the last batch"), {tr("loss 0.000e-00")});
}

/// As wide as the widest of the texts.
QLabel* RunBar::add(const QString& name, const QStringList& texts) {
    auto* label = new QLabel(this);
    label->setToolTip(name); // no accessible name: what is read out is the text, which has its unit in it
    label->setFont(Theme::font(12));
    // A fixed size: numbers that change must not move their neighbours, nor make the window lay itself out.
    const QFontMetrics metrics(label->font());
    int width = 0;
    for (const QString& text : texts)
        width = std::max(width, metrics.horizontalAdvance(text));
    label->setFixedSize(width + 4, metrics.height() + 2);
    layout()->addWidget(label);
    return label;
}

void RunBar::show(const Run& run) {
    const RunStatus& status = run.status();
    state_->setText(stateText(run));
    epoch_->setText(tr("epoch %1").arg(status.epoch, 0, 'f', 2));
    update_->setText(status.update == 1
                         ? tr("1 update")
                         : tr("%1 updates").arg(QString::fromStdString(grouped(status.update))));
    const bool running = status.state == RunStatus::State::Running; // at rest they would say nothing true
    speed_->setText(
        running
            ? tr("%1 updates/s").arg(QString::fromStdString(grouped(std::llround(status.updatesPerSecond))))
            : QString());
    const auto seconds = static_cast<qlonglong>(status.secondsLeft);
    left_->setText(running && seconds > 0 ? tr("%1:%2:%3 left")
                                                .arg(seconds / 3600)
                                                .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
                                                .arg(seconds % 60, 2, 10, QLatin1Char('0'))
                                          : QString());
    loss_->setText(status.update > 0 ? tr("loss %1").arg(status.loss, 0, 'g', 4) : QString());
}

} // namespace dalescope
