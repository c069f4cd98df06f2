// What a person drops on the window: a good thing is opened, a bad one is a sentence and changes nothing.
#include "app/main_window.h"
#include "app/session.h"
#include "core/settings/config_json.h"
#include "tests/app/small_session.h"
#include "widgets/plots/plot_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <future>

using namespace dalescope;

namespace {

void drop(MainWindow& window, const QString& path) {
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(path)});
    // What is dropped goes to the widget that the drag has entered.
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
}

} // namespace

class TestOpening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatIsWrongAndLeavesTheRunAlone_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        QTest::newRow("no JSON") << "garbage.json"
                                 << "garbage.json";
        QTest::newRow("cut short") << "cut.json"
                                   << "cut.json";
        QTest::newRow("wrong type") << "type.json"
                                    << "learning_rate";
        QTest::newRow("unknown key") << "key.json"
                                     << "learning_rate";
        QTest::newRow("layers that do not fit") << "layers.json"
                                                << "10 classes";
        QTest::newRow("no npz") << "garbage.npz"
                                << "garbage.npz";
        QTest::newRow("garbage") << "garbage"
                                 << "garbage";
        QTest::newRow("numbers of a run") << "numbers.csv"
                                          << "folder of the run";
        QTest::newRow("text") << "words.txt"
                              << "configuration (.json)";
        QTest::newRow("empty folder") << "empty"
                                      << "empty";
        QTest::newRow("truncated images") << "truncated"
                                          << "train-images-idx3-ubyte";
        QTest::newRow("labels missing") << "fewer"
                                        << "train-labels-idx1-ubyte";
        QTest::newRow("nothing there") << "nowhere"
                                       << "nowhere";
    }
    void saysWhatIsWrongAndLeavesTheRunAlone() {
        QFETCH(QString, name);
        QFETCH(QString, word);
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().runUpdates(20);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().update, std::int64_t(20), 20000);
        const auto journal = session.current().journal();
        const Config before = session.current().document().config();
        const int steps = session.history().stack().count();
        drop(window, folder_.filePath(name));
        QMessageBox* box = nullptr;
        QTRY_VERIFY((box = window.findChild<QMessageBox*>()) != nullptr);
        const QString text = box->text();
        QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY2((text.endsWith(u'.') || text.endsWith(u'?')) && !text.contains(u'\n'), qPrintable(text));
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY(window.findChild<QMessageBox*>() == nullptr);
        QCOMPARE(session.current().journal(), journal);
        QVERIFY(session.current().document().config() == before);
        QCOMPARE(session.history().stack().count(), steps);
        session.current().runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().update, std::int64_t(25), 20000);
        QCOMPARE(journal->rows(), std::size_t(26));
    }

    void saysThatAPictureCannotBeReadAndOpensNothing() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("garbage.png"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no picture") > 0);
        file.close();
        window.openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QMessageBox*>(), 20000);
        QVERIFY(!window.findChild<QDockWidget*>(QStringLiteral("Activity"))->isVisible());
    }

    void readsTheRunsOwnDataAlsoWhereOthersAreAskedForMeanwhile() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        session.current().openData(folder_.filePath(QStringLiteral("empty")).toStdString());
        QTRY_VERIFY(window.findChild<QMessageBox*>() != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        QVERIFY(session.current().document().config() == smallSession(data_));
    }

    void opensAConfigurationAndUndoesThat() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        const Config before = session.current().document().config();
        Config other = before;
        other.training.learningRate = 0.5;
        other.layers[0].units = 33;
        const QString file = folder_.filePath(QStringLiteral("good.json"));
        IdxFolder::save(file, QByteArray::fromStdString(configToJson(other)));
        drop(window, file);
        QTRY_VERIFY(session.current().document().config() == other);
        session.history().undo();
        QVERIFY(session.current().document().config() == before);
        session.history().redo();
        QVERIFY(session.current().document().config() == other);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
    }

    void bringsATrainedRunBackThatAnotherConfigurationReplaced() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        Run& trained = session.current();
        QTRY_COMPARE_WITH_TIMEOUT(trained.status().state, RunStatus::State::Paused, 20000);
        trained.runUpdates(20);
        QTRY_COMPARE_WITH_TIMEOUT(trained.status().update, std::int64_t(20), 20000);
        const auto journal = trained.journal();
        Config other = smallSession(data_);
        other.layers[0].units = 33;
        const QString file = folder_.filePath(QStringLiteral("in its place.json"));
        IdxFolder::save(file, QByteArray::fromStdString(configToJson(other)));
        drop(window, file);
        QTRY_VERIFY(session.current().document().config() == other);
        QCOMPARE(session.runs().size(), std::size_t(1));
        QCOMPARE(session.current().status().update, std::int64_t(0));
        QCOMPARE(session.current().label().name, trained.label().name);
        session.history().undo();
        QCOMPARE(session.runs().size(), std::size_t(1));
        QCOMPARE(&session.current(), &trained);
        QCOMPARE(trained.journal(), journal);
        trained.runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(trained.status().update, std::int64_t(25), 20000);
        QCOMPARE(journal->rows(), std::size_t(26));
        session.history().redo();
        QVERIFY(session.current().document().config() == other);
    }

    void bringsAResetRunBack_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("reset") << "Reset";
        QTest::newRow("new seed") << "New seed";
    }
    void bringsAResetRunBack() {
        QFETCH(QString, name);
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        Run& run = session.current();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        run.runUpdates(20);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(20), 20000);
        const Config before = run.document().config();
        const float last = run.journal()->series(0)[19].value;
        window.findChild<QAction*>(name)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(0), 20000);
        QCOMPARE(run.document().config() == before, name == QStringLiteral("Reset"));
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        session.history().undo();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(20), 20000);
        QVERIFY(run.document().config() == before);
        QCOMPARE(run.journal()->series(0)[19].value, last);
        run.runUpdates(5);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().update, std::int64_t(25), 20000);
        QCOMPARE(run.journal()->rows(), std::size_t(26));
    }

    void asksBeforeItDropsARunPastItsFirstEpoch_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<bool>("opens");
        QTest::newRow("cancel") << int(Qt::Key_Escape) << false;
        QTest::newRow("replace") << int(Qt::Key_Space) << true;
    }
    void asksBeforeItDropsARunPastItsFirstEpoch() {
        QFETCH(int, key);
        QFETCH(bool, opens);
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().runEpoch();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().epoch >= 1, 20000);
        const Config before = session.current().document().config();
        Config other = before;
        other.layers[0].units = 33;
        const QString file = folder_.filePath(QStringLiteral("other.json"));
        IdxFolder::save(file, QByteArray::fromStdString(configToJson(other)));
        // The question waits for an answer within drop().
        bool asked = false;
        QTimer answer;
        connect(&answer, &QTimer::timeout, this, [&] {
            auto* box = window.findChild<QMessageBox*>();
            if (!box)
                return;
            answer.stop();
            asked = true;
            const auto buttons = box->buttons();
            const auto replaces = std::ranges::find(buttons, QMessageBox::DestructiveRole,
                                                    [&](auto* button) { return box->buttonRole(button); });
            QTest::keyClick(key == Qt::Key_Space ? static_cast<QWidget*>(*replaces) : box,
                            static_cast<Qt::Key>(key));
        });
        answer.start(10);
        drop(window, file);
        QVERIFY(asked);
        QTRY_VERIFY(session.current().document().config() == (opens ? other : before));
        QCOMPARE(session.current().status().update == 0 || session.current().journal() == nullptr, opens);
    }

    void countsARunOfLongTrainingAsWorthKeeping() {
        Session session(smallSession(data_));
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().runUpdates(2);
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().update, std::int64_t(2), 20000);
        QVERIFY(!session.current().isWorthKeeping());
        std::promise<Origin> standing;
        session.current().stand([&standing](Origin here) { standing.set_value(std::move(here)); });
        const Origin origin = standing.get_future().get();
        auto later = std::make_shared<Moment>(*origin.moment); // as if those had taken half a minute
        later->state.seconds = 30;
        Run& slow = session.add({.config = smallSession(data_), .origin = {later, origin.journal}},
                                QStringLiteral("Slow"));
        QTRY_COMPARE_WITH_TIMEOUT(slow.status().state, RunStatus::State::Paused, 20000);
        slow.runUpdates(1);
        QTRY_VERIFY_WITH_TIMEOUT(slow.status().update == 3 && !slow.isRunning(), 20000);
        QVERIFY(slow.status().epoch < 1);
        QVERIFY(slow.isWorthKeeping());
    }

    void undoesHowAPlotIsLookedAt() {
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().journal() != nullptr, 20000);
        for (auto* panel : window.findChildren<PlotPanel*>()) {
            const PlotView before = panel->view();
            QTest::keyClick(&panel->plot(), Qt::Key_L);
            QTest::keyClick(&panel->plot(), Qt::Key_L, Qt::ShiftModifier);
            QTest::keyClick(&panel->plot(), Qt::Key_1);
            const PlotView after = panel->view();
            QVERIFY(after != before);
            for (int i = 0; i < 3; ++i)
                session.history().undo();
            QVERIFY(panel->view() == before);
            for (int i = 0; i < 3; ++i)
                session.history().redo();
            QVERIFY(panel->view() == after);
        }
    }

    void remembersWhereItsPanelsAre() {
        Session session(smallSession(data_));
        const auto areaOf = [](MainWindow& window, const char* title) {
            for (auto* dock : window.findChildren<QDockWidget*>())
                if (dock->windowTitle() == QLatin1String(title))
                    return std::pair(dock, window.dockWidgetArea(dock));
            return std::pair<QDockWidget*, Qt::DockWidgetArea>(nullptr, Qt::NoDockWidgetArea);
        };
        {
            MainWindow window(session);
            window.show();
            auto [dock, area] = areaOf(window, "Training");
            QCOMPARE(area, Qt::LeftDockWidgetArea);
            window.addDockWidget(Qt::RightDockWidgetArea, dock);
            areaOf(window, "History").first->hide();
            window.close();
        }
        MainWindow window(session);
        window.show();
        QCOMPARE(areaOf(window, "Training").second, Qt::RightDockWidgetArea);
        QVERIFY(areaOf(window, "History").first->isHidden());
    }

    void initTestCase() {
        const auto save = [&](const char* name, const QByteArray& content) {
            IdxFolder::save(folder_.filePath(QString::fromLatin1(name)), content);
        };
        const QByteArray whole = QByteArray::fromStdString(configToJson(smallSession(data_)));
        QVERIFY(whole.contains("\"learning_rate\": 0.02"));
        save("garbage.json", "\x01\x02 not a configuration");
        save("cut.json", whole.left(whole.size() / 2));
        save("type.json",
             QByteArray(whole).replace("\"learning_rate\": 0.02", "\"learning_rate\": \"fast\""));
        save("key.json", QByteArray(whole).replace("\"learning_rate\"", "\"learning_rat\""));
        Config unfit = smallSession(data_);
        unfit.layers.back().units = 7;
        save("layers.json", QByteArray::fromStdString(configToJson(unfit)));
        save("numbers.csv", "update,epoch,train_error\n1,0.1,90\n");
        save("words.txt", "Some words.\n");
        save("garbage.npz", QByteArray(1000, '\x5a'));
        save("garbage", QByteArray(1000, '\x5a'));
        QDir(folder_.path()).mkdir(QStringLiteral("empty"));
        for (const char* broken : {"truncated", "fewer"}) {
            QDir(folder_.path()).mkdir(QString::fromLatin1(broken));
            for (const auto& file : QDir(data_.path()).entryList(QDir::Files))
                QFile::copy(data_.path() + u'/' + file,
                            folder_.filePath(QLatin1String(broken) + u'/' + file));
        }
        QFile images(folder_.filePath(QStringLiteral("truncated/train-images-idx3-ubyte")));
        QVERIFY(images.resize(5000));
        save("fewer/train-labels-idx1-ubyte", IdxFolder::bigEndian({0x801, 10}) + QByteArray(10, '\1'));
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestOpening)
#include "tst_opening.moc"
