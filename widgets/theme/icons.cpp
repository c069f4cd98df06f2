#include "widgets/theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

static void initResources() { // Q_INIT_RESOURCE does not work inside a namespace
    Q_INIT_RESOURCE(icons);
}

namespace dalescope {

namespace {

QByteArray source(const QString& name) {
    initResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QPixmap draw(QByteArray svg, int pixels, const QColor& colour) {
    QSvgRenderer renderer(svg.replace("currentColor", colour.name().toLatin1()));
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

} // namespace

QIcon themeIcon(const QString& name, const Theme& theme) {
    const QByteArray svg = source(name);
    QIcon icon;
    if (svg.isEmpty())
        return icon;
    const QColor disabled = theme.palette().color(QPalette::Disabled, QPalette::ButtonText);
    for (const int pixels : {16, 24, 32, 48}) {
        icon.addPixmap(draw(svg, pixels, theme.text), QIcon::Normal);
        icon.addPixmap(draw(svg, pixels, disabled), QIcon::Disabled);
        icon.addPixmap(draw(svg, pixels, theme.onAccent), QIcon::Selected);
    }
    return icon;
}

QIcon programIcon() {
    const QByteArray svg = source(QStringLiteral("dalescope"));
    QIcon icon;
    for (const int pixels : {16, 24, 32, 48, 64, 128, 256})
        icon.addPixmap(draw(svg, pixels, Qt::black));
    return icon;
}

} // namespace dalescope
