// Runs of `dalescope train` in the window: looked at, gone on with, and damaged ones.
#include "core/experiments/folder_run.h"
#include "core/settings/config_json.h"
#include "tests/app/program.h"
#include "tests/app/session_lab.h"

using namespace dalescope;

class TestRunFolders : public QObject {
    Q_OBJECT
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;

    /// Trains without a window.
    QString trained(const char* name, int updates) {
        const QString config = folder_.filePath(QStringLiteral("config.json"));
        IdxFolder::save(config, QByteArray::fromStdString(configToJson(smallSession(data_))));
        const Outcome outcome =
            runProgram(folder_.path(), QStringLiteral("train --config config.json --updates %1 --out %2")
                                           .arg(updates)
                                           .arg(QLatin1String(name)));
        if (outcome.code != 0)
            qFatal("%s", outcome.err.constData());
        return folder_.filePath(QLatin1String(name));
    }

private Q_SLOTS:
    void opensAsARunThatGoesOnLikeTheOther() {
        const QString half = trained("half", 25), whole = trained("whole", 40);
        Lab lab(smallSession(data_));
        lab.window.openFile(half);
        QTRY_COMPARE_WITH_TIMEOUT(lab.session.current().label().name, QStringLiteral("half"), patience);
        QCOMPARE(lab.session.runs().size(), std::size_t(1)); // in the place of one that was not touched
        Run& run = lab.session.current();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Ended, patience);
        QCOMPARE(run.status().update, std::int64_t(25));
        QCOMPARE(run.journal()->rows(), std::size_t(26));
        run.document().edit("training.updates", std::int64_t(40));
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.status().update == 40 && !run.isRunning(), patience);
        std::shared_ptr<const Network<float>> network;
        run.copyNetwork([&](const NetworkNews& news) { network = news.network; });
        QTRY_VERIFY_WITH_TIMEOUT(network, patience);
        const auto wanted = readFolderRun(whole.toStdString()).standing.moment->network;
        for (std::size_t l = 0; l < network->size(); ++l)
            QVERIFY((*network)[l].parameters() == (*wanted)[l].parameters());
        lab.session.history().undo(); // the updates
        lab.session.history().undo();
        QCOMPARE(lab.session.runs().size(), std::size_t(1));
        QCOMPARE(lab.session.current().label().name, QStringLiteral("Run 1"));
    }

    void opensByAFileInItAsWell() {
        const QString folder = trained("other", 3);
        Lab lab(smallSession(data_));
        lab.session.current().document().edit("training.batch_size", std::int64_t(8)); // so it stays
        lab.window.openFile(folder + QStringLiteral("/metrics.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(lab.session.runs().size(), std::size_t(2), patience);
    }

    void saysWhatIsWrongAndChangesNothing() {
        const QString folder = trained("torn", 3);
        QFile times(folder + QStringLiteral("/times.csv"));
        QVERIFY(times.resize(5));
        Lab lab(smallSession(data_));
        lab.window.openFile(folder);
        QTRY_VERIFY_WITH_TIMEOUT(told(lab.window).contains(QLatin1String("torn/times.csv: it is shorter")),
                                 patience);
        QCOMPARE(lab.session.runs().size(), std::size_t(1));
    }
};

QTEST_MAIN(TestRunFolders)
#include "tst_run_folders.moc"
