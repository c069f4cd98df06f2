// What is typed into a form of settings: taken, or kept with what is wrong with it until it is mended.
#include "widgets/editors/settings_form.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace dalescope;

class TestSettingsForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        history_ = std::make_unique<History>();
        document_ = std::make_unique<ConfigDocument>(defaultConfig(), *history_);
        form_ = std::make_unique<SettingsForm>(*document_, QStringList{QStringLiteral("training.")});
        form_->show();
        QVERIFY(QTest::qWaitForWindowExposed(form_.get()));
        type("training.batch_size", "0");
    }

    void keepsWhatCannotBeTakenBesideItsFault() {
        QCOMPARE(line("training.batch_size").text(), QStringLiteral("0"));
        QVERIFY2(fault().startsWith(QLatin1String("Batch size: ")), qPrintable(fault()));
        type("training.epochs", "7"); // meanwhile
        QCOMPARE(document_->config().training.epochs, std::int64_t(7));
        QCOMPARE(line("training.batch_size").text(), QStringLiteral("0"));
        QVERIFY(!fault().isEmpty());
        type("training.learning_rate", "much");
        QVERIFY2(fault().contains(QLatin1String("Learning rate: \"much\" is not a number")),
                 qPrintable(fault()));
    }

    void takesItOnceItIsMended() {
        type("training.batch_size", "16");
        QVERIFY(fault().isEmpty());
        QCOMPARE(document_->config().training.batchSize, std::int64_t(16));
    }

    void givesItUpOnEscape() {
        QTest::keyClick(&line("training.batch_size"), Qt::Key_Escape);
        QVERIFY(fault().isEmpty());
        QCOMPARE(line("training.batch_size").text(), QStringLiteral("32"));
        QCOMPARE(history_->stack().count(), 0);
    }

    void givesItUpWhereTheSettingChangesOtherwise() {
        document_->edit("training.batch_size", std::int64_t(64));
        QVERIFY(fault().isEmpty());
        QCOMPARE(line("training.batch_size").text(), QStringLiteral("64"));
    }

private:
    QLineEdit& line(const char* path) { return *form_->findChild<QLineEdit*>(QLatin1String(path)); }
    void type(const char* path, const char* text) {
        line(path).selectAll();
        QTest::keyClicks(&line(path), QLatin1String(text));
        QTest::keyClick(&line(path), Qt::Key_Return);
    }
    /// All that are shown.
    QString fault() const {
        QString shown;
        for (const auto* label : form_->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(u':'))
                shown += label->text();
        return shown;
    }

    std::unique_ptr<History> history_;
    std::unique_ptr<ConfigDocument> document_;
    std::unique_ptr<SettingsForm> form_;
};

QTEST_MAIN(TestSettingsForm)
#include "tst_settings_form.moc"
