// The export tool of a view: its drawings as files, in every format that each has.
#pragma once

#include "widgets/plots/drawing_export.h"

#include <QToolButton>

namespace dalescope {

class DrawingButton : public QToolButton {
    Q_OBJECT
public:
    struct Figure {
        QString title;    ///< on the menu, where there are several
        QString fileStem; ///< proposed as the file's name
        /// As it is shown at that moment. May throw Error where there is nothing to draw.
        std::function<Drawing()> make;
        std::vector<Format> formats{allFormats.begin(), allFormats.end()};
    };

    /// `name`: for screen readers, as "Export unit"; the button says "Export".
    DrawingButton(const QString& name, std::vector<Figure> figures, QWidget* parent);

    /// What the picture of a drawing is to carry (Drawing::origin), asked for at each export; empty: nothing.
    void setOriginSource(std::function<std::string(const Drawing&)> origin) { origin_ = std::move(origin); }
    /// At first paper.
    void setMedium(Medium medium) { medium_ = medium; }
    /// Throws Error naming the file, or what is missing.
    void exportTo(std::size_t figure, const QString& path, Format format) const;

Q_SIGNALS:
    /// One sentence for a dialog.
    void failed(const QString& sentence);
    void exported(const QString& path);

private:
    void choose(std::size_t figure, Format format);

    std::vector<Figure> figures_;
    std::function<std::string(const Drawing&)> origin_;
    Medium medium_ = Medium::Paper;
};

} // namespace dalescope
