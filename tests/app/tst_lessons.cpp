// Each lesson from start to end in the real window, with a real network, by the buttons that a student has.
#include "app/lessons/lesson_player.h"
#include "app/lessons/window_guide.h"
#include "app/main_window.h"
#include "core/experiments/presets.h"
#include "core/lessons/parse_lesson.h"
#include "tests/app/small_session.h"
#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QRegularExpression>
#include <QTest>
#include <QTextBrowser>

using namespace dalescope;

class TestLessons : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        session_ = std::make_unique<Session>(findPreset("glyphs-dann").config);
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, 30000);
        player_ = window_->findChild<LessonPlayer*>();
        guide_ = window_->findChild<WindowGuide*>();
        QVERIFY(player_ && guide_);
    }
    void cleanup() {
        player_->close();
        session_->current().reset();
    }
    void cleanupTestCase() {
        window_.reset();
        session_.reset();
    }

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

    void asksOnWhileTheLookAndTheSizeOfTypeChange() {
        menuAction(QString::fromStdString(shippedLessons()[0].lesson.title))->trigger();
        playStep();
        click(QStringLiteral("Next"));
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
        const QPointer box = dock()->findChild<QDoubleSpinBox*>();
        QVERIFY(box);
        box->setValue(12);
        for (const int size : {20, 12}) {
            Theme theme = size == 20 ? Theme::dark() : Theme::light();
            theme.metrics.textPx = size;
            applyTheme(*qApp, theme);
            QCoreApplication::processEvents();
            QVERIFY(box); // else those that go on with the list of all widgets would meet one that is gone
            QCOMPARE(QFontInfo(box->font()).pixelSize(), size);
        }
        QCOMPARE(box->value(), 12.0);
    }

    void looksBackWhileTheStepGoesOnAndDoesItAgain() {
        menuAction(QString::fromStdString(shippedLessons()[0].lesson.title))->trigger();
        playStep();
        const QString first = text();
        click(QStringLiteral("Next"));
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
        click(QStringLiteral("Back"));
        QCOMPARE(text(), first);
        QCOMPARE(player_->state(), LessonPlayer::State::Done);
        click(QStringLiteral("Next"));
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
        click(QStringLiteral("Next")); // without a prediction
        QCOMPARE(player_->state(), LessonPlayer::State::Waiting);
        click(QStringLiteral("Next")); // without waiting
        QCOMPARE(player_->state(), LessonPlayer::State::Done);
        click(QStringLiteral("Again"));
        QCOMPARE(player_->step(), 0);
        QTRY_COMPARE(player_->state(), LessonPlayer::State::Done);
        QTRY_COMPARE(session_->current().status().update, std::int64_t(0));
    }

    void staysOpenWhileItsPanelIsPutAway() {
        menuAction(QString::fromStdString(shippedLessons()[0].lesson.title))->trigger();
        playStep();
        click(QStringLiteral("Next"));
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
        for (int i = 0; i < 2; ++i) // presentation mode and back
            menuAction(QStringLiteral("&Presentation mode"))->trigger();
        QVERIFY(dock()->isVisible());
        dock()->hide();
        dock()->show();
        QVERIFY(player_->lesson());
        QCOMPARE(player_->step(), 1);
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
    }

    void answersAreGivenByKeys() {
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nask: How much?\nguess: "
                                  "test_error within 4\n```\n",
                                  "t.md"));
        dock()->show();
        dock()->findChild<QPushButton*>()->setFocus(); // Back, or another beside it
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        QCOMPARE(dock()->findChild<QDoubleSpinBox*>()->text(), QStringLiteral("?")); // no number is suggested
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::qWait(50);
        QCOMPARE(player_->state(), LessonPlayer::State::Asking);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("12"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QCOMPARE(player_->record().answers.front().guess, std::optional(12.0));
    }

    void takesNoOtherRunWhereItsOwnIsGone() {
        session_->current().runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(5), 20000);
        Run& own = session_->current();
        player_->open(
            parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nask: Which?\noption: this\n"
                        "right: that\nrun: 20\n```\n",
                        "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        QVERIFY(&session_->current() != &own);
        session_->history().undo(); // the lesson's run
        QCOMPARE(player_->state(), LessonPlayer::State::Held);
        player_->choose(0);
        QTest::qWait(200);
        QCOMPARE(own.status().update, std::int64_t(5));
        player_->next(); // sets it up anew
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        QVERIFY(&session_->current() != &own);
        session_->history().undo();
    }

    void setsUpItsNetworkAsOneUndoableStep() {
        const Config before = session_->current().document().config();
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nset: "
                                  "network.layers.0.units = 17\n```\n",
                                  "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QCOMPARE(session_->current().document().config().layers[0].units, 17);
        session_->history().undo();
        QVERIFY(session_->current().document().config() == before);
    }

    void framesAControlAndGoesOnWhenItIsUsed() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nwait: click Start\nwait: "
                                  "update >= 5\npause\n```\n",
                                  "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Waiting, 20000);
        auto* button = qobject_cast<QAbstractButton*>(guide_->find(QStringLiteral("Start")));
        QVERIFY(button);
        QCOMPARE(guide_->framed(), button);
        dock()->show();
        dock()->hide(); // and at what it points
        QVERIFY(!guide_->framed());
        dock()->show();
        QCOMPARE(guide_->framed(), button);
        QVERIFY(player_->waitingFor().contains(QLatin1String("Start")));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QTRY_VERIFY(!session_->current().isRunning());
    }

    void tellsAGuessWithItsUnit() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nask: How much?\nguess: "
                                  "test_error within 4\n```\n",
                                  "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        QCOMPARE(dock()->findChild<QDoubleSpinBox*>()->suffix(), QStringLiteral(" %"));
        player_->guess(12.5);
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QStringList said;
        for (const auto* label : dock()->findChildren<QLabel*>())
            said << label->text();
        QVERIFY2(said.contains(QStringLiteral("You predicted 12.5 %.")), qPrintable(said.join(u'|')));
        QVERIFY2(
            !said.filter(QRegularExpression(QStringLiteral("^It came to [\\d.]+ %: further off than 4 %")))
                 .isEmpty(),
            qPrintable(said.join(u'|')));
    }

    void saysWhereARunComesOutOtherwise() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nexpect: test_error < "
                                  "2\n```\n",
                                  "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QCOMPARE(player_->record().surprises.size(), 1);
        QVERIFY2(text().contains(QLatin1String("test_error < 2, and test_error is 9")), qPrintable(text()));
    }

    void refusesALessonWithAWrongStepAndGoesOn_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("word") << QStringLiteral("strat")
                              << QStringLiteral(
                                     "mine.md, line 6: \"strat\" is nothing that a step can do; did "
                                     "you mean \"start\"?");
        QTest::newRow("control") << QStringLiteral("point: Lerning rate")
                                 << QStringLiteral("mine.md, line 6: the window has no control \"Lerning "
                                                   "rate\"; did you mean \"Learning rate\"?");
        QTest::newRow("plot") << QStringLiteral("plot: errors")
                              << QStringLiteral("mine.md, line 6: the window has no plot \"errors\"; did you "
                                                "mean \"error\"?");
        QTest::newRow("panel") << QStringLiteral("show: Weight")
                               << QStringLiteral(
                                      "mine.md, line 6: the window has no panel \"Weight\"; did you "
                                      "mean \"Weights\"?");
    }
    void refusesALessonWithAWrongStepAndGoesOn() {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("mine.md"));
        IdxFolder::save(path,
                        "# T\n## S\ntext\n```lesson\npreset: glyphs-dann\n" + line.toUtf8() + "\n```\n");
        const auto journal = session_->current().journal();
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &enter);
        QDropEvent drop({50, 50}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &drop);
        auto* box = window_->findChild<QMessageBox*>();
        QVERIFY(box);
        QCOMPARE(box->text(), sentence);
        delete box;
        QVERIFY(!player_->lesson());
        QCOMPARE(session_->current().journal(), journal);
    }

private:
    QAction* menuAction(const QString& text) const {
        for (auto* menu : window_->menuBar()->findChildren<QMenu*>())
            for (auto* action : menu->actions())
                if (action->text() == text)
                    return action;
        qFatal("no action %s", qPrintable(text));
    }
    QDockWidget* dock() const { return window_->findChild<QDockWidget*>(QStringLiteral("Lesson")); }
    QString text() const { return dock()->findChild<QTextBrowser*>()->toPlainText(); }

    void click(const QString& beginning) {
        for (auto* button : dock()->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->text().remove(u'&').startsWith(beginning)) {
                QTest::mouseClick(button, Qt::LeftButton);
                QCoreApplication::processEvents();
                return;
            }
        QFAIL(qPrintable(QStringLiteral("no button ") + beginning));
    }

    /// Answers and waits until the step is through.
    void playStep() {
        using State = LessonPlayer::State;
        while (player_->state() != State::Done) {
            if (player_->state() == State::Asking) {
                if (player_->record().answers.back().ask->guess) {
                    dock()->findChild<QDoubleSpinBox*>()->setValue(12);
                    click(QStringLiteral("Predict"));
                } else
                    click(QStringLiteral("1"));
                if (QTest::currentTestFailed())
                    return;
                continue;
            }
            QVERIFY(player_->state() != State::Held);
            QTRY_VERIFY_WITH_TIMEOUT(
                player_->state() != State::Preparing && player_->state() != State::Waiting, 60000);
        }
    }

    OwnSettings settings_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    LessonPlayer* player_ = nullptr;
    WindowGuide* guide_ = nullptr;
};

QTEST_MAIN(TestLessons)
#include "tst_lessons.moc"
