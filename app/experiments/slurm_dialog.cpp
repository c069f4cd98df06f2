#include "app/experiments/slurm_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>

namespace dalescope {

SlurmDialog::SlurmDialog(QWidget* parent)
    : QDialog(parent), partition_(new QLineEdit(this)), time_(new QLineEdit(this)),
      memory_(new QLineEdit(this)), width_(new QSpinBox(this)) {
    setWindowTitle(tr("Run on Slurm"));
    auto* form = new QFormLayout(this);
    auto* about =
        new QLabel(tr("Every run that is not over becomes a task of a job array. The folder must be one that "
                      "the nodes see; closing this window ends the watching alone."),
                   this);
    about->setWordWrap(true);
    about->setMinimumWidth(380);
    form->addRow(about);
    const QSettings settings;
    const auto add = [&](const QString& label, QLineEdit* field, const char* key, const QString& example,
                         const QString& tip) {
        field->setText(settings.value(QLatin1String("slurm/") + QLatin1String(key)).toString());
        field->setPlaceholderText(example);
        field->setToolTip(tip);
        field->setAccessibleName(QString(label).remove(u'&'));
        form->addRow(label, field);
    };
    add(tr("&Partition"), partition_, "partition", tr("the cluster's own choice"),
        tr("Which nodes, as sinfo lists them"));
    add(tr("&Time"), time_, "time", tr("for example 2:00:00"),
        tr("Most time of one run, as sbatch takes it"));
    add(tr("&Memory"), memory_, "memory", tr("for example 2G"), tr("Memory of one run, as sbatch takes it"));
    width_->setRange(0, 100000);
    width_->setSpecialValueText(tr("as many as there is room for"));
    width_->setValue(settings.value(QStringLiteral("slurm/width")).toInt());
    width_->setToolTip(tr("Most runs at the same time"));
    width_->setAccessibleName(tr("Runs at a time"));
    form->addRow(tr("&Runs at a time"), width_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Submit"));
    buttons->button(QDialogButtonBox::Ok)
        ->setToolTip(tr("Hands the runs to the cluster's queue; they go on when this window is closed"));
    buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Leaves everything as it is"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        remember();
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

SlurmOptions SlurmDialog::options() const {
    SlurmOptions options;
    options.partition = partition_->text().trimmed();
    options.time = time_->text().trimmed();
    options.memory = memory_->text().trimmed();
    options.arrayWidth = width_->value();
    return options;
}

void SlurmDialog::remember() {
    QSettings settings;
    const SlurmOptions asked = options();
    settings.setValue(QStringLiteral("slurm/partition"), asked.partition);
    settings.setValue(QStringLiteral("slurm/time"), asked.time);
    settings.setValue(QStringLiteral("slurm/memory"), asked.memory);
    settings.setValue(QStringLiteral("slurm/width"), asked.arrayWidth);
}

} // namespace dalescope
