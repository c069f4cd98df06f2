// Each lesson from start to end in the real window, with a real network.
#include "core/lessons/parse_lesson.h"
#include "tests/app/lesson_lab.h"

using namespace dalescope;

class TestLessons : public QObject, LessonLab {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { open(); }
    void cleanup() { reset(); }
    void cleanupTestCase() { close(); }

    void runsFromStartToEnd_data() {
        QTest::addColumn<QString>("title");
        for (const auto& [name, lesson] : shippedLessons())
            QTest::newRow(name.c_str()) << QString::fromStdString(lesson.title);
    }
    void runsFromStartToEnd() {
        QFETCH(QString, title);
        menuAction(title)->trigger();
        QVERIFY(player_->lesson());
        QVERIFY(dock()->isVisible());
        const std::size_t steps = player_->lesson()->steps.size();
        for (std::size_t step = 0; step < steps; ++step) {
            QCOMPARE(player_->step(), static_cast<int>(step));
            playStep();
            if (QTest::currentTestFailed())
                return;
            const auto& record = player_->record();
            QVERIFY2(record.surprises.isEmpty(), qPrintable(record.surprises.join(u'\n')));
            QVERIFY2(!record.after.contains(u'\u2013'), qPrintable(record.after)); // every value was measured
            QVERIFY2(!text().contains(u'{'), qPrintable(text()));
            click(QStringLiteral("Next"));
        }
        QTRY_VERIFY(!dock()->isVisible());
        QVERIFY(!player_->lesson());
    }
};

QTEST_MAIN(TestLessons)
#include "tst_lessons.moc"
