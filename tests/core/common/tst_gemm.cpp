// Products by tiles against plain loops in double precision.
#include "core/common/gemm.h"
#include "core/common/rng.h"
#include "core/common/tile_products.h"
#include "core/common/training_turn.h"
#include "core/common/worker_team.h"

#include <QDeadlineTimer>
#include <QTest>

#include <cmath>
#include <mutex>
#include <set>

using namespace dalescope;

namespace {

Matrix<float> draw(Index rows, Index columns, std::uint64_t seed) {
    Rng rng(seed);
    Matrix<float> m(rows, columns);
    for (float& x : m.reshaped())
        x = static_cast<float>(normal(rng));
    return m;
}

struct Case {
    Index rows, columns, inner;
    Matrix<float> a, b, c; // a and b as op(a), op(b); c with two rows more, as a part of a larger matrix
    Matrix<double> product;

    Case(Index r, Index n, Index k)
        : rows(r), columns(n), inner(k), a(draw(r, k, 1)), b(draw(k, n, 2)), c(draw(r + 2, n, 3)),
          product(a.cast<double>() * b.cast<double>()) {}
};

double difference(const Matrix<float>& c, const Matrix<double>& expected) {
    return (c.topRows(expected.rows()).cast<double>() - expected).cwiseAbs().maxCoeff();
}

void addShapes() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("inner");
    for (const int rows : {1, 5, 16, 47, 48, 49, 100, 550})
        for (const int columns : {1, 3, 8, 13, 32})
            for (const int inner : {1, 7, 32, 65, 161, 500})
                QTest::addRow("%d x %d, inner %d", rows, columns, inner) << rows << columns << inner;
    QTest::addRow("many columns") << 60 << 300 << 40;
    QTest::addRow("long inner") << 30 << 20 << 5000;
}

} // namespace

/// The threads that take part in some loops.
std::set<std::thread::id> callers(WorkerTeam& team) {
    std::mutex lock;
    std::set<std::thread::id> ids;
    for (int loop = 0; loop < 50; ++loop)
        team.run(64, [&](std::uint32_t) {
            const std::lock_guard held(lock);
            ids.insert(std::this_thread::get_id());
        });
    return ids;
}

/// Whether the calling thread at last works alone, or not alone.
bool comesTo(WorkerTeam& team, bool alone) {
    const QDeadlineTimer end(20000);
    while ((callers(team).size() == 1) != alone && !end.hasExpired())
        std::this_thread::yield();
    return !end.hasExpired();
}

class TestGemm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { setGemmThreads(1); }

    void multiplies_data() { addShapes(); }
    void multiplies() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, inner);
        const Case p(rows, columns, inner);
        const Matrix<float> turnedA = p.a.transpose(), turnedB = p.b.transpose();
        const double tolerance = 2e-6 * (1 + std::sqrt(inner)) * 4;
        for (const Op opA : {Op::None, Op::Transpose})
            for (const Op opB : {Op::None, Op::Transpose})
                for (const float beta : {0.0f, 0.5f}) {
                    Matrix<float> c = p.c;
                    if (beta == 0)
                        c.topRows(rows).setConstant(std::nanf("")); // must not be read
                    gemm(opA == Op::None ? p.a : turnedA, opA, opB == Op::None ? p.b : turnedB, opB,
                         c.topRows(rows), 1.5f, beta);
                    const Matrix<double> kept = p.c.topRows(rows).cast<double>() * beta;
                    QVERIFY(difference(c, 1.5 * p.product + kept) < tolerance);
                    QCOMPARE(c.bottomRows(2), p.c.bottomRows(2));
                }
    }

    void stepsAndClamps_data() { addShapes(); }
    void stepsAndClamps() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, inner);
        if (!gemmStepAvailable<float>(inner))
            QSKIP("not for this many inner elements, or on this processor");
        const Case p(rows, columns, inner);
        const Matrix<float> turnedB = p.b.transpose(), steps = draw(rows, 1, 4).cwiseAbs();
        const Matrix<double> moved =
            p.c.topRows(rows).cast<double>() - steps.col(0).cast<double>().asDiagonal() * p.product;
        const double tolerance = 2e-6 * (1 + std::sqrt(inner)) * 8;
        for (const bool clamp : {false, true}) {
            Matrix<float> c = p.c;
            gemmStep<float>(rows, columns, inner, {p.a.data(), rows}, {turnedB.data(), columns}, steps.data(),
                            clamp, c.data(), c.outerStride());
            QVERIFY(difference(c, clamp ? moved.cwiseMax(0.0).eval() : moved) < tolerance);
            QCOMPARE(c.bottomRows(2), p.c.bottomRows(2));
        }
    }

    void keepsANaNVisibleWhereItClamps() {
        if (!gemmStepAvailable<float>(2))
            QSKIP("this processor has no AVX2");
        const Matrix<float> a = Matrix<float>::Constant(20, 2, std::nanf("")), b = draw(10, 2, 2);
        const Vector<float> steps = Vector<float>::Ones(20);
        Matrix<float> c = draw(20, 10, 3);
        gemmStep<float>(20, 10, 2, {a.data(), 20}, {b.data(), 10}, steps.data(), true, c.data(), 20);
        QVERIFY(c.array().isNaN().all());
    }

    void givesTheSameBitsOnAnyNumberOfThreads() {
        const Case p(550, 40, 784);
        const Matrix<float> turnedA = p.a.transpose(), turnedB = p.b.transpose();
        const auto products = [&](int threads) {
            setGemmThreads(threads);
            Matrix<float> all(550, 120);
            gemm(p.a, Op::None, p.b, Op::None, all.leftCols(40));
            gemm(turnedA, Op::Transpose, p.b, Op::None, all.middleCols(40, 40));
            gemm(p.a, Op::None, turnedB, Op::Transpose, all.rightCols(40));
            return all;
        };
        const Matrix<float> one = products(1);
        for (const int threads : {2, 3, 5})
            for (int again = 0; again < 20; ++again)
                QVERIFY(products(threads) == one);
    }

    void hasKernelsThatAgree() {
        // The AVX2 ones are not what gemm() uses on a processor with AVX-512; hold them against the same
        // numbers.
#if defined(__x86_64__)
        const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
        if (!avx2 || !tiles::avx2Kernels())
            QSKIP("this processor has no AVX2");
        for (const Index rows : {7, 16, 33})
            for (const Index columns : {1, 6, 11}) {
                const Case p(rows, columns, 150);
                const Matrix<float> turnedA = p.a.transpose();
                Matrix<float> c = p.c;
                tiles::Product product{.rows = rows,
                                       .columns = columns,
                                       .inner = 150,
                                       .a = p.a.data(),
                                       .leadingA = rows,
                                       .b = p.b.data(),
                                       .bInner = 1,
                                       .bColumn = 150,
                                       .c = c.data(),
                                       .leadingC = rows + 2};
                tiles::avx2Kernels()->multiply(product);
                QVERIFY(difference(c, p.product) < 1e-4);
                c = p.c;
                tiles::avx2Kernels()->multiplyTransposed(
                    {rows, columns, 150, turnedA.data(), 150, p.b.data(), 150, c.data(), rows + 2, 1, 0});
                QVERIFY(difference(c, p.product) < 1e-4);
                c = p.c;
                const Vector<float> steps = Vector<float>::Constant(rows, 0.5f);
                product.finish = tiles::Finish::Step;
                product.step = steps.data();
                product.clamp = true;
                tiles::avx2Kernels()->multiply(product);
                const Matrix<double> moved = p.c.topRows(rows).cast<double>() - 0.5 * p.product;
                QVERIFY(difference(c, moved.cwiseMax(0.0)) < 1e-4);
                // The same step on the way of whose f another product is taken in.
                Matrix<float> both = p.c, f = p.c.cwiseAbs(), sums = Matrix<float>::Zero(rows, 4);
                const Matrix<double> oldF = f.topRows(rows).cast<double>();
                tiles::Product first = product;
                first.finish = tiles::Finish::Scale;
                first.c = f.data(), first.alpha = 0.5f, first.beta = 0.25f;
                const tiles::Comparison comparison{f.data(), 0.5f, sums.data(), rows};
                product.c = both.data(), product.comparison = &comparison;
                tiles::avx2Kernels()->multiplyBoth(first, product);
                QCOMPARE(both.topRows(rows), c.topRows(rows));
                const Matrix<double> newF = (0.25 * oldF + 0.5 * p.product).cwiseMax(0.0);
                QVERIFY(difference(f, newF) < 1e-4);
                const Eigen::ArrayXXd over = (newF.array() + 0.5).inverse(), q = p.product.array() * over;
                Matrix<double> wanted(rows, 4);
                wanted << p.product.array().square().rowwise().sum().matrix(),
                    (p.product.array() * q).rowwise().sum().matrix(), q.square().rowwise().sum().matrix(),
                    over.square().rowwise().sum().matrix();
                QVERIFY(difference(sums, wanted) < 1e-3 * (1 + wanted.maxCoeff()));
            }
#endif
    }

    void sharesEveryChunkOnce() {
        WorkerTeam team;
        for (const int threads : {1, 2, 4, 3}) {
            team.resize(threads);
            for (const std::uint32_t chunks : {0u, 1u, 2u, 7u, 100u})
                for (int again = 0; again < 200; ++again) {
                    std::vector<std::atomic<int>> taken(chunks);
                    team.run(chunks, [&](std::uint32_t chunk) { ++taken[chunk]; });
                    QVERIFY(std::ranges::all_of(taken, [](const auto& count) { return count == 1; }));
                }
        }
    }

    void worksWithFewerWhileItIsLimited() {
        WorkerTeam team;
        team.resize(4);
        QVERIFY(comesTo(team, false));
        team.limit(1);
        QVERIFY(comesTo(team, true)); // who is at it finishes its loop
        QCOMPARE(callers(team), std::set{std::this_thread::get_id()});
        team.limit(4);
        QVERIFY(comesTo(team, false));
        team.limit(1);
        team.resize(2); // ends those that sleep
        QCOMPARE(callers(team), std::set{std::this_thread::get_id()});
    }

    void lendsAProcessor() {
        if (std::thread::hardware_concurrency() != 2)
            QSKIP("a team of two keeps its helper where there are more processors");
        setGemmThreads(2);
        {
            const TrainingTurn turn;
            QVERIFY(comesTo(threadTeam(), false));
            {
                const ProcessorLoan loan, another;
                QVERIFY(comesTo(threadTeam(), true));
                QCOMPARE(TrainingTurn::threads(), 2); // it is theirs all the same
            }
            QVERIFY(comesTo(threadTeam(), false));
        }
        setGemmThreads(1);
    }

    void sharesProcessorsAmongThoseThatTrain_data() {
        QTest::addColumn<int>("processors");
        QTest::addColumn<QList<int>>("wanted");
        QTest::addColumn<QList<int>>("shares");
        QTest::newRow("one") << 8 << QList{4} << QList{4};
        QTest::newRow("two alike") << 2 << QList{2, 2} << QList{1, 1};
        QTest::newRow("more than processors") << 2 << QList{2, 2, 2} << QList{1, 1, 1};
        QTest::newRow("one left over") << 5 << QList{8, 8} << QList{3, 2};
        QTest::newRow("what one leaves goes to the other") << 8 << QList{1, 8} << QList{1, 7};
        QTest::newRow("enough for all") << 16 << QList{2, 4} << QList{2, 4};
        QTest::newRow("none") << 4 << QList<int>() << QList<int>();
    }
    void sharesProcessorsAmongThoseThatTrain() {
        QFETCH(int, processors);
        QFETCH(QList<int>, wanted);
        const auto shares = processorShares(processors, {wanted.begin(), wanted.end()});
        QTEST(QList<int>(shares.begin(), shares.end()), "shares");
    }

    void countsThoseThatTrain() {
        QCOMPARE(TrainingTurn::threads(), 0);
        {
            const TrainingTurn own;
            int both = 0;
            std::thread([&] {
                const TrainingTurn other;
                both = TrainingTurn::threads();
            }).join();
            QCOMPARE(both, 2);
            QCOMPARE(TrainingTurn::threads(), 1);
        }
        QCOMPARE(TrainingTurn::threads(), 0);
    }

    void wakesSleepingHelpers() {
        WorkerTeam team;
        team.resize(3);
        for (int round = 0; round < 3; ++round) {
            QTest::qSleep(20); // far longer than helpers stay awake
            std::atomic<int> done{0};
            team.run(10, [&](std::uint32_t) { ++done; });
            QCOMPARE(done.load(), 10);
        }
    }
};

QTEST_APPLESS_MAIN(TestGemm)
#include "tst_gemm.moc"
