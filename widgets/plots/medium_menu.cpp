#include "widgets/plots/medium_menu.h"

#include <QActionGroup>
#include <QMenu>

namespace dalescope {

void addMedia(QMenu& menu, std::function<Medium()> chosen, std::function<void(Medium)> choose) {
    menu.addSection(QMenu::tr("Made for"));
    auto* media = new QActionGroup(&menu);
    for (const auto& [medium, name] :
         {std::pair{Medium::Paper, QMenu::tr("Paper")}, std::pair{Medium::Slide, QMenu::tr("Slide")},
          std::pair{Medium::Poster, QMenu::tr("Poster")}}) {
        const MediumSize size = sizeOf(medium);
        QAction* action = menu.addAction(QMenu::tr("%1 (%2 \u00d7 %3 mm, %4 pt)")
                                             .arg(name)
                                             .arg(size.millimetres.width())
                                             .arg(size.millimetres.height())
                                             .arg(size.textPoints));
        action->setCheckable(true);
        action->setData(static_cast<int>(medium));
        media->addAction(action);
        QObject::connect(action, &QAction::triggered, &menu, [choose, picked = medium] { choose(picked); });
    }
    QObject::connect(&menu, &QMenu::aboutToShow, media, [media, chosen] {
        for (QAction* action : media->actions())
            action->setChecked(action->data().toInt() == static_cast<int>(chosen()));
    });
}

} // namespace dalescope
