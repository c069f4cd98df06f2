// What a lesson does in the real window: waiting, looking back, answers, panels, and lessons that are wrong.
#include "app/runs/run_overlay.h"
#include "app/runs/session_model.h"
#include "core/lessons/parse_lesson.h"
#include "tests/app/lesson_lab.h"
#include "widgets/plots/plot_panel.h"
#include "widgets/theme/theme.h"

#include <QDropEvent>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QRegularExpression>
#include <QScrollBar>

using namespace dalescope;

class TestLessonPlayer : public QObject, LessonLab {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { open(); }
    void cleanup() { reset(); }
    void cleanupTestCase() { close(); }

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
        dock()->findChild<QTextBrowser*>()->setFocus();
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

    void aDigitTakesThePlaceOfTheQuestionMark() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nask: How much?\nguess: "
                                  "test_error within 4\n```\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        auto* box = dock()->findChild<QDoubleSpinBox*>();
        for (const Qt::Key key : {Qt::Key_End, Qt::Key_Home}) { // as a click does, nothing is selected then
            box->setValue(box->minimum());
            QTest::keyClick(box, key);
            QTest::keyClicks(box, QStringLiteral("12"));
            QCOMPARE(box->value(), 12.0);
        }
        box->setValue(box->minimum());
        QTest::keyClick(box, Qt::Key_End);
        QTest::keyClicks(box, QStringLiteral("-3.5"));
        QCOMPARE(box->value(), -3.5);
    }

    void fitsALowScreenAndIsReadFromItsBeginning() {
        const QSize whole = window_->size();
        window_->resize(960, 516);
        QString text = QStringLiteral("It goes on and on. ").repeated(60);
        player_->open(parseLesson("# T\n## S\n" + text.toStdString() +
                                      "\n```lesson\npreset: glyphs-dann\n```\nAnd that is the end.\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QTest::qWait(100);
        QVERIFY2(window_->height() <= 516, qPrintable(QString::number(window_->height())));
        const auto* bar = dock()->findChild<QTextBrowser*>()->verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        QCOMPARE(bar->value(), 0);
        window_->resize(whole);
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

    void showsItsOwnCurvesAloneWhileItPlays() {
        Run& before = session_->current();
        before.runUpdates(30);
        QTRY_COMPARE_WITH_TIMEOUT(before.status().update, std::int64_t(30), 20000);
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nrun: 5\nwait: update >= "
                                  "5\n```\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        const int commands = session_->history().stack().count();
        const RunLabel label = before.label();
        QCOMPARE(overlaidRuns(*session_), std::vector<const Run*>());
        const SessionModel list(*session_);
        const auto eye = [&] {
            return list.data(list.index(0, SessionModel::Shown), Qt::AccessibleTextRole);
        };
        QCOMPARE(eye(), QStringLiteral("hidden"));
        Run& fork = session_->duplicate(session_->current()); // a person's own, to be compared
        fork.runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(fork.status().update, std::int64_t(5), 20000);
        QCOMPARE(overlaidRuns(*session_).size(), std::size_t(1));
        dock()->hide();
        QCOMPARE(overlaidRuns(*session_).size(), std::size_t(2));
        dock()->show();
        QCOMPARE(overlaidRuns(*session_).size(), std::size_t(1));
        session_->history().undo();
        player_->close();
        QCOMPARE(session_->history().stack().index(), commands);
        QCOMPARE(overlaidRuns(*session_), std::vector<const Run*>{&before});
        QCOMPARE(eye(), QStringLiteral("shown"));
        QVERIFY(before.label() == label);
        session_->history().undo(); // the lesson's run
    }

    void keepsTheSeedThatAPersonHasChosen() {
        const auto seed = [this] { return session_->current().document().config().training.seed; };
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nrun: 5\nwait: update >= "
                                  "5\n```\n## Other\ntext\n```lesson\npreset: glyphs-dann\nset: "
                                  "training.seed = 77\nwait: update >= 5\n```\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QCOMPARE(seed(), std::int64_t(1));
        menuAction(QStringLiteral("&New seed"))->trigger();
        QTRY_VERIFY(seed() != 1);
        const std::int64_t chosen = seed();
        for (int i = 0; i < 2; ++i) {
            click(QStringLiteral("Again"));
            QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
            QCOMPARE(seed(), chosen);
            QCOMPARE(session_->current().status().update, std::int64_t(5));
        }
        player_->next(); // where the lesson wants one of its own
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Waiting, 20000);
        QCOMPARE(seed(), std::int64_t(77));
        menuAction(QStringLiteral("&New seed"))->trigger();
        QTRY_VERIFY(player_->waitingFor().contains(QLatin1String("Again")));
    }

    void givesThePlotsTheScreenBeforeAnAudience() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nplot: error, "
                                  "ei_ratio\n```\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        const auto plots = [this] {
            QList<PlotPanel*> shown;
            for (auto* panel : window_->findChildren<PlotPanel*>())
                if (panel->isVisible())
                    shown << panel;
            return shown;
        };
        const auto sizes = [&plots] {
            QList<QSize> all;
            for (const auto* plot : plots())
                all << plot->size();
            return all;
        };
        const auto before = sizes();
        menuAction(QStringLiteral("&Presentation mode"))->trigger();
        QCOMPARE(plots().size(), 2);
        for (const auto* plot : plots())
            QTRY_VERIFY2(2 * plot->height() >= window_->height(),
                         qPrintable(QStringLiteral("%1 of %2").arg(plot->height()).arg(window_->height())));
        QTRY_VERIFY(std::abs(plots()[0]->width() - plots()[1]->width()) < 10);
        player_->close(); // what is left may stand as it did
        QTRY_VERIFY(plots()[0]->width() > window_->width() / 2);
        menuAction(QStringLiteral("&Presentation mode"))->trigger();
        QCOMPARE(plots().size(), 3);
        QSet<int> tops;
        for (const auto* plot : plots())
            tops << plot->mapTo(window_.get(), QPoint()).y();
        QCOMPARE(tops.size(), 2);
        dock()->show(); // the lesson's end has hidden it
        QTRY_COMPARE(sizes(), before);
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

    void closesWhatAStepHasOpenedWithTheStep() {
        const auto panel = [this](const char* name) {
            return window_->findChild<QDockWidget*>(QString::fromLatin1(name));
        };
        const auto step = [](const char* block) {
            return QStringLiteral("## S\ntext\n```lesson\n%1\n```\n").arg(QLatin1String(block)).toStdString();
        };
        panel("Activity")->show(); // the person's own
        player_->open(parseLesson("# T\n" + step("preset: glyphs-dann\nshow: Weights\nshow: Activity") +
                                      step("show: Weights") + step("plot: error") + step("point: Matrix") +
                                      step("plot: error") + step("show: Outcome"),
                                  "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        for (const bool weights : {true, true, false, true}) {
            QCOMPARE(panel("Weights")->isVisible(), weights);
            QVERIFY(panel("Activity")->isVisible());
            player_->next();
        }
        QVERIFY(!panel("Weights")->isVisible());
        panel("Weights")->show(); // the person again
        player_->next();
        QVERIFY(panel("Weights")->isVisible());
        player_->next(); // the end leaves open what the last step shows
        QVERIFY(panel("Outcome")->isVisible());
        for (const char* name : {"Weights", "Activity", "Outcome"})
            panel(name)->hide();
    }

    void asksWithTheValuesOfStepsBefore() {
        player_->open(parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nkeep: before = update\n"
                                  "ask: More than {before}?\noption: {before}\nright: more\n```\n",
                                  "t.md"));
        dock()->show();
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Asking, 20000);
        QCOMPARE(player_->record().answers.front().question, QStringLiteral("More than 0?"));
        QVERIFY(text().contains(QStringLiteral("text")));
        click(QStringLiteral("1  0"));
        QTRY_COMPARE(player_->state(), LessonPlayer::State::Done);
    }

    void tellsOfTheUpdateAtWhichItHasPaused() {
        player_->open(
            parseLesson("# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nstart\nwait: update >= 20\n"
                        "pause\nkeep: there = update\n```\nafter\n",
                        "t.md"));
        QTRY_COMPARE_WITH_TIMEOUT(player_->state(), LessonPlayer::State::Done, 20000);
        QVERIFY(!session_->current().isRunning());
        QTest::qWait(200);
        QCOMPARE(player_->value("there"), player_->value("update"));
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
};

QTEST_MAIN(TestLessonPlayer)
#include "tst_lesson_player.moc"
