// The unit inspector: what it says of a unit whose answers are known, and where it leads.
#include "widgets/inspectors/unit_panel.h"
#include "widgets/plots/drawing_button.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

/// Example i has its ink in the half of its class.
std::shared_ptr<const Dataset> twoHalves() {
    auto data = std::make_shared<Dataset>();
    data->shape = {1, 4, 4};
    data->classes = 2;
    data->classNames = {"above", "below"};
    data->test.features = 16;
    for (int i = 0; i < 20; ++i) {
        data->test.labels.push_back(static_cast<std::uint8_t>(i % 2));
        for (int pixel = 0; pixel < 16; ++pixel)
            data->test.bytes.push_back(pixel / 8 == i % 2 ? static_cast<std::uint8_t>(100 + i) : 0);
    }
    return data;
}

/// Unit 0 of the first layer takes the upper half, unit 1 the lower one less the upper.
std::shared_ptr<const Network<float>> halves() {
    LayerConfig hidden, output;
    hidden.kind = output.kind = "mlp";
    hidden.units = output.units = 2;
    auto net =
        std::make_shared<Network<float>>(std::vector<LayerConfig>{hidden, output}, FeatureShape(16), 2);
    auto w = view((*net)[0].parameters(), (*net)[0].layout()[0]);
    w.row(0) << Eigen::RowVectorXf::Ones(8), Eigen::RowVectorXf::Zero(8);
    w.row(1) << -Eigen::RowVectorXf::Ones(8), Eigen::RowVectorXf::Ones(8);
    w(0, 5) = 4;
    view((*net)[1].parameters(), (*net)[1].layout()[0]) << 1, -1, -1, 1;
    return net;
}

} // namespace

class TestUnitPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatAUnitIsTunedTo() {
        UnitPanel panel;
        auto* reading = panel.findChild<QLabel*>(QStringLiteral("reading"));
        QCOMPARE(reading->text(), QStringLiteral("There is no network yet."));
        panel.showUnit(1, 1); // before there is a network
        panel.setNetwork(halves(), 40, twoHalves());
        QTRY_VERIFY2(reading->text().contains(QLatin1String("class below")), qPrintable(reading->text()));
        QVERIFY(reading->text().contains(QLatin1String("above 0 on 50 % of 20 examples")));
        QVERIFY(reading->text().contains(QLatin1String("after 40 updates")));
        panel.findChild<QSpinBox*>()->setValue(0);
        QTRY_VERIFY(reading->text().contains(QLatin1String("class above")));
        panel.showUnitOfLayer(1, 1);
        QTRY_VERIFY(reading->text().contains(QLatin1String("Layer 1, unit 1")));
        panel.setNetwork(nullptr, 0, nullptr);
        QCOMPARE(reading->text(), QStringLiteral("There is no network yet."));
        QCOMPARE(panel.findChild<QTableWidget*>()->rowCount(), 0);
    }

    void leadsToItsExamplesAndPartners() {
        UnitPanel panel;
        panel.setNetwork(halves(), 0, twoHalves());
        auto* examples = panel.findChild<QListWidget*>();
        QTRY_COMPARE(examples->count(), 10);
        QSignalSpy chosen(&panel, &UnitPanel::exampleChosen);
        Q_EMIT examples->itemActivated(examples->item(0));
        QCOMPARE(chosen.first().first().toUInt(), 18u); // the one with the most ink above
        auto* table = panel.findChild<QTableWidget*>();
        QCOMPARE(table->item(0, 1)->text(), QStringLiteral("Input: row 1, column 1"));
        QCOMPARE(table->item(0, 2)->text(), QStringLiteral("4"));
        int forward = -1;
        for (int row = 0; row < table->rowCount(); ++row)
            if (table->item(row, 0)->text().startsWith(QLatin1String("to")) &&
                table->item(row, 2)->text() == QLatin1String("1"))
                forward = row;
        QVERIFY(forward >= 0);
        Q_EMIT table->cellActivated(forward, 0);
        QCOMPARE(panel.findChild<QComboBox*>()->currentText(), QStringLiteral("Layer 1"));
        QCOMPARE(panel.findChild<QSpinBox*>()->value(), 0);
    }

    void namesAColumnToALayerThatTakesRows() {
        LayerConfig hidden, output;
        hidden.kind = "rnn";
        output.kind = "mlp";
        hidden.units = output.units = 2;
        auto net = std::make_shared<Network<float>>(std::vector<LayerConfig>{hidden, output},
                                                    FeatureShape::image(1, 4, 4), 2);
        net->initialise(2, 0.5);
        UnitPanel panel;
        panel.setNetwork(net, 0, twoHalves());
        auto* table = panel.findChild<QTableWidget*>();
        QTRY_VERIFY(table->rowCount() > 0);
        QStringList partners;
        for (int row = 0; row < table->rowCount(); ++row)
            partners << table->item(row, 1)->text();
        QVERIFY2(!partners.filter(QStringLiteral("Input: column ")).isEmpty(),
                 qPrintable(partners.join(u'|')));
        QVERIFY(partners.filter(QStringLiteral("row ")).isEmpty());
    }

    void exportsEveryPlotInEveryFormat() {
        UnitPanel panel;
        QTemporaryDir folder;
        auto* save = panel.findChild<DrawingButton*>();
        QVERIFY_EXCEPTION_THROWN(save->exportTo(1, folder.filePath(QStringLiteral("x.csv")), Format::Csv),
                                 Error);
        panel.setNetwork(halves(), 0, twoHalves());
        QTRY_COMPARE(panel.picture().profile.examples(), Index(20));
        for (const UnitPlot which : allUnitPlots)
            for (const Format format : allFormats) {
                const QString path = folder.filePath(QStringLiteral("unit") + suffixOf(format));
                save->exportTo(static_cast<std::size_t>(which), path, format);
                QVERIFY(QFileInfo(path).size() > 40);
            }
        const QString path = folder.filePath(QStringLiteral("tuning.csv"));
        save->exportTo(1, path, Format::Csv);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[1].startsWith("0,\"above\",10,"));
    }
};

QTEST_MAIN(TestUnitPanel)
#include "tst_unit_panel.moc"
