// What is chosen inside the inspectors, in a session that is opened again.
#include "core/io/atomic_file.h"
#include "tests/app/session_lab.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/heat_map.h"
#include "widgets/inspectors/input_controls.h"

#include <QComboBox>
#include <QSpinBox>
#include <QTableWidget>

#include <limits>
#include <nlohmann/json.hpp>

using namespace dalescope;

namespace {

using Json = nlohmann::ordered_json;

DrawPad& padOf(Lab& lab) {
    return lab.window.findChild<ActivityPanel*>()->input().pad();
}

QTableWidget& confusionOf(Lab& lab) {
    return *dockOf(lab.window, QStringLiteral("Outcome"))->findChild<QTableWidget*>();
}

/// Row and column, or nothing.
QList<int> chosenCell(Lab& lab) {
    const auto chosen = confusionOf(lab).selectedItems();
    return chosen.isEmpty() ? QList<int>() : QList<int>{chosen[0]->row(), chosen[0]->column()};
}

/// Of the last layer; empty while there is none.
Vector<float> answer(Lab& lab) {
    const auto& layers = lab.window.findChild<ActivityPanel*>()->activity().layers;
    return layers.empty() ? Vector<float>() : Vector<float>(layers.back().z.col(0));
}

/// Two inspectors open, at a network that has learnt a little.
void begin(Lab& lab) {
    for (const char* title : {"Activity", "Outcome"})
        dockOf(lab.window, QLatin1String(title))->show();
    train(lab.session.current(), 20);
    QTRY_VERIFY_WITH_TIMEOUT(answer(lab).size() > 0 && confusionOf(lab).rowCount() == 10, patience);
}

} // namespace

class TestSessionChoices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        file_ = folder_.filePath(QLatin1String(QTest::currentTestFunction()) + QLatin1String(sessionSuffix));
    }

    void keepsWhatIsChosenInInspectors() {
        const auto choice = [](Lab& lab, const char* inspector, const char* name) -> QComboBox* {
            for (auto* list : dockOf(lab.window, QLatin1String(inspector))->findChildren<QComboBox*>())
                if (list->accessibleName() == QLatin1String(name))
                    return list;
            return nullptr;
        };
        const auto number = [](Lab& lab, const char* inspector) {
            return dockOf(lab.window, QLatin1String(inspector))->findChild<QSpinBox*>();
        };
        Lab before(smallSession(data_));
        const QStringList shown{QStringLiteral("Weights"), QStringLiteral("Activity"),
                                QStringLiteral("Unit")};
        for (const auto& title : shown)
            dockOf(before.window, title)->show();
        train(before.session.current(), 20);
        const std::tuple<const char*, const char*, int> wanted[] = {
            {"Weights", "Layer", 1},  {"Weights", "Matrix", 2}, {"Weights", "Rows", 1},
            {"Activity", "Layer", 1}, {"Activity", "Show", 1},  {"Unit", "Population", 1}};
        QStringList texts;
        for (const auto& [inspector, name, index] : wanted) {
            auto* list = choice(before, inspector, name);
            QVERIFY2(list, name);
            QTRY_VERIFY_WITH_TIMEOUT(list->count() > index, patience);
            list->setCurrentIndex(index);
            Q_EMIT list->activated(index);
            texts << list->currentText();
        }
        number(before, "Activity")->setValue(7);
        number(before, "Unit")->setValue(3);
        const auto partners = [](Lab& lab) {
            return dockOf(lab.window, QStringLiteral("Unit"))->findChild<QTableWidget*>();
        };
        const auto map = [](Lab& lab) {
            return dockOf(lab.window, QStringLiteral("Weights"))->findChild<HeatMap*>();
        };
        QTRY_VERIFY_WITH_TIMEOUT(partners(before)->rowCount() > 2, patience);
        partners(before)->selectRow(2);
        QTest::qWait(500); // the matrix that is chosen last is drawn by then
        for (int press = 0; press < 3; ++press)
            QTest::keyClick(map(before), Qt::Key_Right);
        const QPoint cell = map(before)->cell();
        QVERIFY(cell.x() > 0);
        before.save(file_);

        Lab after(smallSession(data_));
        after.open(file_);
        for (std::size_t i = 0; i < std::size(wanted); ++i) {
            const auto& [inspector, name, index] = wanted[i];
            QTRY_COMPARE_WITH_TIMEOUT(choice(after, inspector, name)->currentText(),
                                      texts[static_cast<qsizetype>(i)], patience);
        }
        QTRY_COMPARE_WITH_TIMEOUT(number(after, "Activity")->value(), 7, patience);
        QTRY_COMPARE_WITH_TIMEOUT(number(after, "Unit")->value(), 3, patience);
        QTRY_COMPARE_WITH_TIMEOUT(map(after)->cell(), cell, patience);
        QTRY_COMPARE_WITH_TIMEOUT(partners(after)->currentRow(), 2, patience);
        QVERIFY(partners(after)->item(2, 0)->isSelected());
    }

    void undoesStrokesAndClearing() {
        Lab lab(smallSession(data_));
        begin(lab);
        DrawPad& pad = padOf(lab);
        QUndoStack& stack = lab.session.history().stack();
        const Vector<float> example = pad.values();
        QTest::keyClick(&pad, Qt::Key_Delete);
        QVERIFY(pad.values().isZero(0));
        QTest::mousePress(&pad, Qt::LeftButton, {}, pad.rect().center());
        for (int step = 1; step <= 5; ++step)
            QTest::mouseMove(&pad, pad.rect().center() + QPoint(8 * step, 0));
        QTest::mouseRelease(&pad, Qt::LeftButton, {}, pad.rect().center() + QPoint(40, 0));
        const Vector<float> drawn = pad.values();
        QVERIFY(drawn.maxCoeff() > 0);
        QCOMPARE(stack.count(), 2); // however long the stroke
        QTest::keyClick(&pad, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(pad.values().isZero(0) && pad.isDrawn());
        QTest::keyClick(&pad, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(pad.values() == example && !pad.isDrawn());
        lab.session.history().redo();
        lab.session.history().redo();
        QVERIFY(pad.values() == drawn && pad.isDrawn());
    }

    void keepsWhatIsDrawnAndTheCellThatIsLookedAt() {
        Lab before(smallSession(data_));
        begin(before);
        const QString plain = folder_.filePath(QStringLiteral("plain.dalescope"));
        before.save(plain);
        const Vector<float> toExample = answer(before);
        padOf(before).clear();
        QTest::keyClick(&padOf(before), Qt::Key_Space);
        confusionOf(before).setCurrentCell(3, 5);
        const Vector<float> drawn = padOf(before).values();
        QVERIFY(drawn.maxCoeff() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(answer(before) != toExample, patience);
        before.save(file_);

        Lab after(smallSession(data_));
        after.open(file_);
        QTRY_VERIFY_WITH_TIMEOUT(padOf(after).isDrawn() && padOf(after).values() == drawn, patience);
        QTRY_COMPARE_WITH_TIMEOUT(chosenCell(after), (QList<int>{3, 5}), patience);
        QTRY_VERIFY_WITH_TIMEOUT(answer(after) == answer(before), patience);
        after.save(file_); // as it was opened
        after.open(plain); // nothing was drawn or chosen there
        QTRY_VERIFY_WITH_TIMEOUT(!padOf(after).isDrawn() && answer(after) == toExample, patience);
        QTRY_COMPARE_WITH_TIMEOUT(chosenCell(after), QList<int>(), patience);
        after.open(file_);
        QTRY_VERIFY_WITH_TIMEOUT(padOf(after).isDrawn() && padOf(after).values() == drawn, patience);
        QTRY_COMPARE_WITH_TIMEOUT(chosenCell(after), (QList<int>{3, 5}), patience);
    }

    void aPictureThatIsOpenedMeanwhileWins() {
        Lab before(smallSession(data_));
        train(before.session.current(), 20);
        before.save(file_);
        const QString path = folder_.filePath(QStringLiteral("ring.png"));
        QImage ring(28, 28, QImage::Format_Grayscale8);
        ring.fill(Qt::white);
        for (int x = 6; x < 20; ++x)
            ring.setPixelColor(x, 9, Qt::black);
        QVERIFY(ring.save(path));
        Lab after(smallSession(data_));
        after.open(file_);
        after.ready();
        after.window.openFile(path); // before Activity was ever seen
        auto* dock = dockOf(after.window, QStringLiteral("Activity"));
        QTRY_VERIFY_WITH_TIMEOUT(dock->isVisible() && answer(after).size() > 0, patience);
        QTest::qWait(300);
        QVERIFY(padOf(after).isDrawn());
    }

    void leavesOutWhatDoesNotFit() {
        const auto base64 = [](const Vector<float>& values) {
            return QByteArray(reinterpret_cast<const char*>(values.data()),
                              values.size() * qsizetype(sizeof(float)))
                .toBase64()
                .toStdString();
        };
        Vector<float> values = Vector<float>::Constant(64, 0.5f);
        const std::string tooShort = base64(values.head(63));
        values[5] = std::numeric_limits<float>::quiet_NaN();
        const Json absent(Json::value_t::discarded);
        const std::tuple<const char*, Json, Json> all[] = {
            {"of an older version", absent, absent},
            {"other types", 7, "a"},
            {"no base64, no numbers", "####", Json::array({"a", nullptr})},
            {"another size, beyond the table", tooShort, Json::array({10, -1})},
            {"no number, too many", base64(values), Json::array({1, 2, 3})}};
        Lab lab(smallSession(data_));
        begin(lab);
        lab.save(file_);
        SavedSession saved = readSession(file_.toStdString());
        Json window = Json::parse(saved.window);
        int example = 0;
        for (const auto& [name, drawing, cell] : all) {
            Json &activity = window.at("inspectors").at("Activity"),
                 &outcome = window.at("inspectors").at("Outcome");
            activity["Example"] = ++example;
            activity["Drawing pad"] = drawing;
            outcome["Confusion matrix"] = cell;
            if (drawing.is_discarded()) {
                activity.erase("Drawing pad");
                outcome.erase("Confusion matrix");
            }
            saved.window = window.dump();
            writeSession(file_.toStdString(), saved);
            lab.open(file_);
            const auto* shown = dockOf(lab.window, QStringLiteral("Activity"))->findChild<QSpinBox*>();
            QTRY_VERIFY2_WITH_TIMEOUT(shown->value() == example && answer(lab).size() > 0, name, patience);
            QTRY_VERIFY2_WITH_TIMEOUT(confusionOf(lab).rowCount() == 10, name, patience);
            QCoreApplication::processEvents(); // choices that wait for the table to be filled
            QVERIFY2(!padOf(lab).isDrawn() && chosenCell(lab).isEmpty() && told(lab.window).isEmpty(), name);
        }
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionChoices)
#include "tst_session_choices.moc"
