// What the welcome offers, with MNIST at hand and without it.
#include "app/welcome/first_steps.h"
#include "tests/app/small_session.h"

#include <QTest>

#include <algorithm>

using namespace dalescope;

class TestFirstSteps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        qputenv("HOME", home_.path().toUtf8());
        for (const char* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "DALESCOPE_DATA"})
            qunsetenv(name);
    }

    void learnsMnistWhereItIs() {
        QVERIFY(QDir(home_.path()).mkpath(QStringLiteral("sets")));
        QVERIFY(QFile::link(data_.path(), home_.filePath(QStringLiteral("sets/mnist"))));
        qputenv("DALESCOPE_DATA", home_.filePath(QStringLiteral("sets")).toUtf8());
        const auto steps = firstSteps();
        qunsetenv("DALESCOPE_DATA");
        QCOMPARE(titles(steps),
                 (QStringList{QStringLiteral("Learn MNIST now"), QStringLiteral("Learn glyphs now"),
                              QStringLiteral("Figure 2, live")}));
        QCOMPARE(steps[0].config.data.name, std::string("mnist"));
        QCOMPARE(steps[2].config.data.name, std::string("mnist"));
        for (const auto& step : steps)
            QCOMPARE(step.note, QString());
    }

    void saysOnWhatFigure2IsWithoutMnist() {
        const std::string data = bestData();
        QVERIFY2(data == "fashion" || data == "glyphs", data.c_str());
        const auto steps = firstSteps();
        QCOMPARE(steps.size(), std::size_t(data == "glyphs" ? 2 : 3));
        const FirstStep& figure = steps.back();
        QCOMPARE(figure.title, QStringLiteral("Figure 2, live"));
        QCOMPARE(figure.config.data.name, data);
        QVERIFY(figure.config.fisher.probe);
        QVERIFY2(figure.note.contains(QLatin1String("MNIST, which is not installed here")),
                 qPrintable(figure.note));
        QVERIFY2(figure.about.contains(QLatin1String("MNIST is not installed")), qPrintable(figure.about));
    }

private:
    static QStringList titles(const std::vector<FirstStep>& steps) {
        QStringList all;
        for (const auto& step : steps)
            all << step.title;
        return all;
    }
    IdxFolder data_;
    QTemporaryDir home_;
};

QTEST_GUILESS_MAIN(TestFirstSteps)
#include "tst_first_steps.moc"
