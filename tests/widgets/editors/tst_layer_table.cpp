#include "widgets/editors/layer_table.h"
#include "widgets/editors/settings_form.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace dalescope;

namespace {

QToolButton* button(QWidget& in, const char* text) {
    for (auto* b : in.findChildren<QToolButton*>())
        if (b->text() == QLatin1String(text))
            return b;
    return nullptr;
}

} // namespace

class TestLayerTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isASoundModelWhileLayersComeAndGo() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerModel model(document);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 4);
        document.setLayers({{}, {.units = 10, .inhibitory = {1, false}}}, QStringLiteral("two"));
        QCOMPARE(model.rowCount(), 2);
        history.undo();
        QCOMPARE(model.rowCount(), 4);
    }

    void takesUnitsAsANumberOrAPercentage() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerModel model(document);
        QVERIFY(model.setData(model.index(0, LayerModel::Inhibitory), QStringLiteral("7"), Qt::EditRole));
        QCOMPARE(document.config().layers[0].inhibitory, (InhibitoryUnits{7, false}));
        QVERIFY(model.setData(model.index(0, LayerModel::Inhibitory), QStringLiteral("20%"), Qt::EditRole));
        QCOMPARE(document.config().layers[0].inhibitory, (InhibitoryUnits{20, true}));
        QVERIFY(!model.setData(model.index(0, LayerModel::Inhibitory), QStringLiteral("some"), Qt::EditRole));
        QVERIFY(!model.setData(model.index(0, LayerModel::Units), QStringLiteral("-3"), Qt::EditRole));
        QCOMPARE(history.stack().count(), 2);
    }

    void shortensWhatWouldNotFitADock() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        document.setDataShape(FeatureShape::image(1, 28, 28), 10);
        LayerModel model(document);
        const auto cell = [&](int column) { return model.index(0, column); };
        QVERIFY(model.setData(cell(LayerModel::Kind), QStringLiteral("recurrent"), Qt::EditRole));
        QCOMPARE(cell(LayerModel::Kind).data().toString(), QStringLiteral("DANN rec."));
        QCOMPARE(cell(LayerModel::Kind).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("DANN recurrent"));
        QVERIFY(cell(LayerModel::Kind)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith(QStringLiteral("DANN recurrent. ")));
        QCOMPARE(cell(LayerModel::Inputs).data().toString(), QStringLiteral("28 \u00d7 28"));
    }

    void numbersLayersAsPlotsDo() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        std::vector<LayerConfig> layers(4);
        const char* kinds[] = {"conv", "max-pool", "mlp", "mlp"};
        for (std::size_t i = 0; i < layers.size(); ++i)
            layers[i].kind = kinds[i];
        document.setLayers(layers, QStringLiteral("four"));
        LayerModel model(document);
        const auto number = [&](int row) { return model.headerData(row, Qt::Vertical, Qt::DisplayRole); };
        QCOMPARE(number(0).toString(), QStringLiteral("0"));
        QCOMPARE(number(1).toString(), QStringLiteral("\u2013"));
        QCOMPARE(number(2).toString(), QStringLiteral("1"));
        QCOMPARE(number(3).toString(), QStringLiteral("2"));
        QVERIFY(model.setData(model.index(1, LayerModel::Kind), QStringLiteral("conv"), Qt::EditRole));
        QCOMPARE(number(3).toString(), QStringLiteral("3"));
    }

    void offersEachKindItsOwnFields() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        document.setDataShape(FeatureShape::image(3, 32, 32), 10);
        LayerModel model(document);
        const auto cell = [&](int column) { return model.index(0, column); };
        const auto editable = [&](int column) {
            return bool(model.flags(cell(column)) & Qt::ItemIsEditable);
        };
        QVERIFY(!model.isUsed(LayerModel::Kernel) && !editable(LayerModel::Kernel));
        QVERIFY(cell(LayerModel::Kernel).data().toString().isEmpty());
        QVERIFY(cell(LayerModel::Kernel).data(Qt::ToolTipRole).toString().contains(QStringLiteral("DANN")));

        QVERIFY(model.setData(cell(LayerModel::Kind), QStringLiteral("dann-conv"), Qt::EditRole));
        QVERIFY(model.isUsed(LayerModel::Kernel) && editable(LayerModel::Kernel) &&
                editable(LayerModel::Padding));
        QVERIFY(!editable(LayerModel::Window));
        QVERIFY(model.setData(cell(LayerModel::Units), QStringLiteral("32"), Qt::EditRole));
        QVERIFY(model.setData(cell(LayerModel::Inhibitory), QStringLiteral("5"), Qt::EditRole));
        QVERIFY(model.setData(cell(LayerModel::Kernel), QStringLiteral("5"), Qt::EditRole));
        QCOMPARE(document.shapes()[0].parameters, Index(37 * 75 + 32 * 5 + 5 + 64));
        QCOMPARE(cell(LayerModel::Inputs).data().toString(), QStringLiteral("3 \u00d7 32 \u00d7 32"));
        QVERIFY(document.shapes()[0].fault.empty());
        QVERIFY(model.setData(cell(LayerModel::Kernel), QStringLiteral("35"), Qt::EditRole));
        QVERIFY(
            cell(LayerModel::Kernel).data(Qt::ToolTipRole).toString().contains(QStringLiteral("at most 34")));

        QVERIFY(model.setData(cell(LayerModel::Kind), QStringLiteral("dropout"), Qt::EditRole));
        QVERIFY(editable(LayerModel::Rate) && !editable(LayerModel::Units) && !editable(LayerModel::Kernel));
        QVERIFY(!model.setData(cell(LayerModel::Rate), QStringLiteral("1.5"), Qt::EditRole));
        QCOMPARE(document.shapes()[0].parameters, Index(0));
    }

    void hidesColumnsThatNoLayerUses() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerTable table(document);
        const auto* view = table.findChild<QTableView*>();
        QVERIFY(view->isColumnHidden(LayerModel::Kernel) && !view->isColumnHidden(LayerModel::Inhibitory));
        auto layers = document.config().layers;
        layers[0].kind = "conv";
        document.setLayers(layers, QStringLiteral("convolution"));
        QVERIFY(!view->isColumnHidden(LayerModel::Kernel) && view->isColumnHidden(LayerModel::Window));
        history.undo();
        QVERIFY(view->isColumnHidden(LayerModel::Kernel));
    }

    void fitsALayerOfAConvolutionIntoADock() {
        History history;
        Config config = defaultConfig();
        config.layers.clear();
        const std::pair<const char*, int> layers[] = {{"conv", 32},    {"max-pool", 0}, {"conv", 64},
                                                      {"max-pool", 0}, {"mlp", 128},    {"mlp", 10}};
        for (const auto& [kind, units] : layers) {
            config.layers.emplace_back().kind = kind;
            config.layers.back().units = units;
        }
        ConfigDocument document(config, history);
        document.setDataShape(FeatureShape::image(1, 28, 28), 10);
        LayerTable table(document);
        table.resize(335, 300);
        table.show();
        const auto* view = table.findChild<QTableView*>();
        QTRY_COMPARE(view->horizontalScrollBar()->maximum(), 0);
        for (const int column :
             {LayerModel::Kernel, LayerModel::Stride, LayerModel::Padding, LayerModel::Window})
            QVERIFY(!view->isColumnHidden(column));
        QVERIFY(view->isColumnHidden(LayerModel::Inputs));
        QVERIFY(view->model()
                    ->headerData(0, Qt::Vertical, Qt::ToolTipRole)
                    .toString()
                    .startsWith(QStringLiteral("28 \u00d7 28 inputs, ")));
        table.resize(700, 300);
        QTRY_VERIFY(!view->isColumnHidden(LayerModel::Inputs));
    }

    void addsRemovesAndReordersLayers() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerTable table(document);
        button(table, "Duplicate")->click();
        QCOMPARE(document.config().layers.size(), std::size_t(5));
        button(table, "Remove")->click();
        button(table, "Remove")->click();
        QCOMPARE(document.config().layers.size(), std::size_t(3));
        history.undo();
        history.undo();
        history.undo();
        QVERIFY(document.config() == defaultConfig());
        button(table, "Down")->click();
        QVERIFY(document.config().layers == defaultConfig().layers || history.stack().count() == 1);
    }

    void isDisabledWithTheReasonWhileLocked() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerTable table(document);
        document.setLocked(true);
        QVERIFY(!button(table, "Add")->isEnabled());
        QCOMPARE(button(table, "Add")->toolTip(), ConfigDocument::lockReason());
        LayerModel model(document);
        QVERIFY(!(model.flags(model.index(0, 0)) & Qt::ItemIsEditable));
    }

    void showsTheFaultOfALayer() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        LayerTable table(document);
        document.setDataShape(784, 7);
        const auto* summary = table.findChild<QLabel*>();
        QVERIFY2(summary->text().contains(QLatin1String("7 classes")), qPrintable(summary->text()));
    }

    void editsSettingsFromAFormMadeOfTheirDefinitions() {
        History history;
        ConfigDocument document(defaultConfig(), history);
        SettingsForm form(document, {QStringLiteral("training."), QStringLiteral("learning.")});
        auto* rate = form.findChild<QLineEdit*>(QStringLiteral("training.learning_rate"));
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("0.25"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(document.config().training.learningRate, 0.25);
        history.undo();
        QCOMPARE(rate->text(), QStringLiteral("0.1107"));
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("fast"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(document.config().training.learningRate, 0.1107);
        for (auto* editor : form.findChildren<QWidget*>())
            if (editor->objectName().contains(u'.'))
                QVERIFY2(!editor->accessibleName().isEmpty() && !editor->toolTip().isEmpty(),
                         qPrintable(editor->objectName()));
        document.setLocked(true);
        auto* seed = form.findChild<QLineEdit*>(QStringLiteral("training.seed"));
        QVERIFY(!seed->isEnabled() && seed->toolTip().contains(ConfigDocument::lockReason()));
        QVERIFY(rate->isEnabled());
    }
};

QTEST_MAIN(TestLayerTable)
#include "tst_layer_table.moc"
