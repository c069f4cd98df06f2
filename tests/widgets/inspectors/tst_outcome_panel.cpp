// The outcome inspector on a network whose answers are known.
#include "widgets/inspectors/mistake_gallery.h"
#include "widgets/inspectors/outcome_panel.h"
#include "widgets/plots/drawing_button.h"

#include <QFile>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

/// Answers with the brightest of three pixels.
std::shared_ptr<const Network<float>> brightest() {
    LayerConfig layer;
    layer.kind = "mlp", layer.units = 3;
    auto net = std::make_shared<Network<float>>(std::vector<LayerConfig>{layer}, FeatureShape(3), 3);
    view((*net)[0].parameters(), (*net)[0].layout()[0]) << 9, 0, 0, 0, 9, 0, 0, 0, 9;
    return net;
}

std::shared_ptr<const Dataset> triples() {
    auto data = std::make_shared<Dataset>();
    data->shape = {1, 1, 3};
    data->classes = 3;
    data->classNames = {"left", "middle", "right"};
    data->test.features = 3;
    data->test.labels = {0, 1, 2, 2, 1};
    data->test.bytes = {255, 0, 0, 0, 255, 0, 200, 0, 0, 0, 255, 0, 0, 0, 255};
    return data;
}

QString text(const OutcomePanel& panel) {
    return panel.findChild<QLabel*>(QStringLiteral("outcome"))->text();
}

} // namespace

class TestOutcomePanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        panel_ = std::make_unique<OutcomePanel>();
        panel_->setNetwork(brightest(), 1500, triples());
        table_ = panel_->findChild<QTableWidget*>();
        gallery_ = panel_->findChild<QListView*>();
        QTRY_COMPARE(text(*panel_),
                     QStringLiteral("60.00 % of 5 test examples are wrong after 1,500 updates"));
    }

    void writesItsCountsIntoItsFigure() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("confusion.svg"));
        panel_->findChild<DrawingButton*>()->exportTo(0, path, Format::Svg);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains("mistakes"));    // what the colours stand for
        QVERIFY2(svg.count(">1<") >= 5, svg); // five examples, each in a cell of its own
    }

    void showsWhatIsTakenForWhat() {
        QCOMPARE(table_->rowCount(), 3);
        QCOMPARE(table_->item(2, 0)->text(), QStringLiteral("1"));
        QCOMPARE(table_->item(2, 1)->text(), QStringLiteral("1"));
        QCOMPARE(table_->item(0, 1)->text(), QString());
        QCOMPARE(table_->item(2, 3)->text(), QStringLiteral("100.0 %"));
        QCOMPARE(table_->verticalHeaderItem(1)->text(), QStringLiteral("middle"));
    }

    void showsTheMistakesOfAChosenCell() {
        QCOMPARE(gallery_->model()->rowCount(), 3);
        table_->setCurrentCell(2, 0);
        QCOMPARE(gallery_->model()->rowCount(), 1);
        const QModelIndex only = gallery_->model()->index(0, 0);
        QCOMPARE(only.data().toString(), QStringLiteral("right, not left"));
        QVERIFY(only.data(Qt::AccessibleTextRole).toString().contains(QLatin1String("Test example 2")));
        table_->setCurrentCell(1, 1); // nothing is wrong about the diagonal: all of them again
        QCOMPARE(gallery_->model()->rowCount(), 3);
    }

    void tellsWhichExampleIsChosen() {
        QSignalSpy chosen(panel_.get(), &OutcomePanel::exampleChosen);
        table_->setCurrentCell(2, 0);
        Q_EMIT gallery_->activated(gallery_->model()->index(0, 0));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toUInt(), 2u);
    }

    void keepsTheChosenCellWhenTheNetworkHasLearnt() {
        table_->setCurrentCell(2, 1);
        panel_->setNetwork(brightest(), 1600, triples());
        QTRY_VERIFY(text(*panel_).contains(QLatin1String("1,600")));
        QCOMPARE(table_->currentRow(), 2);
        QCOMPARE(gallery_->model()->rowCount(), 1);
    }

    void saysHowOldAnswersAreWhileItGoesOn() {
        auto many = std::make_shared<Dataset>(*triples());
        while (many->test.labels.size() < 10000) {
            many->test.labels.push_back(0);
            many->test.bytes.insert(many->test.bytes.end(), {255, 0, 0});
        }
        const auto all = [&](int update) {
            return QStringLiteral("0.03 % of 10,000 test examples are wrong after %L1 updates").arg(update);
        };
        panel_->setNetwork(brightest(), 1600, many);
        QTest::qWait(50);
        QVERIFY(text(*panel_) != all(1600)); // nobody sees it, and so it does not go on
        panel_->show();
        QTRY_COMPARE_WITH_TIMEOUT(text(*panel_), all(1600), 20000);
        QTest::qWait(readingStays + 50); // the heading is written at most so often
        panel_->setNetwork(brightest(), 1700, many);
        const QString between = QStringLiteral(
            "0.03 % of 10,000 test examples are wrong, each asked last after 1,600 to 1,700 updates");
        while (text(*panel_) == all(1600))
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCOMPARE(text(*panel_), between);
        QTRY_COMPARE_WITH_TIMEOUT(text(*panel_), all(1700), 20000);
    }

    void drawsEveryMistake() {
        panel_->resize(500, 500);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
        QVERIFY(!gallery_->grab().isNull());
    }

    void countsExamplesWithoutAnAnswerAsWrong() {
        auto diverged = std::make_shared<Network<float>>(*brightest());
        (*diverged)[0].parameters().setConstant(std::numeric_limits<float>::quiet_NaN());
        panel_->setNetwork(diverged, 1600, triples());
        QTRY_COMPARE(text(*panel_),
                     QStringLiteral("100.00 % of 5 test examples are wrong after 1,600 updates. For 5 "
                                    "of them the network's output is not finite: they count as "
                                    "wrong, and as taken for no class."));
        QCOMPARE(table_->item(0, 0)->text(), QString());
        QCOMPARE(table_->item(0, 3)->text(), QStringLiteral("100.0 %"));
        QTRY_COMPARE(gallery_->model()->rowCount(), 5);
        const QModelIndex first = gallery_->model()->index(0, 0);
        QCOMPARE(first.data().toString(), QStringLiteral("left, no answer"));
        QVERIFY(!first.data(Qt::ToolTipRole).toString().contains(QLatin1String("nan")));
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
        QVERIFY(!gallery_->grab().isNull());
    }

    void goesEmptyWithoutANetwork() {
        panel_->setNetwork(nullptr, 0, nullptr);
        QTRY_COMPARE(text(*panel_), QStringLiteral("There is no network yet."));
        QCOMPARE(table_->rowCount(), 0);
        QCOMPARE(gallery_->model()->rowCount(), 0);
    }

private:
    std::unique_ptr<OutcomePanel> panel_;
    QTableWidget* table_ = nullptr;
    QListView* gallery_ = nullptr;
};

QTEST_MAIN(TestOutcomePanel)
#include "tst_outcome_panel.moc"
