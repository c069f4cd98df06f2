// A data set that is not on the computer: what the window says, and the ways on.
#include "app/runs/missing_data.h"
#include "app/runs/state_text.h"
#include "tests/app/session_lab.h"

#include <QPushButton>
#include <QTemporaryDir>

using namespace dalescope;

namespace {

struct Window {
    explicit Window(const Config& config) : session(config) { window.show(); }
    Run& run() { return session.current(); }
    MissingData* box() { return window.findChild<MissingData*>(); }

    Session session;
    MainWindow window{session};
};

QAbstractButton* buttonOf(const QMessageBox& box, const QString& text) {
    for (auto* button : box.buttons())
        if (button->text().remove(u'&') == text)
            return button;
    return nullptr;
}

} // namespace

class TestMissingData : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        for (const char* place : {"HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "DALESCOPE_DATA", "TORCH_HOME"})
            qputenv(place, empty_.path().toUtf8());
        if (!isMissing(wanting("kmnist").data))
            QSKIP("Kuzushiji-MNIST is in /usr/share/datasets");
    }

    void isMissingOnlyWhereAKnownNameIsNowhere() {
        QVERIFY(!isMissing(wanting("glyphs").data));
        QVERIFY(!isMissing(wanting("/nowhere/at/all").data)); // a path is another matter
        DataConfig here = wanting("kmnist").data;
        here.folder = data_.path().toStdString();
        QVERIFY(!isMissing(here));
    }

    void trainsOnWhatIsAtHandInstead() {
        Window lab(wanting("kmnist"));
        lab.run().startWhenReady();
        QTRY_VERIFY_WITH_TIMEOUT(lab.box(), patience);
        auto* box = lab.box();
        QVERIFY(box->text().contains(QLatin1String("Kuzushiji-MNIST")));
        QVERIFY(box->detailedText().contains(empty_.path()));
        QCOMPARE(stateText(lab.run()), QStringLiteral("No data"));
        QVERIFY(buttonOf(*box, QStringLiteral("Use glyphs")));
        buttonOf(*box, QStringLiteral("Use glyphs"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(lab.run().hasProgress(), patience); // as was asked for
        QCOMPARE(lab.run().document().config().data.name, std::string("glyphs"));
        lab.run().pause();
    }

    void takesTheFolderThatIsChosen() {
        Window lab(wanting("kmnist"));
        QTRY_VERIFY_WITH_TIMEOUT(lab.box(), patience);
        DataConfig there = wanting("kmnist").data;
        there.folder = data_.path().toStdString();
        Q_EMIT lab.box()->chosen(there);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(lab.run()), patience);
        QCOMPARE(lab.run().document().config().data, there);
        delete lab.box();
    }

    void leavesARunAloneUntilSomethingElseIsChosen() {
        Window lab(smallSession(data_));
        train(lab.run(), 12);
        const Config before = lab.run().document().config();
        lab.run().open(wanting("kmnist"), QStringLiteral("another"));
        QTRY_VERIFY_WITH_TIMEOUT(lab.box(), patience);
        lab.box()->reject();
        QCOMPARE(lab.run().status().update, std::int64_t(12));
        QCOMPARE(lab.run().document().config(), before);
        train(lab.run(), 3);
    }

private:
    Config wanting(const char* data) const {
        Config config = smallSession(data_);
        config.data.name = data;
        return config;
    }

    OwnSettings settings_;
    QTemporaryDir empty_;
    IdxFolder data_;
};

QTEST_MAIN(TestMissingData)
#include "tst_missing_data.moc"
