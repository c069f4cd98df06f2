#include "widgets/plots/drawing_button.h"

#include "widgets/plots/medium_menu.h"

#include <QFileDialog>
#include <QMenu>

namespace dalescope {

DrawingButton::DrawingButton(const QString& name, std::vector<Figure> figures, QWidget* parent)
    : QToolButton(parent), figures_(std::move(figures)) {
    setText(tr("Export"));
    setAccessibleName(name);
    setToolTip(figures_.size() > 1 ? tr("Save one of the pictures, or its numbers")
                                   : tr("Save this picture, or its numbers"));
    setFocusPolicy(Qt::StrongFocus);
    setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(this);
    for (std::size_t figure = 0; figure < figures_.size(); ++figure) {
        auto* formats = figures_.size() > 1 ? menu->addMenu(figures_[figure].title) : menu;
        for (const Format format : figures_[figure].formats)
            formats->addAction(tr("%1\u2026").arg(nameOf(format)), this,
                               [this, figure, format] { choose(figure, format); });
    }
    addMedia(
        *menu, [this] { return medium_; }, [this](Medium medium) { medium_ = medium; });
    setMenu(menu);
}

void DrawingButton::exportTo(std::size_t figure, const QString& path, Format format) const {
    Drawing drawing = figures_[figure].make();
    if (origin_)
        drawing.origin = origin_(drawing);
    exportDrawing(drawing, path, format, medium_);
}

void DrawingButton::choose(std::size_t figure, Format format) {
    const QString suffix = suffixOf(format);
    QString path = QFileDialog::getSaveFileName(this, accessibleName(), figures_[figure].fileStem + suffix,
                                                QStringLiteral("%1 (*%2)").arg(nameOf(format), suffix));
    if (path.isEmpty())
        return;
    if (!path.endsWith(suffix, Qt::CaseInsensitive))
        path += suffix;
    try {
        exportTo(figure, path, format);
        Q_EMIT exported(path);
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

} // namespace dalescope
