// The confusion matrix and the mistakes of a network whose answers are known.
#include "core/inspection/outcome.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace dalescope;

namespace {

/// Answers with the brighter of two pixels.
Network<float> brighter() {
    LayerConfig layer;
    layer.kind = "mlp", layer.units = 2;
    Network<float> net({layer}, FeatureShape(2), 2);
    view(net[0].parameters(), net[0].layout()[0]) << 10, 0, 0, 10;
    return net;
}

Dataset pairs() {
    Dataset data;
    data.shape = {1, 1, 2};
    data.classes = 2;
    data.test.features = 2;
    data.test.labels = {0, 0, 1, 1, 1};
    data.test.bytes = {255, 0, 90, 100, 0, 255, 255, 0, 10, 20};
    return data;
}

} // namespace

class TestOutcome : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsWhatIsTakenForWhat() {
        const Outcome outcome = outcomeOf(brighter(), pairs(), 100);
        Eigen::MatrixXi wanted(2, 2);
        wanted << 1, 1, 1, 2;
        QVERIFY(outcome.counts == wanted);
        QCOMPARE(outcome.examples(), Index(5));
        QCOMPARE(outcome.errorRate(), 40.0);
        QCOMPARE(outcome.errorRateOf(0), 50.0);
    }

    void putsTheMostConfidentMistakeFirst() {
        const Outcome outcome = outcomeOf(brighter(), pairs(), 100);
        QCOMPARE(outcome.mistakes.size(), std::size_t(2));
        QCOMPARE(outcome.mistakes[0].example, 3u);
        QCOMPARE(outcome.mistakes[0].answer, 0);
        QVERIFY(outcome.mistakes[0].probabilities[0] > 0.99f);
        QCOMPARE(outcome.mistakes[1].example, 1u);
    }

    void looksAtSoManyExamplesOnly() {
        const Outcome outcome = outcomeOf(brighter(), pairs(), 2);
        QCOMPARE(outcome.examples(), Index(2));
        QVERIFY(std::isnan(outcome.errorRateOf(1)));
        QCOMPARE(outcomeOf(brighter(), pairs(), 0).errorRate(), 0.0);
    }

    void rollsOverTheExamplesWhileTheNetworkLearns() {
        const auto data = std::make_shared<const Dataset>(pairs());
        const auto net = std::make_shared<const Network<float>>(brighter());
        RollingOutcome rolling(data, 100);
        rolling.setNetwork(net, 10);
        rolling.advance(3);
        QCOMPARE(rolling.left(), Index(2));
        QCOMPARE(rolling.outcome().examples(), Index(3));
        QCOMPARE(rolling.outcome().mistakes.size(), std::size_t(1));
        Network<float> darker = brighter();
        view(darker[0].parameters(), darker[0].layout()[0]) << -10, 0, 0, -10;
        rolling.setNetwork(std::make_shared<const Network<float>>(darker), 20);
        QCOMPARE(rolling.left(), Index(5));
        rolling.advance(2); // the two that nobody has answered
        QCOMPARE(rolling.outcome().examples(), Index(5));
        QCOMPARE(rolling.oldest(), std::int64_t(10));
        const auto mistakes = rolling.outcome().mistakes;
        QCOMPARE(mistakes.size(), std::size_t(2)); // one of each network
        while (rolling.left() > 0)
            rolling.advance(100);
        QCOMPARE(rolling.oldest(), std::int64_t(20));
        QCOMPARE(rolling.outcome().counts, outcomeOf(darker, *data, 100).counts);
        rolling.advance(100); // there is nothing left
        QCOMPARE(rolling.outcome().examples(), Index(5));
    }

    void survivesANetworkThatIsNotFinite() {
        Network<float> net = brighter();
        net[0].parameters().setConstant(std::numeric_limits<float>::quiet_NaN());
        const Outcome outcome = outcomeOf(net, pairs(), 100);
        QCOMPARE(outcome.counts.sum(), 0); // it answers with no class, not with the first
        QCOMPARE(outcome.unanswered.sum(), 5);
        QCOMPARE(outcome.examples(), Index(5));
        QCOMPARE(outcome.errorRate(), 100.0);
        QCOMPARE(outcome.errorRateOf(0), 100.0);
        QCOMPARE(outcome.mistakes.size(), std::size_t(5));
        QCOMPARE(outcome.mistakes[0].answer, -1);
    }
};

QTEST_APPLESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
