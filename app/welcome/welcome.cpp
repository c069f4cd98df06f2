#include "app/welcome/welcome.h"

#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QCommandLinkButton>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace dalescope {

namespace {

QString always() {
    return QStringLiteral("welcomeAlways");
}

} // namespace

bool Welcome::isWanted() {
    const QSettings settings;
    return !settings.contains(always()) || settings.value(always()).toBool();
}

Welcome::Welcome(Ways ways, QWidget* parent) : QDialog(parent), ways_(std::move(ways)) {
    setWindowTitle(tr("Welcome"));
    auto* icon = new QLabel(this);
    icon->setPixmap(programIcon().pixmap(56));
    auto* words =
        new QLabel(tr("<h2>Dalescope</h2><p>A laboratory for networks whose units excite or inhibit, "
                      "and never both. How would you like to begin?</p>"),
                   this);
    words->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addWidget(words, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->addLayout(head);
    addLearning(*column);

    auto* menu = new QMenu(this);
    ways_.fillLessons(*menu);
    connect(menu, &QMenu::triggered, this, &QDialog::accept);
    add(*column, tr("Open a lesson"), tr("Guided tours: predict, run, and see why"), {});
    static_cast<QCommandLinkButton*>(column->itemAt(column->count() - 1)->widget())->setMenu(menu);
    add(*column, tr("Open a file"), tr("A configuration, a data set or a lesson of your own"),
        ways_.openFile);

    auto* again = new QCheckBox(tr("Show this at every start"), this);
    again->setToolTip(tr("Otherwise it is under Help > Welcome"));
    again->setChecked(QSettings().value(always(), false).toBool());
    connect(again, &QCheckBox::toggled, this, [](bool on) { QSettings().setValue(always(), on); });
    QSettings().setValue(always(), again->isChecked()); // it has been seen
    column->addWidget(again);

    // By itself a dialog takes two thirds of a low screen at most, and would cut its lines.
    constexpr int width = 440, frame = 60;
    const int height = column->totalHeightForWidth(width);
    setMinimumSize(width, std::min(height, screen()->availableSize().height() - frame));
}

void Welcome::addLearning(QVBoxLayout& column) {
    for (const auto& step : firstSteps())
        add(column, step.title, step.about, [this, step] { ways_.learn(step); });
}

void Welcome::add(QVBoxLayout& column, const QString& title, const QString& about,
                  std::function<void()> act) {
    auto* button = new QCommandLinkButton(title, about, this);
    button->setToolTip(about);
    button->setAccessibleDescription(about);
    if (act)
        connect(button, &QCommandLinkButton::clicked, this, [this, act] {
            accept();
            act();
        });
    column.addWidget(button);
}

} // namespace dalescope
