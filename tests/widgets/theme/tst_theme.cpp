#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDockWidget>
#include <QGlyphRun>
#include <QMainWindow>
#include <QSet>
#include <QStyle>
#include <QTest>
#include <QTextLayout>

#include <array>
#include <cmath>

using namespace dalescope;

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& m, const Vector& v) {
    Vector out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] = std::max(0.0, m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2]);
    return out;
}

Vector linear(const QColor& c) {
    const auto f = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return {f(c.redF()), f(c.greenF()), f(c.blueF())};
}

Vector lab(const Vector& rgb) {
    const Matrix toXyz{{{0.4125, 0.3576, 0.1804}, {0.2127, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9503}}};
    Vector xyz = times(toXyz, rgb);
    xyz = {xyz[0] / 0.9505, xyz[1], xyz[2] / 1.0888};
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    return {116 * f(xyz[1]) - 16, 500 * (f(xyz[0]) - f(xyz[1])), 200 * (f(xyz[1]) - f(xyz[2]))};
}

// Linear RGB as seen with normal, deuteranopic and protanopic eyes (Machado, Oliveira and Fernandes, 2009).
const Matrix normal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
const Matrix deuteranopia{{{0.367, 0.861, -0.228}, {0.280, 0.673, 0.047}, {-0.012, 0.043, 0.969}}};
const Matrix protanopia{{{0.152, 1.053, -0.205}, {0.115, 0.786, 0.099}, {-0.004, -0.048, 1.052}}};

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesDockButtonsLargeEnoughToBeHit() {
        applyTheme(*qApp, Theme::dark());
        QMainWindow window;
        auto* dock = new QDockWidget(QStringLiteral("Dock"), &window);
        window.addDockWidget(Qt::LeftDockWidgetArea, dock);
        window.show();
        for (const auto* button : dock->findChildren<QAbstractButton*>()) {
            QVERIFY2(button->width() >= 20 && button->height() >= 20,
                     qPrintable(QStringLiteral("%1 x %2").arg(button->width()).arg(button->height())));
        }
    }

    void textIsReadable_data() { eachTheme(); }
    void textIsReadable() {
        const Theme theme = current();
        for (const QColor& ground : {theme.window, theme.panel}) {
            QVERIFY(contrast(theme.text, ground) >= 7);
            for (const QColor& c : {theme.mutedText, theme.accent, theme.good, theme.warning, theme.error})
                QVERIFY2(contrast(c, ground) >= 4.5, qPrintable(c.name() + QLatin1Char(' ') + ground.name()));
        }
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        QVERIFY(contrast(theme.palette().color(QPalette::ButtonText),
                         theme.palette().color(QPalette::Button)) >= 7);
        for (int i = 0; i < Theme::seriesColours; ++i)
            QVERIFY2(contrast(theme.series(i), theme.panel) >= 3, qPrintable(theme.series(i).name()));
    }

    void seriesAreToldApartByEveryEye_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("eye");
        for (int eye = 0; eye < 3; ++eye)
            for (bool dark : {false, true})
                QTest::addRow("%s, eye %d", dark ? "dark" : "light", eye) << dark << eye;
    }
    void seriesAreToldApartByEveryEye() {
        QFETCH(int, eye);
        const Theme theme = current();
        const Matrix& seen = eye == 0 ? normal : eye == 1 ? deuteranopia : protanopia;
        for (int i = 0; i < Theme::seriesColours; ++i)
            for (int j = 0; j < i; ++j) {
                const Vector a = lab(times(seen, linear(theme.series(i))));
                const Vector b = lab(times(seen, linear(theme.series(j))));
                const double distance = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
                QVERIFY2(distance >= 20,
                         qPrintable(QStringLiteral("%1 and %2: %3").arg(i).arg(j).arg(distance)));
            }
    }

    void repeatedColoursComeWithAnotherDash() {
        QSet<QPair<QRgb, int>> seen;
        for (int i = 0; i < 3 * Theme::seriesColours; ++i)
            seen.insert({Theme::light().series(i).rgb(), Theme::dash(i)});
        QCOMPARE(seen.size(), 3 * Theme::seriesColours);
    }

    void joinsNoLetters() {
        for (const bool bold : {false, true}) {
            QTextLayout layout(QStringLiteral("fi"), Theme::font(12, bold));
            layout.beginLayout();
            layout.createLine();
            layout.endLayout();
            QCOMPARE(layout.glyphRuns().first().glyphIndexes().size(), 2);
        }
    }

    void followsTheSystem() {
        QVERIFY(Theme::forSystem(Theme::dark().palette()).isDark);
        QVERIFY(!Theme::forSystem(Theme::light().palette()).isDark);
    }

    void appliesPaletteAndStyle() {
        const Theme theme = Theme::dark();
        applyTheme(*qApp, theme);
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme.window);
    }

private:
    static void eachTheme() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    static Theme current() {
        QFETCH(bool, dark);
        return dark ? Theme::dark() : Theme::light();
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
