#include "app/experiments/match_dialog.h"

#include "app/folder_dialog.h"
#include "core/experiments/presets.h"
#include "core/experiments/published.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>

namespace dalescope {

namespace {

QString publishedText(const PublishedRow* row) {
    if (!row)
        return MatchDialog::tr("The work publishes no figures for it, so there will be no verdict.");
    return MatchDialog::tr("%1: test error %2 \u00b1 %3 % over %4 seeds.")
        .arg(QString::fromLatin1(row->table))
        .arg(row->test.mean, 0, 'f', 3)
        .arg(row->test.sd, 0, 'f', 3)
        .arg(publishedSeeds);
}

} // namespace

QString sweepsHome() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
        .filePath(QStringLiteral("dalescope"));
}

MatchDialog::MatchDialog(QWidget* parent)
    : QDialog(parent), preset_(new QComboBox(this)), about_(new QLabel(this)), seeds_(new QSpinBox(this)),
      folder_(new QLineEdit(this)) {
    setWindowTitle(tr("Does it match the paper?"));
    for (const bool published : {true, false}) // those with a verdict come first
        for (const auto& preset : presets())
            if ((publishedFor(preset.config) != nullptr) == published)
                preset_->addItem(QString::fromStdString(preset.title), QString::fromStdString(preset.name));
    preset_->setCurrentIndex(preset_->findData(QStringLiteral("mnist-dann"))); // others train for hours
    preset_->setToolTip(tr("What to run, exactly as published"));
    preset_->setAccessibleName(tr("Preset"));
    about_->setWordWrap(true);
    about_->setMinimumWidth(420);
    about_->setMinimumHeight(4 * about_->fontMetrics().lineSpacing());
    about_->setAlignment(Qt::AlignTop);
    seeds_->setRange(1, 100);
    seeds_->setValue(3);
    seeds_->setToolTip(tr("Runs of it; with more of them the verdict is harder to pass by chance"));
    seeds_->setAccessibleName(tr("Seeds"));
    folder_->setToolTip(tr("Where the runs go; a sweep that is there already goes on and gets more seeds"));
    folder_->setAccessibleName(tr("Folder"));
    auto* browse = new QPushButton(tr("&Browse\u2026"), this);
    browse->setToolTip(tr("Choose the folder"));
    auto* place = new QHBoxLayout;
    place->addWidget(folder_, 1);
    place->addWidget(browse);
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Preset"), preset_);
    form->addRow(QString(), about_);
    form->addRow(tr("&Seeds"), seeds_);
    form->addRow(tr("&Folder"), place);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(place)))
        label->setBuddy(folder_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Run it"));
    buttons->button(QDialogButtonBox::Ok)
        ->setToolTip(tr("Begins the runs and shows the verdict as it comes"));
    buttons->button(QDialogButtonBox::Cancel)->setToolTip(tr("Leaves everything as it is"));
    form->addRow(buttons);
    connect(browse, &QPushButton::clicked, this, &MatchDialog::browse);
    connect(folder_, &QLineEdit::textEdited, this, [this] { ownFolder_ = true; });
    connect(preset_, &QComboBox::currentIndexChanged, this, &MatchDialog::showPreset);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(folder_, &QLineEdit::textChanged, this, [this, buttons] {
        buttons->button(QDialogButtonBox::Ok)->setEnabled(!folder_->text().trimmed().isEmpty());
    });
    showPreset();
}

void MatchDialog::showPreset() {
    const Preset& preset = findPreset(MatchDialog::preset().toStdString());
    about_->setText(QString::fromStdString(preset.about) + QLatin1Char('\n') +
                    publishedText(publishedFor(preset.config)));
    if (!ownFolder_)
        folder_->setText(QDir(sweepsHome()).filePath(MatchDialog::preset()));
}

void MatchDialog::browse() {
    const QString chosen = chooseFolderToWrite(this, tr("Where the runs go"), folder_->text());
    if (chosen.isEmpty())
        return;
    ownFolder_ = true;
    folder_->setText(chosen);
}

QString MatchDialog::preset() const {
    return preset_->currentData().toString();
}
int MatchDialog::seeds() const {
    return seeds_->value();
}
QString MatchDialog::folder() const {
    return folder_->text().trimmed();
}

} // namespace dalescope
