#include "widgets/inspectors/strongest_examples.h"

#include "widgets/inspectors/dataset_panel.h"

#include <algorithm>

namespace dalescope {

namespace {

constexpr std::size_t shownExamples = 24;
constexpr int thumbnail = 48;

} // namespace

StrongestExamples::StrongestExamples(QWidget* parent) : QListWidget(parent) {
    setViewMode(QListView::IconMode);
    setResizeMode(QListView::Adjust);
    setMovement(QListView::Static);
    setIconSize({thumbnail, thumbnail});
    setUniformItemSizes(true);
    setMinimumHeight(90);
    setAccessibleName(tr("Strongest examples"));
    setToolTip(tr("The examples of the test set that drive the unit most; Enter or a double-click "
                  "shows one in Activity"));
    connect(this, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { Q_EMIT exampleChosen(item->data(Qt::UserRole).toUInt()); });
}

/// In place: to make the items anew would hold the window up for longer than a picture.
void StrongestExamples::setPicture(const UnitPicture& picture, const Dataset* dataset) {
    const auto& strongest = picture.profile.strongest;
    const auto wanted = static_cast<int>(std::min(shownExamples, strongest.size()));
    while (count() > wanted)
        delete takeItem(wanted);
    while (count() < wanted)
        addItem(QString());
    for (int i = 0; i < wanted; ++i) {
        const std::uint32_t example = strongest[static_cast<std::size_t>(i)];
        QListWidgetItem& shown = *item(i);
        const QString label = picture.classes.value(picture.labels[example]);
        const QString said = tr("Example %1, %2: activity %3")
                                 .arg(example)
                                 .arg(label)
                                 .arg(static_cast<double>(picture.profile.h[example]), 0, 'g', 3);
        if (shown.text() != label || shown.data(Qt::UserRole).toUInt() != example || shown.icon().isNull()) {
            const QImage image = exampleImage(dataset->test, dataset->shape, example)
                                     .scaled(thumbnail, thumbnail, Qt::KeepAspectRatio);
            shown.setIcon(QIcon(QPixmap::fromImage(image)));
            shown.setText(label);
            shown.setData(Qt::UserRole, example);
        }
        if (shown.toolTip() != said) {
            shown.setToolTip(said);
            shown.setData(Qt::AccessibleTextRole, said);
        }
    }
}

} // namespace dalescope
