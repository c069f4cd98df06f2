// Controls that act on a layer's units: each is a command of the document, also while a run goes on.
#include "widgets/editors/intervention_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace dalescope;

class TestInterventionForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        history_ = std::make_unique<History>();
        document_ = std::make_unique<ConfigDocument>(defaultConfig(), *history_);
        document_->setLocked(true); // a run goes on
        form_ = std::make_unique<InterventionForm>(*document_);
        form_->show();
    }
    void cleanup() {
        form_.reset();
        history_.reset();
        document_.reset();
    }

    void slidersSetStrengthsOnceTheyRest() {
        named<QComboBox>("Layer to act on")->setCurrentIndex(1);
        int edits = 0;
        connect(document_.get(), &ConfigDocument::changed, this, [&] { ++edits; });
        auto* slider = named<QSlider>("Subtractive inhibition");
        for (int value = 100; value >= 40; value -= 10)
            slider->setValue(value);
        QCOMPARE(edits, 0);
        QTRY_COMPARE(edits, 1);
        QCOMPARE(layer(1).subtractive, 0.4);
        QCOMPARE(history_->stack().undoText(), QStringLiteral("Layer 1 subtractive inhibition 1 \u2192 0.4"));
        history_->undo();
        QCOMPARE(layer(1).subtractive, 1.0);
        QCOMPARE(slider->value(), 100);
        QCOMPARE(named<QSpinBox>("Subtractive inhibition, percent")->value(), 100);
    }

    void aButtonGoesBackToAsLearnt() {
        document_->edit("network.layers.0.divisive", 1.7);
        auto* back = named<QToolButton>("Divisive inhibition back to 100 %");
        QCOMPARE(named<QSlider>("Divisive inhibition")->value(), 170);
        QTest::mouseClick(back, Qt::LeftButton);
        QCOMPARE(layer(0).divisive, 1.0);
        QVERIFY(!back->isEnabled());
    }

    void takesListsAndShares() {
        auto* line = named<QLineEdit>("Silenced excitatory units");
        type(line, "3, 5,10-20");
        QCOMPARE(QString::fromStdString(layer(0).silencedExcitatory.text()), QStringLiteral("3, 5, 10-20"));
        QCOMPARE(line->text(), QStringLiteral("3, 5, 10-20"));
        auto* share = named<QSlider>("Silenced inhibitory units, random share");
        share->setValue(30);
        QTRY_COMPARE(QString::fromStdString(layer(0).silencedInhibitory.text()), QStringLiteral("30 %"));
        QCOMPARE(named<QLineEdit>("Silenced inhibitory units")->text(), QStringLiteral("30 %"));
    }

    void saysWhyItRefuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("words");
        const QString name = QStringLiteral("Layer 0 silenced excitatory units: ");
        QTest::newRow("beyond") << QByteArray("600")
                                << name + QStringLiteral("it has no excitatory unit 600");
        QTest::newRow("no list") << QByteArray("many")
                                 << name + QStringLiteral("\"many\" is not a list of units");
    }
    void saysWhyItRefuses() {
        QFETCH(QByteArray, text);
        QFETCH(QString, words);
        auto* line = named<QLineEdit>("Silenced excitatory units");
        type(line, text.constData());
        QVERIFY(layer(0).silencedExcitatory.isEmpty());
        QCOMPARE(line->text(), QString::fromLatin1(text)); // to be mended
        bool said = false;
        for (const auto* label : form_->findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(words));
        QVERIFY(said);
        type(line, "3");
        QCOMPARE(QString::fromStdString(layer(0).silencedExcitatory.text()), QStringLiteral("3"));
        for (const auto* label : form_->findChildren<QLabel*>())
            QVERIFY(!label->isVisible() || !label->text().contains(words));
    }

    void freezesKindsOfParameters() {
        QTest::mouseClick(named<QCheckBox>("Freeze WEI"), Qt::LeftButton, {}, {5, 5});
        QVERIFY(document_->config().learning.freeze.WEI);
        history_->undo();
        QVERIFY(!named<QCheckBox>("Freeze WEI")->isChecked());
    }

    void endsAllAsOneStep() {
        document_->edit("network.layers.0.divisive", 0.5);
        document_->edit("network.layers.2.silenced_excitatory", std::string("20 %"));
        document_->edit("learning.freeze_g", true);
        const Config disturbed = document_->config();
        QTest::mouseClick(button(), Qt::LeftButton);
        QVERIFY(document_->config() == defaultConfig());
        QVERIFY(!button()->isEnabled());
        history_->undo();
        QVERIFY(document_->config() == disturbed);
    }

    void showsWhatEachKindHas() {
        QVERIFY(named<QCheckBox>("Freeze WEE")->isVisible() && !named<QCheckBox>("Freeze W")->isVisible());
        Config config = defaultConfig();
        config.layers[0].kind = "mlp";
        document_->setLocked(false);
        document_->replace(config, QStringLiteral("mlp"));
        QVERIFY(named<QCheckBox>("Freeze W")->isVisible());
        form_->showLayer(0);
        QVERIFY(!named<QSlider>("Divisive inhibition")->isVisible());
        QVERIFY(named<QLineEdit>("Silenced units")->isVisible()); // it has no populations
        QVERIFY(named<QSlider>("Silenced units, random share")->isVisible());
        form_->showLayer(1);
        QVERIFY(named<QLineEdit>("Silenced excitatory units")->isVisible());
        QVERIFY(named<QSlider>("Divisive inhibition")->isVisible());
    }

private:
    template <class Widget>
    Widget* named(const char* name) const {
        for (auto* widget : form_->findChildren<Widget*>())
            if (widget->accessibleName() == QLatin1String(name))
                return widget;
        qFatal("there is no %s", name);
    }
    QPushButton* button() const { return form_->findChild<QPushButton*>(); }
    const InterventionConfig& layer(std::size_t i) const {
        return document_->config().layers[i].intervention;
    }
    static void type(QLineEdit* line, const char* text) {
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QString::fromLatin1(text));
        QTest::keyClick(line, Qt::Key_Return);
    }

    std::unique_ptr<History> history_;
    std::unique_ptr<ConfigDocument> document_;
    std::unique_ptr<InterventionForm> form_;
};

QTEST_MAIN(TestInterventionForm)
#include "tst_intervention_form.moc"
