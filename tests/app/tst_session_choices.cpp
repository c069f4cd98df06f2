// What is chosen inside the inspectors, in a session that is opened again.
#include "tests/app/session_lab.h"

#include <QComboBox>
#include <QSpinBox>

using namespace dalescope;

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
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
    QString file_;
};

QTEST_MAIN(TestSessionChoices)
#include "tst_session_choices.moc"
