// The Fisher lens as a table, as bars and as a file.
#include "tests/core/training/small_data.h"
#include "widgets/inspectors/learning_panel.h"
#include "widgets/inspectors/lens_model.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <cmath>

using namespace dalescope;

namespace {

std::shared_ptr<const Network<float>> networkOf(const Config& config) {
    const auto data = smallData();
    auto network = std::make_shared<Network<float>>(config.layers, data->shape, data->classes);
    network->initialise(1, data->train.meanPixel());
    return network;
}

std::shared_ptr<const LearningLens> lensOf(const Config& config) {
    return std::make_shared<const LearningLens>(lookAtLearning(*networkOf(config), *smallData(), config, 0));
}

double number(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data(LensModel::NumberRole).toDouble();
}

int rowNamed(const QAbstractItemModel& model, const QString& name) {
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.headerData(row, Qt::Vertical).toString() == name)
            return row;
    return -1;
}

} // namespace

class TestLearningPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hasARowForTheNetworkEachLayerAndEachParameter() {
        LensModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        const auto lens = lensOf(smallConfig());
        model.setLens(lens);
        QCOMPARE(model.rowCount(), 1 + 3 * 7);
        QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("network"));
        const int row = rowNamed(model, QStringLiteral("1 WEI"));
        const ParameterLens& wei = lens->layers[1].parameters[2];
        QCOMPARE(number(model, row, LensModel::Factor), 1.0 / 20);
        QCOMPARE(number(model, row, LensModel::MeasuredFactor), wei.measuredFactor);
        QCOMPARE(number(model, row, LensModel::PlainLength),
                 wei.products.length(Correction::Plain) / std::sqrt(static_cast<double>(lens->batches)));
        QCOMPARE(number(model, row, LensModel::Cut), wei.step.clampedShare());
        const int bias = rowNamed(model, QStringLiteral("1 b")); // is not clamped
        QVERIFY(std::isnan(number(model, bias, LensModel::Silent)));
        QCOMPARE(model.index(bias, LensModel::Silent).data().toString(), QStringLiteral("\u2013"));
        QVERIFY(!model.index(bias, LensModel::Silent).data(LensModel::BarRole).isValid());
    }

    void drawsLengthsOnOneLogarithmicScale() {
        LensModel model;
        model.setLens(lensOf(smallConfig()));
        double shortest = 2, longest = -1;
        for (int row = 0; row < model.rowCount(); ++row)
            for (const int column :
                 {LensModel::PlainLength, LensModel::HeuristicLength, LensModel::FisherLength}) {
                const double bar = model.index(row, column).data(LensModel::BarRole).toDouble();
                shortest = std::min(shortest, bar);
                longest = std::max(longest, bar);
            }
        QVERIFY(shortest > 0 && shortest < 0.1);
        QCOMPARE(longest, 1.0);
    }

    void keepsItsRowsWhileTheRunGoesOn() {
        LensModel model;
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset),
            changed(&model, &QAbstractItemModel::dataChanged);
        model.setLens(lensOf(smallConfig()));
        QCOMPARE(reset.count(), 1);
        model.setLens(lensOf(smallConfig()));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(changed.count(), 1);
        model.setLens(nullptr);
        QCOMPARE(reset.count(), 2);
        QCOMPARE(model.rowCount(), 0);
    }

    void writesAllDigitsAndNothingForWhatIsNotThere() {
        LensModel model;
        model.setLens(lensOf(smallConfig()));
        const auto lines = model.csv().split('\n');
        QCOMPARE(lines.size(), model.rowCount() + 2);
        QVERIFY(lines[0].startsWith("layer,parameter,factor,measured_factor,plain_length,"));
        QVERIFY(lines[1].startsWith("network,all,,,"));
        for (const auto& line : lines)
            QVERIFY(line.isEmpty() || line.count(',') == LensModel::ColumnCount + 1);
        const QByteArray bias = lines[rowNamed(model, QStringLiteral("0 b")) + 1];
        QVERIFY(bias.startsWith("0,b,1,") && bias.endsWith(",,,"));
    }

    void comparesWithTheExcitatoryWeights() {
        LayerLens layer;
        ParameterLens wee, wei;
        wee.count = 100;
        wei.count = 25;
        wee.products.of[0][0] = 4;
        wei.products.of[0][0] = 100;
        wee.divergence[2] = 1e-3;
        wei.divergence[2] = 2e-3;
        layer.parameters = {wee, wei};
        using M = LensChart::Measure;
        QCOMPARE(lensRatio(layer, layer.parameters[1], Correction::Plain, M::Length), 5.0);
        QCOMPARE(lensRatio(layer, layer.parameters[1], Correction::Plain, M::PerElement), 10.0);
        QCOMPARE(lensRatio(layer, layer.parameters[1], Correction::Fisher, M::Divergence), 2.0);
        QCOMPARE(lensRatio(layer, layer.parameters[0], Correction::Plain, M::Length), 1.0);
    }

    void showsALayerChosenByItsRow() {
        LearningPanel panel;
        panel.resize(600, 680);
        panel.show();
        const auto reading = [&] { return panel.findChild<QLabel*>(QStringLiteral("lens"))->text(); };
        QCOMPARE(reading(), QStringLiteral("There is no network yet."));
        const Config config = smallConfig();
        panel.setConfig(config);
        panel.setNetwork(networkOf(config), 12, smallData());
        QTRY_VERIFY_WITH_TIMEOUT(
            reading().contains(QLatin1String("After 12 updates, learning rate in use 0.05")), 20000);
        QVERIFY(reading().contains(QLatin1String("estimated")));
        auto* table = panel.findChild<QTableView*>();
        auto* chart = panel.findChild<LensChart*>();
        QVERIFY(chart->accessibleDescription().contains(QLatin1String("WEI, plain")));
        QCOMPARE(chart->plottableCount(), 3);
        table->selectRow(rowNamed(*table->model(), QStringLiteral("2 WIE")));
        for (auto* box : panel.findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String("Layer"))
                QCOMPARE(box->currentIndex(), 2);
        table->sortByColumn(LensModel::PlainLength, Qt::DescendingOrder);
        double before = 1e300;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const double length = number(*table->model(), row, LensModel::PlainLength);
            QVERIFY(length <= before);
            before = length;
        }
        panel.setNetwork(nullptr, 0, nullptr);
        QCOMPARE(reading(), QStringLiteral("There is no network yet."));
        QCOMPARE(table->model()->rowCount(), 0);
    }
};

QTEST_MAIN(TestLearningPanel)
#include "tst_learning_panel.moc"
