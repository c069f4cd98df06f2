#include "app/lockstep/lockstep_dialog.h"

#include "core/experiments/presets.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

namespace dalescope {

LockstepDialog::LockstepDialog(const Session& session, const std::vector<Run*>& chosen, QWidget* parent)
    : QDialog(parent), list_(new QListWidget(this)), seeds_(new QSpinBox(this)), fault_(new QLabel(this)) {
    setWindowTitle(tr("Train together"));
    const auto offer = [this](const QString& name, const Config& config, bool ticked, const QString& tip) {
        offered_.push_back({name, config});
        auto* item = new QListWidgetItem(name, list_);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(tip);
    };
    for (const auto& run : session.runs())
        offer(run->label().name, run->document().config(),
              std::ranges::find(chosen, run.get()) != chosen.end(), tr("A run of this session"));
    for (const auto& preset : presets())
        offer(tr("Preset: %1").arg(QString::fromStdString(preset.title)), preset.config, false,
              QString::fromStdString(preset.about));
    list_->setAccessibleName(tr("Models"));
    list_->setToolTip(tr("Tick two to four; the space bar ticks too"));
    list_->setSpacing(3); // rows that can be hit
    list_->setMinimumSize(380, 300);
    list_->setCurrentRow(0);
    seeds_->setRange(1, 20);
    seeds_->setValue(3);
    seeds_->setAccessibleName(tr("Seeds"));
    seeds_->setToolTip(tr("How many seeds each model is trained on; an interval needs two or more"));
    fault_->setWordWrap(true);
    fault_->setMinimumHeight(2 * fault_->fontMetrics().lineSpacing());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    start_ = buttons->button(QDialogButtonBox::Ok);
    start_->setText(tr("&Train together"));
    start_->setToolTip(tr("Makes the runs and begins to train them"));
    buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Leaves everything as it is"));
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Models"), list_);
    form->addRow(tr("&Seeds"), seeds_);
    form->addRow(fault_);
    form->addRow(buttons);
    connect(list_, &QListWidget::itemChanged, this, &LockstepDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

std::vector<LockstepModel> LockstepDialog::models() const {
    std::vector<LockstepModel> models;
    for (int row = 0; row < list_->count(); ++row) {
        if (list_->item(row)->checkState() != Qt::Checked)
            continue;
        LockstepModel model = offered_[static_cast<std::size_t>(row)];
        const QString name = model.name;
        for (int i = 2; std::ranges::find(models, model.name, &LockstepModel::name) != models.end(); ++i)
            model.name = tr("%1 (%2)").arg(name).arg(i);
        models.push_back(model);
    }
    return models;
}

std::vector<std::int64_t> LockstepDialog::seeds() const {
    const auto chosen = models();
    std::vector<std::int64_t> seeds;
    for (int i = 0; i < seeds_->value() && !chosen.empty(); ++i)
        seeds.push_back(chosen.front().config.training.seed + i);
    return seeds;
}

void LockstepDialog::check() {
    const auto chosen = models();
    start_->setEnabled(chosen.size() >= fewest && chosen.size() <= most);
    fault_->setText(
        chosen.size() < fewest ? tr("Tick two to four models.")
        : chosen.size() > most
            ? tr("%1 are ticked; at most four can be trained together.").arg(chosen.size())
            : tr("Data, batch size, test interval and length are those of %1.").arg(chosen.front().name));
}

} // namespace dalescope
