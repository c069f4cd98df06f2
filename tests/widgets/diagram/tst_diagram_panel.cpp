// The diagram: what stands where, how it is walked through, and what it says and exports.
#include "core/network/network.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/plots/drawing_button.h"

#include <QComboBox>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace dalescope;

namespace {

std::shared_ptr<const Dataset> images(Index rows, Index columns, Index channels = 1) {
    auto data = std::make_shared<Dataset>();
    data->shape = {channels, rows, columns};
    data->classes = 3;
    data->classNames = {"shirt", "shoe", "coat"};
    data->test.features = data->shape.features();
    data->test.labels = {0, 1, 2, 1};
    for (Index i = 0; i < 4 * data->test.features; ++i)
        data->test.bytes.push_back(static_cast<std::uint8_t>((i * 37) % 251));
    return data;
}

LayerConfig layerOf(const char* kind, Index units, double inhibitory) {
    LayerConfig layer;
    layer.kind = kind, layer.units = units, layer.inhibitory = {inhibitory, false};
    return layer;
}

std::shared_ptr<const Network<float>> networkOf(const std::vector<LayerConfig>& layers,
                                                const FeatureShape& in) {
    auto net = std::make_shared<Network<float>>(layers, in, 3);
    net->initialise(2, 0.5);
    return net;
}

std::shared_ptr<const Network<float>> smallDann() {
    return networkOf({layerOf("dann", 20, 4), layerOf("dann", 3, 1)}, FeatureShape::image(1, 6, 6));
}

} // namespace

class TestDiagramPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsEveryUnitWhereItIsDrawn_data() {
        QTest::addColumn<QStringList>("kinds");
        QTest::addColumn<int>("channels");
        QTest::newRow("dense") << QStringList{QStringLiteral("dann"), QStringLiteral("dann")} << 1;
        QTest::newRow("columns") << QStringList{QStringLiteral("columnei"), QStringLiteral("columnei")} << 1;
        QTest::newRow("maps") << QStringList{QStringLiteral("dann-conv"), QStringLiteral("mlp")} << 3;
        QTest::newRow("steps") << QStringList{QStringLiteral("recurrent"), QStringLiteral("dann")} << 1;
        QTest::newRow("plain") << QStringList{QStringLiteral("mlp"), QStringLiteral("layernorm")} << 1;
    }
    void findsEveryUnitWhereItIsDrawn() {
        QFETCH(const QStringList, kinds);
        QFETCH(const int, channels);
        const auto data = images(6, 6, channels);
        std::vector<LayerConfig> layers;
        for (const QString& kind : kinds)
            layers.push_back(layerOf(kind.toLatin1().constData(), layers.empty() ? 20 : 3,
                                     kind == QLatin1String("columnei") && !layers.empty() ? 0 : 4));
        if (channels == 3)
            layers.insert(layers.begin() + 1, layerOf("max-pool", 1, 0));
        DiagramRequest request;
        request.network = networkOf(layers, data->shape);
        request.data = data;
        request.x = Vector<float>::LinSpaced(data->test.features, 0, 1);
        request.theme = Theme::light();
        const DiagramScene scene = makeScene(request);
        const DiagramLayout& layout = scene.layout;
        for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
            QVERIFY(layout.bounds.contains(layout.blocks[i].area));
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!layout.blocks[i].area.intersects(layout.blocks[j].area));
            const Population& population = scene.circuit.populations[i];
            for (Index unit = 0; unit < (layout.blocks[i].joined ? 1 : population.units); ++unit)
                for (Index place = 0; place < population.places(); ++place) {
                    const UnitAddress address{i, unit, place};
                    QVERIFY(layout.unitAt(layout.cellOf(address).center()) == address);
                    QVERIFY(!DiagramText::unit(scene, address).contains(QLatin1String("nan")));
                }
        }
        for (std::size_t i = 0; i < layout.tracks.size(); ++i)
            QVERIFY(layout.projectionAt(layout.tracks[i].at(0.5), 3) >= 0);
        QVERIFY(!layout.unitAt({-5, -5}).isValid());
        QCOMPARE(layout.projectionAt({-500, -500}, 8), -1);
        QImage image(layout.bounds.size().toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        DiagramMarks marks;
        for (std::size_t i = 0; i < layout.blocks.size(); ++i) { // every mark there can be
            marks.unit = {i, 0, 0};
            marks.connections = strongestConnections(*request.network, scene.circuit, marks.unit, 4, 0);
            marks.reached = 0.5;
            paintDiagram(painter, scene, marks, request.theme);
        }
        QVERIFY(DiagramText::summary(scene).contains(QLatin1String("Answer: s")) ||
                DiagramText::summary(scene).contains(QLatin1String("Answer: coat")));
    }

    void hasNoAnswerOfANetworkThatIsNotFinite() {
        DiagramRequest request;
        const auto data = images(6, 6);
        auto net = std::make_shared<Network<float>>(*smallDann());
        for (std::size_t l = 0; l < net->size(); ++l)
            (*net)[l].parameters().setConstant(std::numeric_limits<float>::quiet_NaN());
        request.network = net;
        request.data = data;
        request.x = Vector<float>::LinSpaced(data->test.features, 0, 1);
        request.theme = Theme::light();
        const DiagramScene scene = makeScene(request);
        QVERIFY(
            DiagramText::summary(scene).contains(QLatin1String("Answer: none, its output is not finite.")));
        QImage image(scene.layout.bounds.size().toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        paintDiagram(painter, scene, {}, request.theme);
    }

    void namesWhatInhibitsALayer() {
        DiagramRequest request;
        const auto data = images(6, 6);
        request.network = networkOf({layerOf("dann", 20, 4), layerOf("mlp", 3, 0)}, data->shape);
        request.data = data;
        request.x = Vector<float>::LinSpaced(data->test.features, 0, 1);
        request.theme = Theme::light();
        const DiagramScene scene = makeScene(request);
        QCOMPARE(DiagramText::term(scene, 0, UnitTerm::Subtraction), QStringLiteral("WEI zI"));
        QCOMPARE(DiagramText::term(scene, 1, UnitTerm::Subtraction), QStringLiteral("by W < 0"));
        QVERIFY(DiagramText::summary(scene).contains(QLatin1String("input by positive weights")));
    }

    void isWalkedThroughByKeys() {
        DiagramPanel panel;
        panel.resize(1000, 560);
        panel.show();
        panel.setNetwork(smallDann(), 0, images(6, 6));
        DiagramView& view = panel.view();
        QTRY_VERIFY(view.scene());
        auto* reading = panel.findChild<QLabel*>(QStringLiteral("reading"));
        QVERIFY(reading->text().contains(QLatin1String("Layer 1, output")));
        QTest::keyClick(&view, Qt::Key_Right); // from nowhere
        QVERIFY(view.marks().unit.isValid());
        QSet<QString> met;
        for (int i = 0; i < 60; ++i) {
            QTest::keyClick(&view, Qt::Key_Right);
            met.insert(reading->text().section(u',', 0, 0));
        }
        QVERIFY2(met.contains(QStringLiteral("Layer 1")), qPrintable(QStringList(met.values()).join(u'|')));
        QVERIFY(!view.marks().connections.empty());
        QCOMPARE(view.accessibleDescription(), reading->text());
        for (int i = 0; i < 90; ++i)
            QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.marks().unit.population, std::size_t(0));
        QSignalSpy input(&panel, &DiagramPanel::inputChosen), units(&panel, &DiagramPanel::unitChosen),
            matrices(&panel, &DiagramPanel::matrixChosen);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(input.count(), 1);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(units.count(), 1);
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.marks().unit.isValid());
        QTest::keyClick(&view, Qt::Key_PageDown);
        QVERIFY2(reading->text().contains(QLatin1String("WEE of layer 0")), qPrintable(reading->text()));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(matrices.count(), 1);
        QCOMPARE(matrices.first().at(1).toString(), QStringLiteral("WEE"));
        panel.setNetwork(nullptr, 0, nullptr);
        QVERIFY(!view.scene());
        QCOMPARE(reading->text(), QStringLiteral("There is no network yet."));
        QTest::keyClick(&view, Qt::Key_Right); // nothing breaks
        QTest::keyClick(&view, Qt::Key_PageDown);
    }

    void leadsFromWhatIsClickedToItsInspector() {
        DiagramPanel panel;
        panel.resize(1000, 560);
        panel.show();
        panel.setNetwork(smallDann(), 0, images(6, 6));
        DiagramView& view = panel.view();
        QTRY_VERIFY(view.scene());
        QSignalSpy units(&panel, &DiagramPanel::unitChosen), matrices(&panel, &DiagramPanel::matrixChosen);
        const auto click = [&](QPointF at) {
            QTest::mouseClick(&view, Qt::LeftButton, {}, view.toWidget(at).toPoint());
        };
        click(view.scene()->layout.cellOf({1, 7, 0}).center());
        QCOMPARE(units.count(), 1);
        QCOMPARE(units.first().at(0).value<std::size_t>(), std::size_t(1));
        QCOMPARE(units.first().at(1).value<Index>(), Index(7));
        click(view.scene()->layout.tracks[4].at(0.5)); // WEE of layer 1
        QCOMPARE(matrices.count(), 1);
        QCOMPARE(matrices.first().at(0).toInt(), 1);
        view.zoomBy(3);
        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(300, 200));
        QTest::mouseMove(&view, QPoint(380, 260));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(380, 260)); // a drag chooses nothing
        QCOMPARE(units.count(), 1);
        view.fit();
    }

    void takesItsInputFromTheTestSetOrFromElsewhere() {
        DiagramPanel panel;
        panel.show();
        const auto data = images(6, 6);
        panel.setNetwork(smallDann(), 0, data);
        QTRY_VERIFY(panel.view().scene());
        const auto input = [&] { return panel.view().scene()->request.input; };
        QCOMPARE(input(), QStringLiteral("Example 0"));
        DiagramPanel late;
        late.setInput(Vector<float>::Ones(data->test.features), -1, -1);
        late.show();
        late.setNetwork(smallDann(), 0, data);
        QTRY_VERIFY(late.view().scene());
        QCOMPARE(late.view().scene()->request.input, QStringLiteral("Drawn"));
        QSignalSpy chosen(&panel, &DiagramPanel::exampleChosen);
        panel.findChild<QSpinBox*>()->setValue(3);
        QTRY_COMPARE(input(), QStringLiteral("Example 3"));
        QCOMPARE(panel.view().scene()->request.right, 1);
        QCOMPARE(chosen.count(), 1);
        panel.setInput(Vector<float>::Ones(36), -1, -1);
        QTRY_COMPARE(input(), QStringLiteral("Drawn"));
        QCOMPARE(panel.view().scene()->request.x[5], 1.0f);
        panel.setInput(Vector<float>::Ones(36), 2, 2);
        QTRY_COMPARE(input(), QStringLiteral("Example 2, disturbed"));
        QCOMPARE(chosen.count(), 1);                    // no echo
        panel.setInput(Vector<float>::Ones(7), -1, -1); // of another data set: not taken
        QTRY_COMPARE(input(), QStringLiteral("Example 2"));
    }

    void playsTheStepsOfARecurrentNetwork() {
        DiagramPanel panel;
        panel.show();
        auto* slider = panel.findChild<QSlider*>();
        QVERIFY(!slider->isVisible());
        panel.setNetwork(
            networkOf({layerOf("recurrent", 8, 2), layerOf("dann", 3, 1)}, FeatureShape::image(1, 6, 6)), 0,
            images(6, 6));
        QTRY_VERIFY(slider->isVisible());
        QCOMPARE(slider->maximum(), 5);
        slider->setValue(4);
        QTRY_COMPARE(panel.view().scene()->request.step, Index(4));
        QVERIFY(DiagramText::unit(*panel.view().scene(), {1, 0, 0}).contains(QLatin1String("step 4")));
        QCOMPARE(DiagramText::step(*panel.view().scene(), 0), QStringLiteral("step 4"));
        QCOMPARE(DiagramText::step(*panel.view().scene(), 1), QStringLiteral("after step 5"));
    }

    void showsWhatIsAskedFor() {
        DiagramPanel panel;
        panel.show();
        panel.setNetwork(smallDann(), 0, images(6, 6));
        QTRY_VERIFY(panel.view().scene());
        const QImage before = panel.view().scene()->pictures[1];
        const auto boxes = panel.findChildren<QComboBox*>();
        boxes[0]->setCurrentIndex(static_cast<int>(UnitTerm::Division));
        QTRY_VERIFY(panel.view().scene()->pictures[1] != before);
        const auto widths = panel.view().scene()->widths;
        boxes[1]->setCurrentIndex(1);
        QTRY_VERIFY(panel.view().scene()->widths != widths);
        QCOMPARE(std::ranges::max(panel.view().scene()->widths), 1.0);
    }

    void exportsPicturesAndNumbers() {
        DiagramPanel panel;
        panel.show();
        QTemporaryDir folder;
        const QString csv = folder.filePath(QStringLiteral("units.csv"));
        auto* save = panel.findChild<DrawingButton*>();
        QVERIFY_EXCEPTION_THROWN(save->exportTo(0, csv, Format::Csv), Error);
        panel.setNetwork(smallDann(), 0, images(6, 6));
        QTRY_VERIFY(panel.view().scene());
        save->exportTo(0, csv, Format::Csv);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + 36 + 20 + 4 + 3 + 1);
        QVERIFY(lines[40].startsWith("0,excitatory,3,0,"));
        for (const Format format : {Format::Png, Format::Svg, Format::Pdf}) {
            const QString path = folder.filePath(QStringLiteral("diagram") + suffixOf(format));
            save->exportTo(0, path, format);
            QVERIFY2(QFileInfo(path).size() > 4000,
                     qPrintable(QStringLiteral("%1: %2").arg(path).arg(QFileInfo(path).size())));
        }
        const QImage image(folder.filePath(QStringLiteral("diagram.png")));
        QVERIFY(image.width() > 2000);
        int inked = 0;
        for (int y = 0; y < image.height(); y += 7)
            for (int x = 0; x < image.width(); x += 7)
                inked += image.pixel(x, y) != qRgb(255, 255, 255);
        QVERIFY(inked > 2000);
        QVERIFY_EXCEPTION_THROWN(save->exportTo(0, QStringLiteral("/nowhere/at/all.png"), Format::Png),
                                 Error);
    }
};

QTEST_MAIN(TestDiagramPanel)
#include "tst_diagram_panel.moc"
