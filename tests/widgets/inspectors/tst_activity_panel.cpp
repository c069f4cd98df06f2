// The pad and the activity inspector, on a network whose answers are known.
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/answer_bars.h"
#include "widgets/inspectors/distribution_plot.h"
#include "widgets/inspectors/disturbance_controls.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/heat_map.h"
#include "widgets/inspectors/input_controls.h"
#include "widgets/inspectors/input_picture.h"

#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace dalescope;

namespace {

constexpr Index side = 8;

/// Tells ink in the upper half from ink in the lower half.
std::shared_ptr<const Network<float>> halves() {
    LayerConfig layer;
    layer.kind = "mlp", layer.units = 2;
    auto net =
        std::make_shared<Network<float>>(std::vector<LayerConfig>{layer}, FeatureShape(side * side), 2);
    auto w = view((*net)[0].parameters(), (*net)[0].layout()[0]);
    w.row(0) << Eigen::RowVectorXf::Ones(side * side / 2), Eigen::RowVectorXf::Zero(side * side / 2);
    w.row(1) = w.row(0).reverse();
    return net;
}

std::shared_ptr<const Dataset> twoImages() {
    auto data = std::make_shared<Dataset>();
    data->shape = {1, side, side};
    data->classes = 2;
    data->classNames = {"above", "below"};
    data->test.features = side * side;
    data->test.labels = {0, 1};
    data->test.bytes.assign(2 * side * side, 0);
    data->test.bytes[3] = 255;
    data->test.bytes[2 * side * side - 1] = 255;
    return data;
}

} // namespace

class TestActivityPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesAPictureOfAnySize() {
        QTemporaryDir folder;
        ActivityPanel panel;
        QSignalSpy edited(&panel.input().pad(), &DrawPad::edited), failed(&panel, &ActivityPanel::failed);
        panel.setNetwork(halves(), 0, twoImages());
        const auto* answer = panel.findChild<AnswerBars*>();
        QImage paper(400, 300, QImage::Format_ARGB32);
        paper.fill(Qt::transparent);
        for (int x = 100; x < 300; ++x)
            for (int y = 180; y < 240; ++y)
                paper.setPixelColor(x, y, Qt::black);
        const QString below = folder.filePath(QStringLiteral("below.png"));
        QVERIFY(paper.save(below));
        panel.input().loadPicture(below);
        QTRY_COMPARE(edited.count(), 1);
        QVERIFY(panel.input().pad().isDrawn());
        QCOMPARE(panel.input().pad().values()[0], 0.0f); // paper is dark to the network, and ink is light
        QVERIFY(panel.input().pad().values().maxCoeff() > 0.7f);
        QTRY_VERIFY(answer->accessibleName().startsWith(QLatin1String("Answer: below")));

        panel.input().pad().clear();
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(below)});
        QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&panel.input().pad(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(9, 9), Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&panel.input().pad(), &drop);
        QTRY_COMPARE(edited.count(), 3);
        QVERIFY(panel.input().pad().values().maxCoeff() > 0.7f);
        panel.input().pad().clear();
        QGuiApplication::clipboard()->setImage(paper);
        QTest::keySequence(&panel.input().pad(), QKeySequence::Paste);
        QCOMPARE(edited.count(), 5);
        QVERIFY(panel.input().pad().values().maxCoeff() > 0.7f);

        const auto give = [&](const QImage& picture) {
            panel.input().pad().put(inputFrom(picture, panel.input().pad().shape()));
            return panel.input().pad().values();
        };
        for (const QSize size : {QSize(1, 1), QSize(3000, 17), QSize(17, 3000)}) {
            QImage picture(size, QImage::Format_RGB32);
            picture.fill(Qt::darkGray);
            QVERIFY(give(picture).allFinite());
        }
        QImage red(8, 4, QImage::Format_RGB32);
        red.fill(Qt::red);
        const Vector<float> values = inputFrom(red, {3, side, side}); // filled, and not turned over
        QVERIFY(values.head(side * side).isOnes(1e-6f) && values.tail(2 * side * side).isZero(0));
        QVERIFY(inputFrom(QImage(), {3, side, side}).isZero(0));
        QCOMPARE(failed.count(), 0);
    }

    void saysWhyAPictureIsNotTaken_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("why");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("it is no picture that can be read");
        QTest::newRow("text") << QByteArray("GIF?") << QStringLiteral("it is no picture that can be read");
        QTest::newRow("cut off") << QByteArray("P5 40 40 255\n\x01\x02") << QStringLiteral("it is damaged");
        QTest::newRow("huge") << QByteArray("P5 30000 30000 255\n")
                              << QStringLiteral("it has more than 64 million pixels");
    }
    void saysWhyAPictureIsNotTaken() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, why);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("own.pgm")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        ActivityPanel panel;
        QSignalSpy failed(&panel, &ActivityPanel::failed);
        panel.setNetwork(halves(), 0, twoImages());
        const Vector<float> before = panel.input().pad().values();
        panel.input().loadPicture(file.fileName());
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY2(failed[0][0].toString().startsWith(file.fileName() + QStringLiteral(": ") + why),
                 qPrintable(failed[0][0].toString()));
        QCOMPARE(panel.input().pad().values(), before);
    }

    void drawsAndRubsOut() {
        DrawPad pad;
        pad.resize(160, 160);
        pad.setShape({1, side, side});
        QSignalSpy drawn(&pad, &DrawPad::drawn);
        QTest::mousePress(&pad, Qt::LeftButton, {}, QPoint(30, 30)); // pixel (1, 1)
        QVERIFY(pad.values()[1 * side + 1] > 0.9f);
        QCOMPARE(pad.values()[side * side - 1], 0.0f);
        QTest::mouseMove(&pad, QPoint(130, 30));
        QTest::mouseRelease(&pad, Qt::LeftButton, {}, QPoint(130, 30));
        QTest::mousePress(&pad, Qt::RightButton, {}, QPoint(30, 30));
        QCOMPARE(pad.values()[1 * side + 1], 0.0f);
        QVERIFY(drawn.count() >= 2);
        QVERIFY(pad.values().minCoeff() >= 0 && pad.values().maxCoeff() <= 1);
        QTest::mousePress(&pad, Qt::LeftButton, {}, QPoint(-50, 500)); // outside: nothing breaks
        pad.clear();
        QCOMPARE(pad.values().maxCoeff(), 0.0f);
    }

    void canBeUsedByKeyboardAlone() {
        DrawPad pad;
        pad.setShape({1, side, side});
        QTest::keyClick(&pad, Qt::Key_Up);
        QTest::keyClick(&pad, Qt::Key_Left);
        QTest::keyClick(&pad, Qt::Key_Space);
        QVERIFY(pad.values()[3 * side + 3] > 0.9f);
        QTest::keyClick(&pad, Qt::Key_Backspace);
        QCOMPARE(pad.values()[3 * side + 3], 0.0f);
        QTest::keyClick(&pad, Qt::Key_Space);
        QTest::keyClick(&pad, Qt::Key_Delete);
        QCOMPARE(pad.values().maxCoeff(), 0.0f);
        DrawPad empty; // without a shape
        QTest::keyClick(&empty, Qt::Key_Right);
        QTest::mousePress(&empty, Qt::LeftButton, {}, QPoint(5, 5));
    }

    void answersForAnExampleAndForWhatIsDrawn() {
        ActivityPanel panel;
        auto* bars = panel.findChild<AnswerBars*>();
        QCOMPARE(bars->accessibleName(), QStringLiteral("No answer yet"));
        panel.setNetwork(halves(), 10, twoImages());
        QTRY_VERIFY(bars->accessibleName().contains(QLatin1String("above")));
        panel.input().showExample(1);
        QCOMPARE(panel.findChild<QSpinBox*>()->value(), 1);
        QTRY_VERIFY(bars->accessibleName().contains(QLatin1String("below")));
        panel.input().pad().clear();
        QTRY_VERIFY(bars->accessibleName().contains(QLatin1String("50.0 %")));
        QTest::keyClick(&panel.input().pad(), Qt::Key_Space); // below the middle
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&panel.input().pad(), Qt::Key_Down);
        QTest::keyClick(&panel.input().pad(), Qt::Key_Space);
        QTRY_VERIFY(bars->accessibleName().contains(QLatin1String("below")));
    }

    void keepsTheDrawingWhenTheNetworkHasLearnt() {
        ActivityPanel panel;
        const auto data = twoImages();
        panel.setNetwork(halves(), 10, data);
        panel.input().pad().clear();
        QTest::keyClick(&panel.input().pad(), Qt::Key_Space);
        const Vector<float> drawing = panel.input().pad().values();
        panel.setNetwork(halves(), 20, data);
        QVERIFY(panel.input().pad().values() == drawing);
        panel.setNetwork(nullptr, 0, nullptr);
        QVERIFY(panel.input().pad().values() == drawing);
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("reading"))->text(),
                 QStringLiteral("There is no network yet."));
    }

    void disturbsWhatTheNetworkSeesAndNotTheDrawing() {
        ActivityPanel panel;
        const auto data = twoImages();
        panel.setNetwork(halves(), 10, data);
        auto* bars = panel.findChild<AnswerBars*>();
        auto* controls = panel.findChild<DisturbanceControls*>();
        const Vector<float> drawing = panel.input().pad().values();
        auto* kind = controls->findChild<QComboBox*>();
        auto* strength = controls->findChild<QSlider*>();
        QVERIFY(!strength->isEnabled());
        kind->setCurrentText(QStringLiteral("Occlusion"));
        strength->setValue(100);
        QVERIFY(panel.input().pad().values() == drawing);
        QTRY_VERIFY(bars->accessibleName().contains(QLatin1String("50.0 %"))); // sees nothing
        QSignalSpy measured(controls, &DisturbanceControls::measured);
        QVERIFY(controls->errors().empty());
        controls->findChild<QPushButton*>()->click();
        QTRY_COMPARE(measured.count(), 1);
        QCOMPARE(controls->errors().size(), std::size_t(21));
        QCOMPARE(controls->errors().front(), 0.0);
        QCOMPARE(controls->errors().back(), 50.0);
        kind->setCurrentText(QStringLiteral("Nothing"));
        QTRY_VERIFY(!bars->accessibleName().contains(QLatin1String("50.0 %")));
        QVERIFY(controls->errors().empty()); // it was another disturbance's
    }

    void showsHowALayerIsDistributedOverManyExamples() {
        ActivityPanel panel;
        auto* over = panel.findChild<QComboBox*>();
        for (auto* box : panel.findChildren<QComboBox*>())
            if (box->accessibleName() == QStringLiteral("Over"))
                over = box;
        auto* plot = panel.findChild<DistributionPlot*>();
        auto* reading = panel.findChild<QLabel*>(QStringLiteral("reading"));
        over->setCurrentIndex(1);
        QVERIFY(!plot->isHidden());
        QCOMPARE(reading->text(), QStringLiteral("There is no network yet."));
        panel.setNetwork(halves(), 10, twoImages());
        // Softmax of (1, 0) and (0, 1): 0.731 and 0.269 each twice.
        QTRY_COMPARE(plot->picture().many.values, Index(4));
        QVERIFY(std::abs(plot->picture().many.mean - 0.5) < 1e-6);
        QVERIFY2(reading->text().contains(QLatin1String("from 0.269 to 0.731")), qPrintable(reading->text()));
        QCOMPARE(plot->picture().one.size(), plot->picture().many.shares.size());
        panel.setNetwork(nullptr, 0, nullptr);
        QCOMPARE(plot->picture().many.values, Index(0));
        over->setCurrentIndex(0);
        QVERIFY(plot->isHidden());
    }

    void showsInhibitoryUnitsInTheColourOfInhibition() {
        LayerConfig hidden, output;
        hidden.kind = output.kind = "columnei";
        hidden.units = 3, hidden.inhibitory = {1, false};
        output.units = 2, output.inhibitory = {0, false};
        auto net = std::make_shared<Network<float>>(std::vector<LayerConfig>{hidden, output},
                                                    FeatureShape(side * side), 2);
        (*net)[0].parameters().setOnes();
        ActivityPanel panel;
        panel.setNetwork(net, 0, twoImages());
        auto* map = panel.findChild<HeatMap*>();
        QTRY_COMPARE(map->picture().image.size(), QSize(2, 2)); // 3 excitatory units and then one inhibitory
        const Theme theme = Theme::forPalette(panel.palette());
        const auto isLike = [&](int x, int y, const QColor& colour) {
            const QColor seen = map->picture().image.pixelColor(x, y);
            return std::abs(seen.red() - colour.red()) + std::abs(seen.blue() - colour.blue()) < 8;
        };
        QVERIFY(isLike(0, 1, theme.excitatory));
        QVERIFY(isLike(1, 1, theme.inhibitory));
    }

    void readsEveryTermOfAUnitOut() {
        LayerConfig hidden, output;
        hidden.units = 6, hidden.inhibitory = {2, false};
        output.units = 2, output.inhibitory = {1, false};
        auto net = std::make_shared<Network<float>>(std::vector<LayerConfig>{hidden, output},
                                                    FeatureShape(side * side), 2);
        net->initialise(1, 0.5);
        ActivityPanel panel;
        panel.setNetwork(net, 0, twoImages());
        auto* map = panel.findChild<HeatMap*>();
        QTRY_VERIFY(!map->picture().image.isNull());
        QTest::keyClick(map, Qt::Key_Right);
        const QString reading = panel.findChild<QLabel*>(QStringLiteral("reading"))->text();
        for (const char* term : {"unit 0", "zE", "WEI zI", "gamma", "z ", "h "})
            QVERIFY2(reading.contains(QLatin1String(term)), qPrintable(reading));
    }
};

QTEST_MAIN(TestActivityPanel)
#include "tst_activity_panel.moc"
