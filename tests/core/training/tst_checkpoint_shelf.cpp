// What is kept of a run stays within its bound, dense where it is recent and sparse where it is old.
#include "core/training/checkpoint_shelf.h"
#include "tests/core/training/small_data.h"

#include <QTest>

#include <thread>

using namespace dalescope;

namespace {

std::shared_ptr<const Moment> momentAt(std::int64_t update) {
    static const auto network = [] {
        const Config config = smallConfig("mlp");
        return std::make_shared<const Network<float>>(config.layers, smallData()->shape, 4);
    }();
    auto moment = std::make_shared<Moment>();
    moment->state.update = update;
    moment->network = network;
    return moment;
}

std::vector<std::int64_t> fill(CheckpointShelf& shelf, int count, std::int64_t every) {
    for (int i = 0; i < count; ++i)
        shelf.keep(momentAt(i * every));
    std::vector<std::int64_t> updates;
    for (const auto& moment : shelf.kept())
        updates.push_back(moment->state.update);
    return updates;
}

} // namespace

class TestCheckpointShelf : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void staysWithinItsBounds_data() {
        QTest::addColumn<std::size_t>("mostBytes");
        QTest::addColumn<std::size_t>("mostMoments");
        QTest::addColumn<std::size_t>("kept");
        const std::size_t one = momentAt(0)->bytes();
        QVERIFY(one > 1000);
        QTest::newRow("few are all kept") << 1000 * one << std::size_t(1000) << std::size_t(200);
        QTest::newRow("bytes") << 20 * one + 1 << std::size_t(1000) << std::size_t(20);
        QTest::newRow("number") << 1000 * one << std::size_t(30) << std::size_t(30);
        QTest::newRow("too small for one") << one / 2 << std::size_t(30) << std::size_t(2);
    }
    void staysWithinItsBounds() {
        QFETCH(std::size_t, mostBytes);
        QFETCH(std::size_t, mostMoments);
        QFETCH(std::size_t, kept);
        CheckpointShelf shelf(mostBytes, mostMoments);
        for (int i = 0; i < 200; ++i) {
            shelf.keep(momentAt(i * 500));
            const Moments now = shelf.kept();
            QVERIFY(now.size() <= std::max<std::size_t>(2, mostMoments));
            QVERIFY(shelf.bytes() <= mostBytes || now.size() <= 2);
            QCOMPARE(shelf.bytes(), now.size() * now.front()->bytes());
            QCOMPARE(now.front()->state.update, std::int64_t(0)); // the first and the newest stay
            QCOMPARE(now.back()->state.update, std::int64_t(i * 500));
        }
        QCOMPARE(shelf.kept().size(), kept);
    }

    void growsSparserWithAge() {
        CheckpointShelf shelf(CheckpointShelf::usualBytes, 40);
        const auto updates = fill(shelf, 4000, 10);
        QCOMPARE(updates.size(), std::size_t(40));
        std::vector<double> shares; // of the gaps by their ages
        for (std::size_t i = 1; i + 1 < updates.size(); ++i) {
            const auto age = static_cast<double>(updates.back() - updates[i]);
            shares.push_back(static_cast<double>(updates[i] - updates[i - 1]) / age);
        }
        QCOMPARE(updates[updates.size() - 1] - updates[updates.size() - 2], std::int64_t(10));
        QVERIFY(updates[1] - updates[0] > 1000);
        // No old gap is much wider for its age than the others.
        QVERIFY(*std::max_element(shares.begin(), shares.end() - 10) <
                4 * *std::min_element(shares.begin(), shares.end() - 10));
    }

    void keepsTheSameHoweverItIsFilled() {
        CheckpointShelf a(CheckpointShelf::usualBytes, 25), b(CheckpointShelf::usualBytes, 25);
        const auto all = fill(a, 500, 7);
        fill(b, 120, 7); // in two goes, looked at in between, and some offered twice
        QVERIFY(fill(b, 500, 7) == all);
    }

    void isReadWhileItIsFilled() {
        CheckpointShelf shelf(CheckpointShelf::usualBytes, 20);
        std::atomic<bool> done{false};
        std::thread writer([&] {
            fill(shelf, 3000, 1);
            done = true;
        });
        bool sound = true;
        std::int64_t version = 0;
        while (!done) {
            const Moments kept = shelf.kept();
            for (std::size_t i = 1; i < kept.size(); ++i)
                sound = sound && kept[i - 1]->state.update < kept[i]->state.update && kept[i]->network;
            sound = sound && shelf.version() >= version && kept.size() <= 20;
            version = shelf.version();
        }
        writer.join();
        QVERIFY(sound);
        QCOMPARE(shelf.version(), std::int64_t(3000));
        QCOMPARE(shelf.newest(), std::int64_t(2999));
    }
};

QTEST_APPLESS_MAIN(TestCheckpointShelf)
#include "tst_checkpoint_shelf.moc"
