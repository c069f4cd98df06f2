#include "app/runs/missing_data.h"

#include "app/welcome/first_steps.h"
#include "core/data/locate.h"

#include <QFileDialog>
#include <QPushButton>

#include <algorithm>

namespace dalescope {

namespace {

/// What is said of it where it is known and not there.
std::optional<KnownDataset> missing(const DataConfig& data) {
    const auto known = knownDatasets(data.folder);
    const auto found = std::ranges::find(known, data.name, &KnownDataset::name);
    return found != known.end() && !found->available ? std::optional(*found) : std::nullopt;
}

} // namespace

bool isMissing(const DataConfig& data) {
    return missing(data).has_value();
}

MissingData::MissingData(const DataConfig& wanted, QWidget* parent)
    : QMessageBox(Information, tr("Dalescope"), {}, Cancel, parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setText(tr("%1 is not on this computer.").arg(dataTitle(wanted.name)));
    setInformativeText(tr("Train on other data, or choose the folder that its files are in."));
    QString details = tr("It was looked for in") + u'\n';
    for (const auto& folder : dataFolders(wanted.folder))
        details += u' ' + QString::fromStdString(folder.string()) + u'\n';
    if (const auto known = missing(wanted))
        details += tr("To have it found, %1.").arg(QString::fromStdString(known->hint));
    setDetailedText(details);
    QStringList others;
    for (const std::string& name : {bestData(), std::string("glyphs")})
        if (const QString other = QString::fromStdString(name);
            name != wanted.name && !others.contains(other))
            others.append(other);
    for (const QString& other : others) {
        auto* use = addButton(tr("Use %1").arg(dataTitle(other.toStdString())), AcceptRole);
        connect(use, &QPushButton::clicked, this, [this, wanted, other] {
            DataConfig instead = wanted;
            instead.name = other.toStdString();
            Q_EMIT chosen(instead);
        });
        if (other == others.first())
            setDefaultButton(use);
    }
    auto* choose = addButton(tr("Choose &folder\u2026"), ActionRole);
    connect(choose, &QPushButton::clicked, this, [this, wanted] { chooseFolder(wanted); });
}

void MissingData::chooseFolder(DataConfig wanted) {
    const QString folder =
        QFileDialog::getExistingDirectory(parentWidget(), tr("Folder of %1").arg(dataTitle(wanted.name)));
    if (folder.isEmpty())
        return;
    wanted.folder = folder.toStdString();
    Q_EMIT chosen(wanted);
}

} // namespace dalescope
