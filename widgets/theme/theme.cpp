#include "widgets/theme/theme.h"

#include "widgets/theme/menu_buttons.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QCommandLinkButton>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>

#include <algorithm>
#include <array>
#include <cmath>

namespace dalescope {

namespace {

// The table: what, light, dark.
struct Row {
    QColor Theme::*colour;
    QRgb light, dark;
};
constexpr std::array rows = {
    Row{&Theme::window, 0xf4f5f7, 0x15181c},     Row{&Theme::panel, 0xffffff, 0x1b1e23},
    Row{&Theme::text, 0x1f2328, 0xe3e6ea},       Row{&Theme::mutedText, 0x5b636d, 0x9aa3ad},
    Row{&Theme::border, 0xd5d9de, 0x33383f},     Row{&Theme::grid, 0xeaecef, 0x2a2e34},
    Row{&Theme::axis, 0x8a929b, 0x6c747d},       Row{&Theme::accent, 0x1f5fbf, 0x6ea4ff},
    Row{&Theme::onAccent, 0xffffff, 0x0d1420},   Row{&Theme::good, 0x1c7a4f, 0x5fd39a},
    Row{&Theme::warning, 0x935a00, 0xf0b050},    Row{&Theme::error, 0xb3261e, 0xff8a80},
    Row{&Theme::excitatory, 0x0041b4, 0x6f9cff}, Row{&Theme::inhibitory, 0xa32b00, 0xff7a45},
};

// Found by a search that started at hues everybody can tell apart and moved them until the smallest distance
// in CIE Lab, under normal vision, deuteranopia and protanopia, was as large as it gets at a contrast of 3:1.
constexpr std::array<QRgb, Theme::seriesColours> lightSeries = {0x0041b4, 0xcc7e00, 0xbc3f94, 0x059a68,
                                                                0xa32b00, 0x2890eb, 0x4b2445, 0x530702};
constexpr std::array<QRgb, Theme::seriesColours> darkSeries = {0x5fd7ff, 0xf5672a, 0xf2ec5a, 0xd05c99,
                                                               0x4f7bf5, 0x5fe884, 0xede5d6, 0x9c5d44};

Theme fromTable(bool dark) {
    Theme theme;
    theme.isDark = dark;
    for (const Row& row : rows)
        theme.*row.colour = QColor::fromRgb(dark ? row.dark : row.light);
    return theme;
}

double luminance(const QColor& colour) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace

QColor Theme::series(int i) const {
    const auto& colours = isDark ? darkSeries : lightSeries;
    return QColor::fromRgb(colours[static_cast<std::size_t>(i) % colours.size()]);
}

Qt::PenStyle Theme::dash(int i) {
    constexpr std::array styles = {Qt::SolidLine, Qt::DashLine, Qt::DashDotLine, Qt::DotLine,
                                   Qt::DashDotDotLine};
    // The step after a whole round of colours makes a repeated colour come with another pattern.
    const auto index = static_cast<std::size_t>(i) + static_cast<std::size_t>(i / seriesColours);
    return styles[index % styles.size()];
}

QFont Theme::font(int pixels, bool bold) {
    QFont font;
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
                      QStringLiteral("Liberation Sans"), QStringLiteral("sans-serif")});
    font.setPixelSize(pixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    leaveLettersApart(font);
    return font;
}

void Theme::leaveLettersApart(QFont& font) {
    font.setLetterSpacing(QFont::AbsoluteSpacing, 1.0 / 64); // the least; Qt joins no spaced letters
}

QPalette Theme::palette() const {
    QPalette palette(text, window, panel.lighter(isDark ? 150 : 100), border.darker(120), border, text, text,
                     panel, window);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Button, isDark ? QColor::fromRgb(0x2a2e34) : QColor::fromRgb(0xeceef1));
    palette.setColor(QPalette::Light, isDark ? QColor::fromRgb(0x3a4048) : QColor::fromRgb(0xffffff));
    palette.setColor(QPalette::Midlight, grid);
    palette.setColor(QPalette::Mid, axis);
    palette.setColor(QPalette::Dark, border);
    palette.setColor(QPalette::Shadow, isDark ? QColor::fromRgb(0x000000) : QColor::fromRgb(0xb9bfc6));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::ToolTipBase, panel);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, mutedText);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role,
                         isDark ? QColor::fromRgb(0x767d86) : QColor::fromRgb(0x858c95));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, border);
    return palette;
}

Theme Theme::light() {
    return fromTable(false);
}
Theme Theme::dark() {
    return fromTable(true);
}

Theme Theme::forSystem(const QPalette& system) {
    return fromTable(luminance(system.color(QPalette::Window)) <
                     luminance(system.color(QPalette::WindowText)));
}

Theme Theme::named(const QString& look) {
    static const Theme system = forSystem(QApplication::palette());
    return look == QLatin1String("dark") ? dark() : look == QLatin1String("light") ? light() : system;
}

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

namespace {

/// Fusion frames boxes and fields, and shades what is pressed down, in a shade of what is behind them, which
/// cannot be seen where that is dark; and it cuts off what does not fit into a combo box.
class SeenStyle : public QProxyStyle {
public:
    SeenStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        const Theme theme = Theme::forPalette(option->palette);
        const bool ofControl = !(option->state & State_Item); // an item may be drawn on the accent colour
        if (element == PE_FrameFocusRect && ofControl && option->state & State_KeyboardFocusChange) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(theme.accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
            painter->restore();
            return;
        }
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) {
            painter->setPen(option->state & State_Enabled ? theme.mutedText : theme.border);
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        } else if (element == PE_FrameLineEdit && !(option->state & State_HasFocus)) {
            drawFrame(*option, *painter, theme);
        } else if ((element == PE_PanelButtonCommand || element == PE_PanelButtonTool) &&
                   option->state & State_On) {
            QColor tint = theme.accent;
            tint.setAlphaF(0.2F);
            painter->fillRect(option->rect.adjusted(1, 1, -1, -1), tint);
        }
    }

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
        constexpr int aroundDockButton = 5; // leaves the title room for dockButton
        constexpr int besideHeading = 2;    // a table in a dock has little room
        return metric == PM_DockWidgetTitleBarButtonMargin ? aroundDockButton
               : metric == PM_HeaderMargin                 ? besideHeading
                                                           : QProxyStyle::pixelMetric(metric, option, widget);
    }

    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override {
        const QRect usual = QProxyStyle::subElementRect(element, option, widget);
        const auto* dock = qstyleoption_cast<const QStyleOptionDockWidget*>(option);
        if (!dock || dock->verticalTitleBar)
            return usual;
        QRect button(0, 0, dockButton, std::max(dockButton, usual.height()));
        button.moveCenter(usual.center());
        button.moveRight(dock->rect.right() - 2);
        if (element == SE_DockWidgetCloseButton)
            return visualRect(dock->direction, dock->rect, button);
        if (dock->closable)
            button.moveRight(button.left() - 1);
        if (element == SE_DockWidgetFloatButton)
            return visualRect(dock->direction, dock->rect, button);
        if (element == SE_DockWidgetTitleBarText && dock->direction == Qt::LeftToRight)
            return usual.intersected(QRect(usual.topLeft(), QPoint(button.left() - 2, usual.bottom())));
        return usual;
    }

    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override {
        const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (control == CC_Slider && slider && slider->tickPosition != QSlider::NoTicks) {
            drawTicks(*slider, *painter, widget);
            QStyleOptionSlider others = *slider;
            others.subControls &= ~SC_SliderTickmarks;
            return QProxyStyle::drawComplexControl(control, &others, painter, widget);
        }
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        if (control == CC_SpinBox && !(option->state & State_HasFocus))
            drawFrame(*option, *painter, Theme::forPalette(option->palette));
    }

    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
        // A command link has no frame of its own for the focus.
        if (element == CE_PushButtonBevel && option->state & State_HasFocus &&
            qobject_cast<const QCommandLinkButton*>(widget)) {
            QProxyStyle::drawControl(element, option, painter, widget);
            painter->setPen(Theme::forPalette(option->palette).accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(1, 1, -2, -2));
            return;
        }
        if (element == CE_ShapedFrame && option->state & State_HasFocus &&
            qobject_cast<const QAbstractScrollArea*>(widget)) { // a selected row is no sign of the focus
            QProxyStyle::drawControl(element, option, painter, widget);
            painter->setPen(Theme::forPalette(option->palette).accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            return;
        }
        const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        if (element != CE_ComboBoxLabel || !box || box->editable)
            return QProxyStyle::drawControl(element, option, painter, widget);
        QStyleOptionComboBox shortened = *box;
        const int icon = box->currentIcon.isNull() ? 0 : box->iconSize.width() + 4;
        const int room = subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget).width() - icon;
        shortened.currentText = option->fontMetrics.elidedText(box->currentText, Qt::ElideRight, room);
        QProxyStyle::drawControl(element, &shortened, painter, widget);
    }

private:
    static constexpr int dockButton = 20; ///< pixels, to be hit

    /// Of a horizontal slider, below its groove, the first and the last among them.
    void drawTicks(const QStyleOptionSlider& slider, QPainter& painter, const QWidget* widget) const {
        const int handle = pixelMetric(PM_SliderLength, &slider, widget);
        const int room = slider.rect.width() - handle;
        const int interval = std::max({1, slider.tickInterval > 0 ? slider.tickInterval : slider.pageStep,
                                       4 * (slider.maximum - slider.minimum) / std::max(1, room)});
        constexpr int length = 5;
        const int bottom = slider.rect.bottom();
        painter.setPen(Theme::forPalette(slider.palette).mutedText);
        for (qint64 value = slider.minimum; value <= slider.maximum; value += interval) {
            const int x = slider.rect.left() + handle / 2 +
                          sliderPositionFromValue(slider.minimum, slider.maximum, static_cast<int>(value),
                                                  room, slider.upsideDown);
            painter.drawLine(x, bottom - length, x, bottom - 1);
        }
    }

    static void drawFrame(const QStyleOption& option, QPainter& painter, const Theme& theme) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(option.state & State_Enabled ? theme.axis : theme.border);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        painter.restore();
    }
};

} // namespace

void applyTheme(QApplication& application, const Theme& theme) {
    exposeMenusOfButtons(application);
    QApplication::setStyle(new SeenStyle);
    QApplication::setPalette(theme.palette());
    QApplication::setFont(Theme::font(theme.metrics.textPx));
    application.setStyleSheet(QStringLiteral("QToolTip { color: %1; background: %2; border: 1px solid %3; "
                                             "padding: 3px; }")
                                  .arg(theme.text.name(), theme.panel.name(), theme.border.name()));
}

} // namespace dalescope
