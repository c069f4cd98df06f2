// What the weights inspector shows, on matrices whose answers can be seen.
#include "core/common/error.h"
#include "core/inspection/weights.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace dalescope;

namespace {

Network<float> network(const char* kind) {
    LayerConfig first, last;
    first.kind = kind, last.kind = "dann";
    first.units = 6, first.inhibitory = {2, false};
    last.units = 3, last.inhibitory = {1, false};
    Network<float> made({first, last}, FeatureShape(8), 3);
    made.initialise(1, 0.5);
    return made;
}

} // namespace

class TestWeights : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsTheMatricesOfALayer() {
        std::vector<std::string> names;
        const auto net = network("dann");
        for (const auto& m : weightMatrices(net[0]))
            names.push_back(m.name);
        QCOMPARE(names, (std::vector<std::string>{"WEE", "WIE", "WEI", "effective"}));
        const auto peers = network("mlp");
        const auto plain = weightMatrices(peers[0]);
        QCOMPARE(plain.size(), std::size_t(1));
        QVERIFY(plain[0].isSigned && !plain[0].inhibitory);
    }

    void takesInhibitionIntoTheEffectiveWeights() {
        const auto net = network("dann");
        const Matrix<float> wee = weightValues(net[0], "WEE"), wie = weightValues(net[0], "WIE"),
                            wei = weightValues(net[0], "WEI");
        const Matrix<float> wanted = wee - wei * wie;
        QVERIFY((weightValues(net[0], "effective") - wanted).cwiseAbs().maxCoeff() < 1e-6f);
        QCOMPARE(wee.rows(), Index(6));
        QCOMPARE(wie.rows(), Index(2));
        QVERIFY_EXCEPTION_THROWN(weightValues(net[0], "W"), Error);
        QVERIFY_EXCEPTION_THROWN(weightValues(net[0], "Ueffective"), Error);
    }

    void givesColumnsTheirSigns() {
        LayerConfig first, last;
        first.kind = last.kind = "columnei";
        first.units = 6, first.inhibitory = {2, false}, last.units = 3;
        Network<float> net({first, last}, FeatureShape(5), 3);
        net.initialise(1, 0.5);
        const Matrix<float> w = weightValues(net[1], "W");
        Matrix<float> wanted = w;
        wanted.rightCols(2) *= -1;
        QVERIFY(w.rightCols(2).maxCoeff() > 0);
        QVERIFY(weightValues(net[1], "effective") == wanted);
        QVERIFY_EXCEPTION_THROWN(weightValues(net[0], "effective"), Error); // all of its inputs excite
    }

    void ordersRows() {
        Matrix<float> values(4, 2);
        values << 1, 0.1f, // like row 3
            0, 2,          //
            0, 0,          //
            5, 0.4f;       // the largest
        QCOMPARE(rowOrder(values, RowOrder::Stored), (std::vector<Index>{0, 1, 2, 3}));
        QCOMPARE(rowOrder(values, RowOrder::Norm), (std::vector<Index>{3, 1, 0, 2}));
        QCOMPARE(rowOrder(values, RowOrder::Similarity), (std::vector<Index>{3, 0, 1, 2}));
        QVERIFY(rowOrder(Matrix<float>(0, 3), RowOrder::Similarity).empty());
        const Matrix<float> many = Matrix<float>::Random(40, 7);
        const auto order = rowOrder(many, RowOrder::Similarity);
        QCOMPARE(std::set<Index>(order.begin(), order.end()).size(), std::size_t(40));
    }

    void tilesRowsAsImages() {
        Matrix<float> values(3, 4);
        values << 0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23;
        const TiledRows tiled = tileRows(values, {2, 0, 1}, FeatureShape::image(1, 2, 2));
        QCOMPARE(tiled.across, Index(2));
        QCOMPARE(tiled.picture.rows(), Index(5));
        QCOMPARE(tiled.picture.cols(), Index(5));
        QCOMPARE(tiled.picture(0, 0), 20.0f);
        QCOMPARE(tiled.picture(1, 1), 23.0f);
        QCOMPARE(tiled.picture(0, 3), 0.0f);
        QCOMPARE(tiled.picture(4, 1), 13.0f);
        QVERIFY(std::isnan(tiled.picture(2, 0)) && std::isnan(tiled.picture(0, 2)) &&
                std::isnan(tiled.picture(4, 4)));
        QCOMPARE(tiled.tileAt(1, 1), Index(0));
        QCOMPARE(tiled.tileAt(0, 4), Index(1));
        QCOMPARE(tiled.tileAt(3, 0), Index(2));
        QCOMPARE(tiled.tileAt(2, 0), Index(-1));
        QCOMPARE(tiled.tileAt(3, 3), Index(-1)); // after the last
        QCOMPARE(tiled.tileAt(-1, 0), Index(-1));
    }

    void namesTheClassThatAUnitPrefers() {
        LayerConfig hidden, output;
        hidden.kind = output.kind = "mlp";
        hidden.units = 3, output.units = 2;
        Network<float> net({hidden, output}, FeatureShape(2), 2);
        auto w = view(net[0].parameters(), net[0].layout()[0]);
        w << 1, -1, -1, 1, -1, -1; // for the first pixel, for the second, for neither
        Dataset data;
        data.shape = {1, 1, 2};
        data.classes = 2;
        data.test.features = 2;
        data.test.labels = {0, 1, 0, 1};
        data.test.bytes = {255, 0, 0, 255, 200, 10, 20, 220};
        QCOMPARE(preferredClasses(net, 0, data, 100), (std::vector<int>{0, 1, -1}));
    }
};

QTEST_APPLESS_MAIN(TestWeights)
#include "tst_weights.moc"
