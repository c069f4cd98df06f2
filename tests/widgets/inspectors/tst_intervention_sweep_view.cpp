// One click sweeps an intervention, draws it, says it in words and writes it to files.
#include "tests/core/training/small_data.h"
#include "widgets/inspectors/intervention_effect.h"
#include "widgets/inspectors/intervention_sweep_view.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/qcp.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

std::shared_ptr<Network<float>> networkOf(const Config& config, const Dataset& data) {
    auto network = std::make_shared<Network<float>>(config.layers, data.shape, data.classes);
    network->initialise(3, 0);
    network->intervene(config.layers, 1);
    return network;
}

} // namespace

class TestInterventionSweepView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sweepsOnOneClick_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<double>("last");
        QTest::newRow("a strength") << QByteArray("subtractive") << 2.0;
        QTest::newRow("a share") << QByteArray("silenced_inhibitory") << 100.0;
    }
    void sweepsOnOneClick() {
        QFETCH(QByteArray, path);
        QFETCH(double, last);
        InterventionSweepView view;
        set(view);
        auto* what = view.findChild<QComboBox*>();
        what->setCurrentIndex(what->findData(QString::fromLatin1(path)));
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
        QCOMPARE(view.curves().effects.size(), std::size_t(21));
        QCOMPARE(view.curves().effects.back().strength, last);
        auto* plot = view.findChild<QCustomPlot*>();
        QCOMPARE(plot->axisRectCount(), 2);
        QVERIFY(plot->graphCount() >= 4); // one error, three layers
        QVERIFY2(plot->accessibleDescription().contains(QLatin1String("test error")),
                 qPrintable(plot->accessibleDescription()));
    }

    void drawsAsOftenAndTestsOnAsManyExamplesAsAsked() {
        InterventionSweepView view;
        set(view);
        auto* what = view.findChild<QComboBox*>();
        const auto number = [&view](const char* name) {
            for (auto* box : view.findChildren<QSpinBox*>())
                if (box->accessibleName() == QLatin1String(name))
                    return box;
            qFatal("there is no %s", name);
        };
        what->setCurrentIndex(what->findData(QStringLiteral("subtractive")));
        QVERIFY(!number("Draws")->isEnabled()); // nothing is drawn
        what->setCurrentIndex(what->findData(QStringLiteral("silenced_inhibitory")));
        QVERIFY(number("Draws")->isEnabled());
        QCOMPARE(number("Draws")->value(), 5);
        number("Draws")->setValue(2);
        number("Examples")->setValue(1);
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
        QCOMPARE(view.curves().draws, 2);
        for (const auto& effect : view.curves().effects)
            QVERIFY(effect.error.lowest == 0 || effect.error.lowest == 100); // of one example
    }

    void saysThatItIsOfOtherInterventions() {
        InterventionSweepView view;
        set(view);
        auto* what = view.findChild<QComboBox*>();
        what->setCurrentIndex(what->findData(QStringLiteral("subtractive")));
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
        const auto isOld = [&] {
            return view.findChild<QLabel*>(QStringLiteral("summary"))
                ->text()
                .endsWith(QLatin1String(" Measured before the interventions changed."));
        };
        Config config = config_;
        config.layers[1].intervention.subtractive = 0.5; // which was swept
        view.setSettings(config, 1);
        QVERIFY(!isOld());
        config.layers[1].intervention.divisive = 0.5;
        view.setSettings(config, 1);
        QVERIFY(isOld());
        QVERIFY(!view.curves().effects.empty());
        view.setSettings(config_, 1);
        QVERIFY(!isOld());
    }

    void saysWhoseItIsAsItsLayerCallsIt() {
        InterventionSweepView view;
        Config config = config_;
        for (auto& layer : config.layers)
            layer.kind = "mlp";
        view.resize(500, 400);
        view.setSettings(config, 1);
        view.setRun(QStringLiteral("My run"));
        view.setNetwork(networkOf(config, *data_), 1200, data_);
        auto* what = view.findChild<QComboBox*>();
        what->setCurrentIndex(what->findData(QStringLiteral("silenced_excitatory")));
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        view.setRun(QStringLiteral("Another")); // is the current one before the sweep has ended
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
        const auto says = [](const InterventionSweepView& of) {
            return of.findChild<QLabel*>(QStringLiteral("summary"))->text();
        };
        QVERIFY2(says(view).startsWith(QStringLiteral("Layer 1 silenced units of My run, update %1: ")
                                           .arg(QLocale().toString(1200))),
                 qPrintable(says(view)));
        QVERIFY(view.curves().strength.startsWith(QLatin1String("Silenced units")));
        InterventionSweepView later;
        later.showResult(sweptInterventionFromJson(toJson(*view.result()), "x.dalescope"));
        QCOMPARE(says(later).section(u'.', 0, 0), says(view).section(u'.', 0, 0));
    }

    void canBeCancelled() {
        InterventionSweepView view;
        set(view);
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        click(view);
        QTest::qWait(300);
        QCOMPARE(swept.count(), 0);
        QVERIFY(view.curves().effects.empty());
        click(view);
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
    }

    void offersOnlyWhatMakesSense() {
        InterventionSweepView view;
        auto* what = view.findChild<QComboBox*>();
        view.setSettings(config_, 2);
        QVERIFY(what->findData(QStringLiteral("silenced_excitatory")) < 0); // the answer
        QVERIFY(what->findData(QStringLiteral("drive")) < 0);               // of no unit
        Config driven = config_;
        driven.layers[1].intervention.drivenExcitatory = UnitChoice::parse("1");
        view.setSettings(driven, 1);
        QVERIFY(what->findData(QStringLiteral("silenced_excitatory")) >= 0);
        QVERIFY(what->findData(QStringLiteral("drive")) >= 0);
        view.setSettings(driven, -1);
        QVERIFY(!view.findChild<QPushButton*>()->isEnabled());
    }

    void writesFiles() {
        InterventionSweepView view;
        set(view);
        QSignalSpy swept(&view, &InterventionSweepView::swept);
        click(view);
        QTRY_COMPARE_WITH_TIMEOUT(swept.count(), 1, 20000);
        const QTemporaryDir folder;
        auto* save = view.findChild<DrawingButton*>();
        for (const Format format : {Format::Png, Format::Pdf, Format::Svg, Format::Csv}) {
            const QString path = folder.filePath(QStringLiteral("sweep") + suffixOf(format));
            save->exportTo(0, path, format);
            QVERIFY(QFile(path).size() > 500);
        }
        QFile csv(folder.filePath(QStringLiteral("sweep.csv")));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const auto lines = csv.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), qsizetype(22));
        QVERIFY(lines[0].startsWith("setting,update,strength,test_error,test_error.lowest"));
        QVERIFY2(lines[1].startsWith("network.layers."), lines[1]);
        QCOMPARE(lines[1].split(',').size(), lines[0].split(',').size());
        QVERIFY_EXCEPTION_THROWN(save->exportTo(0, QStringLiteral("/nowhere/x.png"), Format::Png), Error);
    }

    void comparesWithTheNetworkLeftAlone() {
        InterventionEffectLine line;
        const auto text = [&] { return line.findChild<QLabel*>(QStringLiteral("effect"))->text(); };
        QSignalSpy measured(&line, &InterventionEffectLine::measured);
        line.setNetwork(networkOf(config_, *data_), 4, data_);
        QTRY_COMPARE_WITH_TIMEOUT(measured.count(), 1, 10000);
        QVERIFY2(text().contains(QLatin1String("nothing acts")), qPrintable(text()));
        const auto error = [this](const Network<float>& of) {
            return QString::number(testError(of, *data_, 64, [] { return true; }), 'f', 2);
        };
        const auto plain = networkOf(config_, *data_);
        auto network = plain;
        for (int answer = 0; answer < 4 && error(*network) == error(*plain); ++answer) {
            Config driven = config_; // to one answer, whatever the input
            driven.layers[2].intervention.drivenExcitatory = UnitChoice::parse(std::to_string(answer));
            driven.layers[2].intervention.drive = 100;
            network = networkOf(driven, *data_);
        }
        line.setNetwork(network, 4, data_);
        QTRY_COMPARE_WITH_TIMEOUT(measured.count(), 2, 10000);
        QVERIFY(error(*network) != error(*plain));
        QVERIFY2(text().contains(error(*network) + QLatin1String(" %</b> with")), qPrintable(text()));
        QVERIFY2(text().contains(error(*plain) + QLatin1String(" % without")), qPrintable(text()));
    }

private:
    void set(InterventionSweepView& view) const {
        view.resize(500, 400);
        view.setSettings(config_, 1);
        view.setNetwork(networkOf(config_, *data_), 0, data_);
    }
    static void click(InterventionSweepView& view) {
        QTest::mouseClick(view.findChild<QPushButton*>(), Qt::LeftButton);
    }

    Config config_ = smallConfig();
    std::shared_ptr<const Dataset> data_ = smallData();
};

QTEST_MAIN(TestInterventionSweepView)
#include "tst_intervention_sweep_view.moc"
