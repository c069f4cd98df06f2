// The list of a sweep's runs, as model and as it is sorted and filtered.
#include "core/experiments/presets.h"
#include "widgets/experiments/run_list.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

/// Learning rates 0.3, 0.02 and 0.1, each with seeds 1 and 2.
std::shared_ptr<const SweepOutline> outlineIn(const QTemporaryDir& folder) {
    SweepPlan plan;
    plan.title = "Rates";
    plan.rows = {{"DANN", findPreset("glyphs-dann").config}};
    plan.grid = {{"training.learning_rate", {0.3, 0.02, 0.1}}};
    plan.seeds = {1, 2};
    return std::make_shared<SweepOutline>(outlineOf(SweepFolder::create(folder.path().toStdString(), plan)));
}

std::shared_ptr<SweepSnapshot> snapshotOf(const SweepOutline& outline) {
    auto snapshot = std::make_shared<SweepSnapshot>();
    const double nan = std::nan("");
    for (std::size_t i = 0; i < outline.sweep.runs().size(); ++i)
        snapshot->runs.push_back({{RunState::Waiting, {}, {}}, 0, 0, 0, nan, nan});
    snapshot->runs[0] = {{RunState::Done, {}, RunSummary{}}, 50, 2, 1, 0.5, 12};
    snapshot->runs[1] = {{RunState::Running, "here, process 7", {}}, 25, 1, 0.43, 4, 3};
    snapshot->runs[2] = {{RunState::Failed, "x: it is broken; mend it.", {}}, 0, 0, 0, nan, nan};
    snapshot->runs[3] = {{RunState::Interrupted, {}, {}}, 5, 0.5, 0.25, 5, 6.5};
    return snapshot;
}

QStringList columnOf(const QTableView& table, int column) {
    QStringList texts;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        texts << table.model()->index(row, column).data().toString();
    return texts;
}

} // namespace

class TestRunList : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::shared_ptr<const SweepOutline> outline_ = outlineIn(folder_);

private Q_SLOTS:
    void isASoundModel() {
        RunListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setSweep(outline_);
        model.setQueue({4, 5}, {});
        model.setSnapshot(snapshotOf(*outline_));
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(model.columnCount(), 7); // name, learning rate, seed, state, two errors, queue
        model.setSweep(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void saysHowFarARunIs() {
        RunListModel model;
        model.setSweep(outline_);
        const auto state = [&](int run) { return model.index(run, model.stateColumn()).data().toString(); };
        QCOMPARE(state(0), QString()); // nobody has looked yet
        model.setSnapshot(snapshotOf(*outline_));
        model.setQueue({4}, {3, 5});
        QCOMPARE(state(0), QStringLiteral("done"));
        QCOMPARE(state(1), QStringLiteral("running, 43 %"));
        QCOMPARE(state(2), QStringLiteral("failed: x: it is broken; mend it."));
        QCOMPARE(state(3), QStringLiteral("held at 25 %"));
        QCOMPARE(state(4), QStringLiteral("waiting"));
        QCOMPARE(state(5), QStringLiteral("held"));
        QCOMPARE(model.index(4, model.queueColumn()).data().toString(), QStringLiteral("1"));
        QCOMPARE(model.index(1, model.stateColumn()).data(RunListModel::ProgressRole).toDouble(), 0.43);
        QCOMPARE(model.index(3, model.testColumn()).data().toString(), QStringLiteral("6.50"));
        QCOMPARE(model.index(4, model.testColumn()).data().toString(), QString());
    }

    void sortsByNumbersAndPutsWhatIsMissingLast() {
        RunList list;
        list.setSweep(outline_);
        list.setSnapshot(snapshotOf(*outline_));
        auto& table = list.table();
        const QStringList planned = {QStringLiteral("0.3"), QStringLiteral("0.02"), QStringLiteral("0.1"),
                                     QStringLiteral("0.3"), QStringLiteral("0.02"), QStringLiteral("0.1")};
        QCOMPARE(columnOf(table, 1), planned); // as planned, at first
        table.sortByColumn(1, Qt::AscendingOrder);
        QCOMPARE(columnOf(table, 1).mid(0, 3),
                 (QStringList{QStringLiteral("0.02"), QStringLiteral("0.02"), QStringLiteral("0.1")}));
        table.sortByColumn(list.model().testColumn(), Qt::AscendingOrder);
        QCOMPARE(columnOf(table, list.model().testColumn()).mid(0, 4),
                 (QStringList{QStringLiteral("3.00"), QStringLiteral("6.50"), QStringLiteral("12.00"),
                              QString()}));
        table.sortByColumn(-1, Qt::AscendingOrder);
        QCOMPARE(columnOf(table, 1), planned);
    }

    void filtersByEveryWord_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QList<int>>("runs");
        QTest::newRow("none") << QString() << QList<int>{0, 1, 2, 3, 4, 5};
        QTest::newRow("a value") << QStringLiteral("0.02") << QList<int>{1, 4};
        QTest::newRow("a value by name") << QStringLiteral("rate 0.3") << QList<int>{0, 3};
        QTest::newRow("a state") << QStringLiteral("FAILED dann") << QList<int>{2};
        QTest::newRow("nothing of the kind") << QStringLiteral("mlp") << QList<int>{};
    }
    void filtersByEveryWord() {
        QFETCH(QString, words);
        QFETCH(QList<int>, runs);
        RunList list;
        list.setSweep(outline_);
        list.setSnapshot(snapshotOf(*outline_));
        list.findChild<QLineEdit*>()->setText(words);
        QCOMPARE(list.shownRuns(), runs);
    }

    void asksToMoveWaitingRunsThatAreDragged() {
        RunListModel model;
        model.setSweep(outline_);
        model.setSnapshot(snapshotOf(*outline_));
        model.setQueue({5, 4}, {});
        QVERIFY(model.flags(model.index(4, 0)) & Qt::ItemIsDragEnabled);
        QVERIFY(!(model.flags(model.index(1, 0)) & Qt::ItemIsDragEnabled));
        QSignalSpy moves(&model, &RunListModel::moveAsked);
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(4, 0), model.index(5, 0)}));
        QVERIFY(!model.dropMimeData(data.get(), Qt::MoveAction, 3, 0, {}));
        QVERIFY(!model.dropMimeData(data.get(), Qt::MoveAction, 6, 0, {}));
        QCOMPARE(moves.size(), 2);
        QCOMPARE(moves[0][0].value<QList<int>>(), (QList<int>{5, 4})); // in the queue's order
        QCOMPARE(moves[0][1].toInt(), 3);
        QCOMPARE(moves[1][1].toInt(), -1);
    }
};

QTEST_MAIN(TestRunList)
#include "tst_run_list.moc"
