// Models that train together keep step, and have the bits that each has alone.
#include "app/help/help_topics.h"
#include "app/lockstep/lockstep_dialog.h"
#include "app/lockstep/lockstep_window.h"
#include "core/data/locate.h"
#include "tests/app/accessible_controls.h"
#include "tests/app/small_session.h"
#include "widgets/plots/help_button.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace dalescope;

namespace {

constexpr int patience = 30000;

} // namespace

class TestLockstep : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        const Config config = smallSession(folder_);
        data_ = std::make_shared<const Dataset>(loadDataset(config.data.name, {}, 0));
    }

    void keepsStepAndGivesTheBitsOfEachRunAlone() {
        Lockstep lockstep(models(60), {3, 4}, data_);
        std::int64_t furthest = 0;
        connect(&lockstep, &Lockstep::advanced, this, [&] {
            for (std::size_t m = 0; m < 2; ++m)
                for (std::size_t s = 0; s < 2; ++s)
                    furthest = std::max(furthest, lockstep.status(m, s).update - lockstep.reached());
        });
        lockstep.start();
        QTRY_VERIFY_WITH_TIMEOUT(lockstep.reached() >= 20, patience);
        lockstep.pause(); // at any update
        lockstep.start();
        QTRY_VERIFY_WITH_TIMEOUT(lockstep.isDone(), patience);
        QVERIFY(!lockstep.isRunning());
        QVERIFY(furthest <= lockstep.stretch());
        for (std::size_t m = 0; m < 2; ++m)
            for (std::size_t s = 0; s < 2; ++s) {
                const Config config =
                    inLockstep(lockstep.models()[m].config, lockstep.models()[0].config, lockstep.seeds()[s]);
                auto alone = std::make_shared<Journal>(SeriesIndex(config.layers.size()).names());
                Trainer trainer(config, data_, alone);
                trainer.recordStart();
                while (!trainer.end())
                    trainer.step();
                const auto together = lockstep.journal(m, s);
                for (const auto which : {SeriesIndex::TrainLoss, SeriesIndex::TestError}) {
                    const Series &is = together->series(which), &expected = alone->series(which);
                    QCOMPARE(is.size(), expected.size());
                    for (std::size_t i = 0; i < is.size(); ++i) {
                        QCOMPARE(is[i].row, expected[i].row);
                        QCOMPARE(is[i].value, expected[i].value);
                    }
                }
            }
    }

    void saysWhichModelCannotBeMade() {
        auto bad = models(60);
        bad[1].config.layers.back().units = 7;
        Lockstep lockstep(bad, {1}, data_);
        QSignalSpy failed(&lockstep, &Lockstep::failed);
        lockstep.start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), qsizetype(1), patience);
        const QString sentence = failed[0][0].toString();
        QVERIFY2(sentence.contains(u'7') && sentence.startsWith(bad[1].name), qPrintable(sentence));
        QVERIFY(!lockstep.isRunning());
    }

    void showsDifferencesAndExportsThem_data() {
        QTest::addColumn<int>("seeds");
        QTest::newRow("three seeds") << 3;
        QTest::newRow("one seed") << 1;
    }
    void showsDifferencesAndExportsThem() {
        QFETCH(int, seeds);
        std::vector<std::int64_t> all;
        for (int i = 0; i < seeds; ++i)
            all.push_back(i + 1);
        LockstepWindow window(std::make_unique<Lockstep>(models(40), all, data_));
        window.setAttribute(Qt::WA_DeleteOnClose, false);
        window.show();
        window.lockstep().start();
        QTRY_VERIFY_WITH_TIMEOUT(window.lockstep().isDone(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(window.table().rows.size() == 2 && window.table().update == 40, patience);
        const auto* table = window.findChild<QTableWidget*>();
        QVERIFY(!table->item(1, 2)->text().isEmpty());
        QCOMPARE(table->item(1, 3)->text() == QStringLiteral("needs two seeds"), seeds == 1);
        for (const auto* panel : window.findChildren<PlotPanel*>())
            QVERIFY(panel->plot().scene().curves().front().data != nullptr);
        for (const auto* panel : window.findChildren<PlotPanel*>()) {
            const auto& plot = panel->plot();
            QTRY_VERIFY2_WITH_TIMEOUT(
                plot.accessibleDescription().contains(QLatin1String("two layers: ")) &&
                    plot.accessibleDescription().contains(QLatin1String("at update 40, lowest ")),
                qPrintable(plot.accessibleDescription()), patience);
            for (const auto& spec : panel->specs())
                QVERIFY2(findHelp(spec.id), qPrintable(spec.id));
        }
        for (int column = 0; column < table->columnCount(); ++column)
            QVERIFY(findHelp(table->model()->headerData(column, Qt::Horizontal, HelpTopicRole).toString()));
        QStringList faults;
        checkNamesAndTips(window, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QTemporaryDir folder;
        window.exportTable(folder.filePath(QStringLiteral("t.csv")));
        QFile file(folder.filePath(QStringLiteral("t.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), qsizetype(3));
        QSignalSpy failed(&window, &LockstepWindow::failed);
        window.exportTable(folder.filePath(QStringLiteral("nowhere/t.csv")));
        QCOMPARE(failed.size(), qsizetype(1));
    }

    void offersRunsAndPresetsTwoToFour() {
        Session session(smallSession(folder_));
        Run& second = session.duplicate(session.current());
        session.relabel(second, session.runs().front()->label(), QStringLiteral("Name"));
        LockstepDialog dialog(session, {session.runs().front().get(), &second});
        dialog.show();
        QStringList faults;
        checkNamesAndTips(dialog, faults);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        const auto models = dialog.models();
        QCOMPARE(models.size(), std::size_t(2));
        QVERIFY(models[0].name != models[1].name);
        dialog.findChild<QSpinBox*>()->setValue(4);
        QCOMPARE(dialog.seeds(), (std::vector<std::int64_t>{1, 2, 3, 4}));
        auto* list = dialog.findChild<QListWidget*>();
        const auto* start = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(start->isEnabled());
        for (int row = 0; row < 5; ++row)
            list->item(row)->setCheckState(Qt::Checked);
        QVERIFY(!start->isEnabled());
        for (int row = 0; row < 4; ++row)
            list->item(row)->setCheckState(Qt::Unchecked);
        QVERIFY(!start->isEnabled());
    }

private:
    std::vector<LockstepModel> models(std::int64_t updates) const {
        Config first = smallSession(folder_);
        first.training.updates = updates;
        Config second = first;
        second.learning.correction = "none";
        second.layers.erase(second.layers.begin());
        return {{QStringLiteral("three layers"), first}, {QStringLiteral("two layers"), second}};
    }

    OwnSettings settings_;
    IdxFolder folder_;
    std::shared_ptr<const Dataset> data_;
};

QTEST_MAIN(TestLockstep)
#include "tst_lockstep.moc"
