// What of a mark's label is kept where there is little room.
#include "widgets/plots/mark_lines.h"
#include "widgets/theme/theme.h"

#include <QTest>

using namespace dalescope;

class TestMarkLines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsTheValueLongest() {
        const QFontMetrics metrics(Theme::font(11));
        const QString text = QStringLiteral("Layer 1 subtractive inhibition 1 \u2192 0.5");
        const int whole = metrics.horizontalAdvance(text);
        QCOMPARE(markLines(text, metrics, whole, 3), QStringList(text));
        for (const int most : {1, 2, 3})
            for (int room = whole; room >= metrics.horizontalAdvance(QStringLiteral("\u2192 0.5"));
                 room -= 3) {
                const QStringList lines = markLines(text, metrics, room, most);
                QVERIFY2(lines.size() <= most && lines.last().endsWith(QStringLiteral("\u2192 0.5")),
                         qPrintable(lines.join(u'/')));
                for (const QString& line : lines)
                    QVERIFY2(metrics.horizontalAdvance(line) <= room, qPrintable(line));
            }
    }

    void keepsAllWordsWhereTheyFitInMoreLines() {
        const QFontMetrics metrics(Theme::font(11));
        const int room = metrics.horizontalAdvance(QStringLiteral("Layer 1 subtractive"));
        QCOMPARE(
            markLines(QStringLiteral("Layer 1 subtractive inhibition 1 \u2192 0.5"), metrics, room, 2),
            QStringList({QStringLiteral("Layer 1 subtractive"), QStringLiteral("inhibition 1 \u2192 0.5")}));
    }

    void shortensWhatHasNoValue() {
        const QFontMetrics metrics(Theme::font(11));
        const QStringList lines = markLines(QStringLiteral("Gamma nears zero in layer 0"), metrics,
                                            metrics.horizontalAdvance(QStringLiteral("Gamma nears zero")), 1);
        QCOMPARE(lines, QStringList(QStringLiteral("Gamma nears\u2026")));
    }
};

QTEST_MAIN(TestMarkLines)
#include "tst_mark_lines.moc"
