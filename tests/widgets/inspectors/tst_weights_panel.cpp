// A matrix as colours, and the panel that shows a network's weights through it.
#include "core/data/dataset.h"
#include "core/training/journal.h"
#include "widgets/inspectors/spread_grid.h"
#include "widgets/inspectors/weights_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

using namespace dalescope;

namespace {

std::shared_ptr<const Network<float>> network(std::uint64_t seed = 1) {
    LayerConfig first, last;
    first.units = 6, first.inhibitory = {2, false};
    last.units = 3, last.inhibitory = {1, false};
    auto made = std::make_shared<Network<float>>(std::vector<LayerConfig>{first, last},
                                                 FeatureShape::image(1, 4, 5), 3);
    made->initialise(seed, 0.5);
    return made;
}

std::shared_ptr<const Dataset> images() {
    auto data = std::make_shared<Dataset>();
    data->shape = {1, 4, 5};
    data->classes = 3;
    data->classNames = {"ankle", "boot", "coat"};
    data->test.features = 20;
    data->test.labels = {0, 1, 2};
    data->test.bytes.resize(60, 100);
    return data;
}

bool equal(const Matrix<float>& a, const Matrix<float>& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

QComboBox* choice(const WeightsPanel& panel, const char* name) {
    for (auto* box : panel.findChildren<QComboBox*>())
        if (box->accessibleName() == QLatin1String(name))
            return box;
    return nullptr;
}

void choose(const WeightsPanel& panel, const char* name, const QString& text) {
    auto* box = choice(panel, name);
    QVERIFY2(box && box->findText(text) >= 0, qPrintable(text));
    box->setCurrentIndex(box->findText(text));
    Q_EMIT box->activated(box->currentIndex());
}

/// QTest::mouseMove() wants a window on a screen.
void movePointer(HeatMap& map, const QPoint& to) {
    QMouseEvent move(QEvent::MouseMove, to, map.mapToGlobal(to), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&map, &move);
}

} // namespace

class TestWeightsPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void coloursValuesBySignAndSize() {
        const Theme theme = Theme::light();
        Matrix<float> values(2, 2);
        values << 1, -1, 0, std::nanf("");
        const HeatPicture both = heatPicture(values, HeatScale::Signed, theme);
        QCOMPARE(both.largest, 1.0f);
        QCOMPARE(both.image.pixelColor(0, 0), theme.excitatory);
        QCOMPARE(both.image.pixelColor(1, 0), theme.inhibitory);
        QCOMPARE(both.image.pixelColor(0, 1), theme.panel);
        QCOMPARE(both.image.pixelColor(1, 1).alpha(), 0);
        values << 1, 0.5f, 0, 0;
        QCOMPARE(heatPicture(values, HeatScale::Inhibitory, theme).image.pixelColor(0, 0), theme.inhibitory);
        QCOMPARE(heatPicture(Matrix<float>::Zero(2, 2), HeatScale::Signed, theme).largest, 0.0f);
        QVERIFY(heatPicture(Matrix<float>(0, 0), HeatScale::Signed, theme).image.isNull());
    }

    void doesNotLetOneLargeValueHideTheOthers() {
        Matrix<float> values = Matrix<float>::Constant(100, 10, 0.1f);
        values(3, 3) = 50;
        QCOMPARE(heatPicture(values, HeatScale::Excitatory, Theme::light()).largest, 0.1f);
        values.setZero();
        values(3, 3) = 50; // but it is shown where all else is nothing
        QCOMPARE(heatPicture(values, HeatScale::Excitatory, Theme::light()).largest, 50.0f);
    }

    void showsTheLargestOfFewValues() {
        Matrix<float> values = Matrix<float>::Zero(2, 1);
        values(1, 0) = 1; // two classes
        values(0, 0) = 1e-6f;
        const HeatPicture two = heatPicture(values, HeatScale::Excitatory, Theme::light());
        QCOMPARE(two.largest, 1.0f);
        QVERIFY(two.image.pixelColor(0, 0) != two.image.pixelColor(0, 1));
        values = Matrix<float>::Constant(50, 10, 0.1f);
        values(7, 7) = 3;
        QCOMPARE(heatPicture(values, HeatScale::Excitatory, Theme::light()).largest, 3.0f);
    }

    void fillsItsSpaceWhereCellsNeedNotBeSquare() {
        HeatMap map;
        map.resize(500, 400);
        HeatPicture steps = heatPicture(Matrix<float>::Ones(200, 4), HeatScale::Excitatory, Theme::light());
        steps.fills = true;
        map.setPicture(steps);
        movePointer(map, QPoint(10, 396));
        QCOMPARE(map.cell(), QPoint(0, 198));
        movePointer(map, QPoint(400, 5));
        QCOMPARE(map.cell(), QPoint(3, 2));
        QTest::keyClick(&map, Qt::Key_Plus); // wider and higher alike, around the middle
        movePointer(map, QPoint(212, 200));
        QCOMPARE(map.cell().y(), 100);
    }

    void walksByKeysAndZoomsAroundThePointer() {
        HeatMap map;
        map.resize(500, 400);
        map.setPicture(heatPicture(Matrix<float>::Random(40, 40), HeatScale::Signed, Theme::light()));
        QSignalSpy chosen(&map, &HeatMap::cellChosen);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.cell(), QPoint(0, 0));
        QTest::keyClick(&map, Qt::Key_Right);
        QTest::keyClick(&map, Qt::Key_Down);
        QTest::keyClick(&map, Qt::Key_Up);
        QTest::keyClick(&map, Qt::Key_Up); // stays inside
        QCOMPARE(map.cell(), QPoint(1, 0));
        QVERIFY(chosen.count() >= 4);
        const QPoint at(150, 120);
        movePointer(map, at);
        const QPoint before = map.cell();
        for (const int delta : {120, 120, 240, -120}) {
            QWheelEvent wheel(at, at, {}, {0, delta}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(&map, &wheel);
        }
        movePointer(map, at + QPoint(1, 0));
        movePointer(map, at);
        QCOMPARE(map.cell(), before);
        map.setPicture(heatPicture(Matrix<float>::Random(40, 40), HeatScale::Signed, Theme::light()));
        QCOMPARE(map.cell(), before); // the same place, with news
        map.setPicture(heatPicture(Matrix<float>::Random(3, 3), HeatScale::Signed, Theme::light()));
        QCOMPARE(map.cell(), QPoint(-1, -1));
        HeatMap empty;
        QTest::keyClick(&empty, Qt::Key_Right);
        QCOMPARE(empty.cell(), QPoint(-1, -1));
    }

    void showsTheChosenMatrixAndReadsItsValuesOut() {
        WeightsPanel panel;
        const auto net = network();
        panel.setNetwork(net, 1234, images());
        QTRY_VERIFY(!panel.heatMap().picture().image.isNull());
        choose(panel, "As", QStringLiteral("Matrix"));
        QTRY_COMPARE(panel.heatMap().picture().image.size(), QSize(20, 6));
        const Matrix<float> wee = weightValues((*net)[0], "WEE");
        QVERIFY(equal(panel.heatMap().picture().values, wee));
        auto* map = const_cast<HeatMap*>(&panel.heatMap());
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Down);
        const QString reading = QStringLiteral("unit 1, column 0: %1").arg(double(wee(1, 0)), 0, 'g', 4);
        QTRY_VERIFY(panel.findChild<QLabel*>(QStringLiteral("reading"))->text() == reading);
        choose(panel, "Rows", QStringLiteral("By norm"));
        QTRY_VERIFY(
            equal(panel.heatMap().picture().values.row(0), wee.row(rowOrder(wee, RowOrder::Norm)[0])));
        choose(panel, "Rows", QStringLiteral("By class"));
        QTRY_VERIFY(
            panel.findChild<QLabel*>(QStringLiteral("reading"))->text().contains(QLatin1String("prefers")) ||
            panel.findChild<QLabel*>(QStringLiteral("reading"))
                ->text()
                .contains(QLatin1String("never active")));
        choose(panel, "Matrix", QStringLiteral("WEI"));
        QTRY_COMPARE(panel.heatMap().picture().image.size(), QSize(2, 6));
        QCOMPARE(choice(panel, "As")->count(), 1); // its columns are no image
        choose(panel, "Layer", QStringLiteral("1"));
        QTRY_COMPARE(panel.heatMap().picture().image.size(), QSize(1, 3));
    }

    void offersNoImagesOfARecurrentLayer() {
        LayerConfig first, last;
        first.kind = "recurrent", first.units = 6, first.inhibitory = {2, false};
        last.units = 3, last.inhibitory = {1, false};
        auto made = std::make_shared<Network<float>>(std::vector<LayerConfig>{first, last},
                                                     FeatureShape::image(1, 4, 5), 3);
        made->initialise(1, 0.5);
        WeightsPanel panel;
        panel.setNetwork(network(), 0, images());
        choose(panel, "As", QStringLiteral("Images"));
        panel.setNetwork(made, 0, images());
        auto* matrices = choice(panel, "Matrix");
        QVERIFY(matrices->count() > 4);
        for (int i = 0; i < matrices->count(); ++i) {
            choose(panel, "Matrix", matrices->itemText(i));
            QCOMPARE(choice(panel, "As")->count(), 1);
        }
    }

    void showsRowsOfTheFirstLayerAsImages() {
        WeightsPanel panel;
        panel.setNetwork(network(), 0, images());
        QTRY_COMPARE(panel.heatMap().picture().image.size(), QSize(2 * 6 - 1, 3 * 5 - 1));
        QVERIFY(std::isnan(panel.heatMap().picture().values(0, 5)));
    }

    void takesUpWithTheNewestNetworkAndGoesEmptyWithoutOne() {
        WeightsPanel panel;
        for (std::uint64_t seed = 1; seed <= 20; ++seed)
            panel.setNetwork(network(seed), static_cast<std::int64_t>(seed), images());
        choose(panel, "As", QStringLiteral("Matrix"));
        QTRY_VERIFY(equal(panel.heatMap().picture().values, weightValues((*network(20))[0], "WEE")));
        QThreadPool::globalInstance()->waitForDone();
        panel.setNetwork(nullptr, 0, nullptr);
        QTRY_VERIFY(panel.heatMap().picture().image.isNull());
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("reading"))->text(),
                 QStringLiteral("There is no network yet."));
    }

    void showsHowItsValuesAreSpread() {
        WeightsPanel panel;
        panel.resize(600, 680);
        panel.show();
        auto journal = std::make_shared<Journal>(std::vector<std::string>{});
        for (const int update : {0, 50, 100})
            journal->weights().offer(*network(), update);
        panel.setJournal(journal);
        panel.setNetwork(network(), 100, images());
        auto* button = panel.findChild<QToolButton*>();
        QCOMPARE(button->accessibleName(), QStringLiteral("Histograms"));
        button->setChecked(true);
        QTRY_COMPARE_WITH_TIMEOUT(panel.spreadGrid().spreads().size(), std::size_t(6), 20000);
        QVERIFY(panel.spreadGrid().isVisible() && !panel.heatMap().isVisible());
        QVERIFY(!choice(panel, "Matrix")->isEnabled());
        QVERIFY(panel.spreadGrid().spreads()[0].density.cols() > 0);
        const QString said = panel.spreadGrid().accessibleDescription();
        QVERIFY2(said.contains(QLatin1String("WEE, 0.0 % exactly 0: median 0.")), qPrintable(said));
        QVERIFY2(said.contains(QLatin1String("at the start")), qPrintable(said));
        panel.setNetwork(nullptr, 0, nullptr);
        QTRY_VERIFY(panel.spreadGrid().spreads().empty());
        button->setChecked(false);
        QVERIFY(panel.heatMap().isVisible() && choice(panel, "Matrix")->isEnabled());
    }
};

QTEST_MAIN(TestWeightsPanel)
#include "tst_weights_panel.moc"
