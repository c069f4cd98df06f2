// The command palette, the welcome and the presentation, as a person at the keyboard meets them.
#include "app/lessons/lesson_player.h"
#include "app/main_window.h"
#include "app/palette/command_palette.h"
#include "app/palette/fuzzy_match.h"
#include "app/time/time_travel.h"
#include "app/welcome/welcome.h"
#include "core/experiments/presets.h"
#include "core/lessons/parse_lesson.h"
#include "core/settings/field.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_panel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCommandLinkButton>
#include <QDockWidget>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QSpinBox>
#include <QStatusBar>
#include <QTableView>
#include <QTest>
#include <QToolBar>

using namespace dalescope;

class TestPalette : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        if (qstrcmp(QTest::currentTestFunction(), "ranksWhatFitsBest") == 0)
            return; // needs no window
        QSettings().clear();
        session_ = std::make_unique<Session>(smallSession(data_));
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, 20000);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() {
        window_.reset();
        session_.reset();
    }

    void ranksWhatFitsBest_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        const auto row = [](const char* query, const char* better, const char* worse) {
            QTest::newRow(query) << QString::fromLatin1(query) << QString::fromLatin1(better)
                                 << QString::fromLatin1(worse);
        };
        row("rate", "Learning rate", "Separate");
        row("batch", "Batch size", "MNIST, MLP with batch norm");
        row("lrate", "Learning rate", "Learn glyphs");
        row("expo wei", "Export weights", "Export all plots");
        row("seed", "New seed", "Preset"); // not at all
    }
    void ranksWhatFitsBest() {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(query, better) > 0);
        QVERIFY2(fuzzyScore(query, better) > fuzzyScore(query, worse), qPrintable(better));
        QCOMPARE(fuzzyScore(u"xyz", better), -1);
        QCOMPARE(fuzzyScore(u"", better), 0);
    }

    void findsEveryActionAndSettingByItsName() {
        PaletteModel model;
        {
            const QAbstractItemModelTester tester(&model);
            model.setEntries(paletteEntries(*window_));
            model.setQuery(QStringLiteral("rate"));
            model.setQuery(QStringLiteral("scale subtractive")); // before a lesson on it
            QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Subtractive inhibition"));
            model.setQuery({});
        }
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.entry(row).title;
        for (const auto& field : configFields())
            if (window_->findChild<QWidget*>(QString::fromStdString(field.path)))
                QVERIFY2(names.contains(QString::fromStdString(field.label)), field.path.c_str());
        for (const auto& field : layerFields())
            QVERIFY2(names.contains(QString::fromStdString(field.label)), field.path.c_str());
        for (const auto& [name, lesson] : shippedLessons())
            QVERIFY2(names.contains(QString::fromStdString(lesson.title)), name.c_str());
        for (const char* name :
             {"Start", "+100", "Undo", "Export weights", "MNIST, DANN", "Quit", "Dark", "E/I ratio"})
            QVERIFY2(names.contains(QString::fromLatin1(name)), name);
        for (const auto& name : std::as_const(names)) {
            model.setQuery(name);
            QVERIFY2(model.rowCount() > 0, qPrintable(name));
            QCOMPARE(model.entry(0).title.toLower(), name.toLower());
        }
    }

    void reachesThePlotsTools() {
        const auto* panel = window_->findChildren<PlotPanel*>().first();
        const QString title = panel->plot().spec().title;
        PaletteModel model;
        for (const auto& [query, name] : {std::pair{"log y", "Log y axis"},
                                          {"log x", "Log x axis"},
                                          {"follow", "Follow"},
                                          {"smoothing", "Smoothing in updates"},
                                          {"curves", "Curves"}}) {
            model.setEntries(paletteEntries(*window_));
            model.setQuery(QString::fromLatin1(query));
            QStringList found;
            for (int row = 0; row < model.rowCount(); ++row)
                found << model.entry(row).title;
            QVERIFY2(found.contains(QStringLiteral("%1 \u2013 %2").arg(QLatin1String(name), title)), query);
        }
        const auto entries = paletteEntries(*window_);
        const auto logY =
            std::ranges::find(entries, QStringLiteral("Log y axis \u2013 ") + title, &PaletteEntry::title);
        QVERIFY(logY != entries.end());
        const bool before = panel->view().logY;
        logY->act();
        QCOMPARE(panel->view().logY, !before);
        session_->history().undo();
        QCOMPARE(panel->view().logY, before);
    }

    void findsActionsByEverydayWords_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("title");
        for (const auto& [query, title] : {std::pair{"dark mode", "Dark"},
                                           {"font size", "Presentation mode"},
                                           {"zoom", "Presentation mode"},
                                           {"next step", "+1"},
                                           {"cluster", "Experiments window"},
                                           {"sweep", "Sweep an intervention"},
                                           {"sweep many runs", "Experiments window"},
                                           {"run again and compare", "Run again and compare"},
                                           {"reproduce figure", "Run again and compare"},
                                           {"playing speed", "Playing speed"},
                                           {"checkpoint", "Go to moment"},
                                           {"earlier", "Step back"},
                                           {"go to moment", "Go to moment"},
                                           {"earlier moment", "Go to moment"},
                                           {"lesion", "Interventions"},
                                           {"knock out", "Interventions"},
                                           {"ablation", "Interventions"},
                                           {"training speed", "Training"},
                                           {"save picture", "Export all plots"},
                                           {"export csv", "Export all plots"},
                                           {"confusion", "Outcome"},
                                           {"weights heat map", "Weights"},
                                           {"undo", "Undo"},
                                           {"neuron", "Unit"}})
            QTest::newRow(query) << QString::fromLatin1(query) << QString::fromLatin1(title);
    }
    void findsActionsByEverydayWords() {
        QFETCH(QString, query);
        QFETCH(QString, title);
        PaletteModel model;
        model.setEntries(paletteEntries(*window_));
        model.setQuery(query);
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.entry(0).title, title);
    }

    void offersAPanelBeforeTheHelpOnItAlsoWhileItIsOpen() {
        auto* dock = window_->findChild<QDockWidget*>(QStringLiteral("Outcome"));
        for (const bool open : {false, true}) {
            dock->setVisible(open);
            PaletteModel model;
            model.setEntries(paletteEntries(*window_));
            model.setQuery(QStringLiteral("outcome"));
            QCOMPARE(model.entry(0).place, QStringLiteral("View"));
            QCOMPARE(model.index(0).data().toString().contains(u'\u2713'), open);
        }
    }

    void bringsAnOpenPanelInSight() {
        auto* outcome = window_->findChild<QDockWidget*>(QStringLiteral("Outcome"));
        auto* runs = window_->findChild<QDockWidget*>(QStringLiteral("Runs")); // behind Network
        outcome->show();
        for (auto* dock : {outcome, runs}) {
            window_->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(window_.get()));
            open();
            QTest::keyClicks(QApplication::focusWidget(), dock->windowTitle());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
            QTRY_COMPARE(QApplication::activeWindow(), dock->window());
            QVERIFY(dock->isVisible() && (dock->isFloating() || !dock->visibleRegion().isEmpty()));
        }
    }

    void listsLessonsInTheirOrder() {
        PaletteModel model;
        model.setEntries(paletteEntries(*window_));
        model.setQuery(QStringLiteral("lessons"));
        QStringList listed, expected;
        for (const auto& [name, lesson] : shippedLessons())
            expected << QString::fromStdString(lesson.title);
        for (int row = 0; row < model.rowCount(); ++row)
            if (expected.contains(model.entry(row).title))
                listed << model.entry(row).title;
        QCOMPARE(listed, expected);
    }

    void goesToASettingByKeyboardAlone() {
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("norm lim"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        auto* editor = window_->findChild<QLineEdit*>(QStringLiteral("learning.norm_limit"));
        QTRY_COMPARE(QApplication::focusWidget(), editor);
        QVERIFY(editor->isVisible());
    }

    void goesToNumbersThatAreTyped() {
        const auto enter = [this](const char* query) {
            open();
            QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(query));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        };
        const auto focused = [] {
            const QWidget* focus = QApplication::focusWidget();
            return focus ? focus->accessibleName() : QString();
        };
        enter("playing speed");
        QTRY_COMPARE(focused(), QStringLiteral("Playing speed"));
        enter("subtractive inhibition");
        QTRY_COMPARE(focused(), QStringLiteral("Subtractive inhibition, percent"));
        auto* number = QApplication::focusWidget();
        QTest::keyClicks(number, QStringLiteral("50")); // in place of what was there
        QTest::keyClick(number, Qt::Key_Return);
        QTRY_COMPARE(session_->current().document().config().layers[0].intervention.subtractive, 0.5);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        enter("sweep an inter");
        QTRY_COMPARE(focused(), QStringLiteral("Sweep what"));
    }

    void goesToAMoment() {
        auto& time = *window_->findChild<TimeTravel*>();
        time.setKeepEvery(10);
        session_->current().runUpdates(30);
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().update, std::int64_t(30), 20000);
        QTRY_VERIFY(time.kept().size() >= 3);
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("go to moment"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        auto* ask = window_->findChild<QInputDialog*>();
        QVERIFY(ask);
        ask->setIntValue(12);
        ask->accept();
        QTRY_COMPARE(time.update(), std::int64_t(10));
    }

    void doesAnAction() {
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("+10"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(session_->current().status().update, std::int64_t(10));
    }

    void choosesACellOfTheLayersAndAPlot() {
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("inhibitory units"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(qobject_cast<QTableView*>(QApplication::focusWidget()));
        auto* table = static_cast<QTableView*>(QApplication::focusWidget());
        QCOMPARE(table->currentIndex().column(), 2);
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("divisive match"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(QApplication::focusWidget() &&
                    QApplication::focusWidget()->accessibleName().contains(QLatin1String("Divisive match")));
        session_->history().undo();
    }

    void saysThatNothingFits() {
        open();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("qqqq"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); // nothing to do
        QVERIFY(palette()->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!palette()->isVisible());
    }

    void closesWhereItLosesTheKeyboard() {
        open();
        window_->activateWindow(); // as a click on it does
        QTRY_VERIFY(!palette()->isVisible());
        open();
    }

    void findsAPresetByItsNameOnTheCommandLine() {
        PaletteModel model;
        model.setEntries(paletteEntries(*window_));
        for (const auto& preset : presets()) {
            model.setQuery(QString::fromStdString(preset.name));
            QCOMPARE(model.entry(0).title, QString::fromStdString(preset.title));
        }
    }

    void presentsWithLargeTypeAndLeavesEverythingAsItWas() {
        const auto plots = window_->findChildren<PlotPanel*>();
        const int type = QApplication::font().pixelSize();
        const QByteArray layout = window_->saveState();
        const int layers = window_->findChild<QDockWidget*>(QStringLiteral("Network"))->width();
        QTest::keyClick(window_.get(), Qt::Key_F11);
        QVERIFY(window_->isFullScreen());
        QVERIFY(QApplication::font().pixelSize() >= 1.3 * type);
        QVERIFY(!window_->menuBar()->isVisible() && !window_->statusBar()->isVisible());
        QCOMPARE(std::count_if(plots.begin(), plots.end(), [](auto* p) { return p->isVisible(); }), 1);
        for (auto* dock : window_->findChildren<QDockWidget*>())
            QVERIFY(!dock->isVisible());
        QTest::keyClick(window_.get(), Qt::Key_F7); // the run's keys go on working
        QTRY_COMPARE(session_->current().status().update, std::int64_t(10));
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QVERIFY(!window_->isFullScreen());
        QCOMPARE(QApplication::font().pixelSize(), type);
        QVERIFY(window_->menuBar()->isVisible() && window_->statusBar()->isVisible());
        for (auto* plot : plots)
            QVERIFY(plot->isVisible());
        QVERIFY(window_->findChild<QToolBar*>(QStringLiteral("run"))->isVisible());
        QTRY_COMPARE(window_->findChild<QDockWidget*>(QStringLiteral("Network"))->width(), layers);
        QCOMPARE(window_->saveState().size(), layout.size());
    }

    void leadsThroughALessonByThePresentersKeys() {
        auto* player = window_->findChild<LessonPlayer*>();
        player->open(
            parseLesson("# T\n## A\ntext\n```lesson\nplot: ei_ratio\n```\n## B\ntext\n```lesson\nask: "
                        "Well?\noption: No\nright: Yes\n```\n## C\ntext\n",
                        "t.md"));
        QTest::keyClick(window_.get(), Qt::Key_F11);
        QTest::keyClick(window_.get(), Qt::Key_PageDown);
        QCOMPARE(player->step(), 1);
        QTest::keyClick(window_.get(), Qt::Key_2);
        QCOMPARE(player->state(), LessonPlayer::State::Done);
        QCOMPARE(player->score(), (std::pair{1, 1}));
        QTest::keyClick(window_.get(), Qt::Key_Right);
        QCOMPARE(player->step(), 2);
        QTest::keyClick(window_.get(), Qt::Key_PageUp);
        QCOMPARE(player->step(), 1);
        QTest::keyClick(window_.get(), Qt::Key_Space);
        QCOMPARE(player->step(), 2);
        QTest::keyClick(window_.get(), Qt::Key_Escape);
        QVERIFY(!window_->isFullScreen());
        QTest::keyClick(window_.get(), Qt::Key_PageDown); // no longer the lesson's
        QCOMPARE(player->step(), 2);
    }

    void learnsWithOneClickOfTheWelcome() {
        QVERIFY(Welcome::isWanted());
        window_->welcome();
        auto* welcome = window_->findChild<Welcome*>();
        QVERIFY(welcome && welcome->isVisible());
        QStringList faults;
        checkNamesAndTips(*welcome, faults);
        checkButtonNames(*welcome, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QVERIFY(!Welcome::isWanted()); // once is enough
        for (auto* button : welcome->findChildren<QCommandLinkButton*>())
            if (button->text().contains(QLatin1String("glyphs")))
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session_->current().status().update > 10, 30000);
        QCOMPARE(session_->current().document().config().data.name, std::string("glyphs"));
        session_->current().stop();
    }

private:
    CommandPalette* palette() const { return window_->findChild<CommandPalette*>(); }
    void open() {
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette()->isVisible());
        QVERIFY(QTest::qWaitForWindowActive(palette()));
        QTRY_VERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()));
    }

    OwnSettings settings_;
    IdxFolder data_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
