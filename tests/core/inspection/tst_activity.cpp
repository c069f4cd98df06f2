// What the activity inspector shows, against the formulas and against numbers that can be seen.
#include "core/inspection/activity.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dalescope;

class TestActivity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesEveryTermOfADannLayer() {
        LayerConfig hidden, output;
        hidden.units = 6, hidden.inhibitory = {2, false};
        output.units = 3, output.inhibitory = {1, false};
        Network<float> net({hidden, output}, FeatureShape(8), 3);
        net.initialise(1, 0.5);
        const Vector<float> x = Vector<float>::LinSpaced(8, 0.1f, 0.8f);
        const Activity activity = activityOf(net, x);
        QCOMPARE(activity.layers.size(), std::size_t(2));
        const LayerActivity& first = activity.layers[0];
        const auto part = [&](std::size_t p) {
            return Matrix<float>(view(net[0].parameters(), net[0].layout()[p]));
        };
        const Matrix<float> zE = part(0) * x, zI = part(1) * x, subtractive = part(2) * zI;
        const Matrix<float> gamma = part(2) * (part(3).array().exp() * zI.array()).matrix();
        QVERIFY((first.excitatory - zE).cwiseAbs().maxCoeff() < 1e-5f);
        QVERIFY((first.subtractive - subtractive).cwiseAbs().maxCoeff() < 1e-5f);
        QVERIFY((first.divisive - gamma).cwiseAbs().maxCoeff() < 1e-5f);
        QVERIFY((first.z.array() - (zE - subtractive).array() / gamma.array()).abs().maxCoeff() < 1e-4f);
        QVERIFY(first.h == first.z.cwiseMax(0.0f));
        float sum = 0;
        for (const float p : activity.probabilities())
            sum += p;
        QVERIFY(std::abs(sum - 1) < 1e-5f);
        QVERIFY(activity.answer() >= 0 && activity.answer() < 3);
    }

    void hasNoAnswerWhereTheOutputIsNotFinite() {
        LayerConfig output;
        output.kind = "mlp", output.units = 2;
        Network<float> net({output}, FeatureShape(2), 2);
        net[0].parameters().setConstant(std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(activityOf(net, Vector<float>::Ones(2)).answer(), Index(-1));
    }

    void keepsTheMapsOfAConvolutionTogether() {
        LayerConfig conv, output;
        conv.kind = "conv", conv.units = 2, conv.kernel = 1, conv.padding = 0;
        output.kind = "mlp", output.units = 2;
        Network<float> net({conv, output}, FeatureShape::image(1, 2, 3), 2);
        view(net[0].parameters(), net[0].layout()[0]) << 1, 10; // the image, and ten times the image
        Vector<float> x(6);
        x << 1, 2, 3, 4, 5, 6;
        const LayerActivity layer = activityOf(net, x).layers[0];
        QCOMPARE(layer.z.rows(), Index(2));
        QCOMPARE(layer.z(0, 4), 5.0f);
        QCOMPARE(layer.z(1, 1), 20.0f);
        QCOMPARE(layer.rows, Index(2));
        QCOMPARE(layer.columns, Index(3));
        const UnitsPicture picture = unitsPicture(layer.z, layer.rows, layer.columns);
        QVERIFY(picture.kind == UnitsPicture::Kind::Maps);
        for (Index row = 0; row < picture.picture.rows(); ++row)
            for (Index column = 0; column < picture.picture.cols(); ++column) {
                const Index unit = picture.unitAt(row, column);
                if (unit >= 0)
                    QCOMPARE(picture.picture(row, column), layer.z(unit, picture.placeAt(row, column)));
                else
                    QVERIFY(std::isnan(picture.picture(row, column)));
            }
    }

    void followsTheStepsOfARecurrentLayer() {
        LayerConfig recurrent, output;
        recurrent.kind = "recurrent", recurrent.units = 5, recurrent.inhibitory = {1, false};
        output.units = 2, output.inhibitory = {1, false};
        Network<float> net({recurrent, output}, FeatureShape::image(1, 4, 3), 2);
        net.initialise(1, 0.5);
        const LayerActivity layer = activityOf(net, Vector<float>::Constant(12, 0.5f)).layers[0];
        QCOMPARE(layer.z.rows(), Index(5));
        QCOMPARE(layer.z.cols(), Index(4));
        QVERIFY(unitsPicture(layer.z, layer.rows, layer.columns).kind == UnitsPicture::Kind::Steps);
        QCOMPARE(layer.excitatory.cols(), Index(7)); // four of the input, three of the step before
    }

    void laysUnitsOutInAGrid() {
        const Matrix<float> values = Vector<float>::LinSpaced(5, 0, 4);
        const UnitsPicture picture = unitsPicture(values, 1, 1);
        QCOMPARE(picture.picture.rows(), Index(2));
        QCOMPARE(picture.picture.cols(), Index(3));
        QCOMPARE(picture.picture(1, 1), 4.0f);
        QVERIFY(std::isnan(picture.picture(1, 2)));
        QCOMPARE(picture.unitAt(1, 1), Index(4));
        QCOMPARE(picture.unitAt(1, 2), Index(-1));
        QCOMPARE(picture.unitAt(-1, 0), Index(-1));
        QCOMPARE(picture.placeAt(5, 5), Index(-1));
        QCOMPARE(unitsPicture(Matrix<float>(), 1, 1).units, Index(0));
    }
};

QTEST_APPLESS_MAIN(TestActivity)
#include "tst_activity.moc"
