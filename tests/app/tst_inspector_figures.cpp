// Every inspector's figures: they can be written, and bring their run and the inspector back.
#include "app/figures/figure_bar.h"
#include "app/main_window.h"
#include "tests/app/small_session.h"
#include "widgets/diagram/diagram_panel.h"
#include "widgets/inspectors/activity_panel.h"
#include "widgets/inspectors/draw_pad.h"
#include "widgets/inspectors/input_controls.h"
#include "widgets/inspectors/intervention_sweep_view.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"

#include <QComboBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace dalescope;

class TestInspectorFigures : public QObject {
    Q_OBJECT

    static DrawingButton* buttonOf(MainWindow& window, const QString& title) {
        return window.findChild<QDockWidget*>(title)->findChild<DrawingButton*>();
    }
    static qsizetype linesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n').size() : 0;
    }
    static bool canExport(const DrawingButton& button, const QString& path, Format format) {
        try {
            button.exportTo(0, path, format);
            return true;
        } catch (const Error&) { // there is nothing to draw yet
            return false;
        }
    }

private Q_SLOTS:
    void bringTheirRunAndTheInspectorBack_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<int>("leastLines");
        QTest::newRow("weights") << QStringLiteral("Weights") << 1 + 30;
        QTest::newRow("outcome") << QStringLiteral("Outcome") << 1 + 10;
        QTest::newRow("activity") << QStringLiteral("Activity") << 1 + 30;
        QTest::newRow("learning lens") << QStringLiteral("Learning lens") << 1 + 5;
        QTest::newRow("unit") << QStringLiteral("Unit") << 1 + 100;
        QTest::newRow("diagram") << QStringLiteral("Network diagram") << 1 + 64 + 30;
        QTest::newRow("interventions") << QStringLiteral("Interventions") << 1 + 21;
    }
    void bringTheirRunAndTheInspectorBack() {
        QFETCH(const QString, title);
        QFETCH(const int, leastLines);
        const QString picture = folder_.filePath(QStringLiteral("figure.png")),
                      numbers = folder_.filePath(QStringLiteral("figure.csv"));
        {
            Session session(smallSession(data_));
            MainWindow window(session);
            window.show();
            Run& run = session.current();
            QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
            run.runUpdates(23);
            QTRY_VERIFY_WITH_TIMEOUT(run.status().update == 23 && !run.isRunning(), 20000);
            window.findChild<QDockWidget*>(title)->show();
            auto* button = buttonOf(window, title);
            if (auto* sweep = window.findChild<QDockWidget*>(title)->findChild<InterventionSweepView*>()) {
                auto* start = sweep->findChild<QPushButton*>();
                QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 20000);
                start->click();
                QTRY_VERIFY_WITH_TIMEOUT(!sweep->curves().effects.empty(), 30000);
            }
            // What is shown of examples comes a part at a time.
            QTRY_VERIFY_WITH_TIMEOUT(
                canExport(*button, numbers, Format::Csv) && linesOf(numbers) >= leastLines, 20000);
            button->exportTo(0, picture, Format::Png);
            QVERIFY_EXCEPTION_THROWN(button->exportTo(0, QStringLiteral("/nowhere/x.svg"), Format::Svg),
                                     Error);
        }
        QVERIFY(QImage(picture).width() > 800);
        const FigureOrigin origin = originFromJson(readOrigin(picture), "figure.png");
        QCOMPARE(QString::fromStdString(origin.inspector), title);
        QCOMPARE(origin.runs.at(0).update, std::int64_t(23));
        QVERIFY(!origin.runs.at(0).numbers.empty());

        Config other = smallSession(data_);
        other.training.seed = 5;
        Session session(other);
        MainWindow window(session);
        window.show();
        window.openFile(picture);
        QCOMPARE(session.runs().size(), std::size_t(2));
        QVERIFY(window.findChild<QDockWidget*>(title)->isVisible());
        auto& bar = *window.findChild<FigureBar*>();
        QVERIFY(!window.findChild<QDockWidget*>(title)->frameGeometry().intersects(
            QRect(bar.mapToGlobal(QPoint()), bar.size())));
        Run& run = session.current();
        QTRY_COMPARE_WITH_TIMEOUT(run.status().state, RunStatus::State::Paused, 20000);
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        const auto agrees = [&bar] {
            return std::ranges::any_of(bar.findChildren<QLabel*>(), [](const QLabel* label) {
                return label->text().contains(QLatin1String("bit by bit"));
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(agrees(), 20000);
        QCOMPARE(run.status().update, std::int64_t(23));
    }

    void bringBackWhatWasChosen_data() {
        QTest::addColumn<QStringList>("choices");
        QTest::newRow("images") << QStringList{
            QStringLiteral("0"), {}, QStringLiteral("By norm"), QStringLiteral("Images")};
        QTest::newRow("a matrix of another layer") << QStringList{
            QStringLiteral("1"), QStringLiteral("WEI"), QStringLiteral("By class"), QStringLiteral("Matrix")};
    }
    void bringBackWhatWasChosen() {
        QFETCH(const QStringList, choices);
        const char* const names[] = {"Layer", "Matrix", "Rows", "As"};
        const QString picture = folder_.filePath(QStringLiteral("chosen.svg"));
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        auto* dock = window.findChild<QDockWidget*>(QStringLiteral("Weights"));
        const auto list = [dock](const char* name) {
            const auto lists = dock->findChildren<QComboBox*>();
            return *std::ranges::find(lists, QLatin1String(name), &QWidget::accessibleName);
        };
        const auto choose = [](QComboBox* box, const QString& text) {
            QTRY_VERIFY_WITH_TIMEOUT(box->findText(text) >= 0, 20000);
            box->setCurrentIndex(box->findText(text));
            Q_EMIT box->activated(box->currentIndex());
        };
        dock->show();
        for (qsizetype i = 0; i < choices.size(); ++i)
            if (!choices[i].isEmpty())
                choose(list(names[i]), choices[i]);
        auto* button = buttonOf(window, QStringLiteral("Weights"));
        QTRY_VERIFY_WITH_TIMEOUT(canExport(*button, picture, Format::Svg), 20000);
        // What was chosen in other inspectors is none of its business.
        const FigureOrigin origin = originFromJson(readOrigin(picture), "chosen.svg");
        QCOMPARE(origin.choices.size(), std::size_t(1));

        choose(list("Layer"), QStringLiteral("2"));
        choose(list("Rows"), QStringLiteral("As stored"));
        window.openFile(picture);
        QCOMPARE(session.runs().size(), std::size_t(2));
        for (qsizetype i = 0; i < choices.size(); ++i)
            if (!choices[i].isEmpty())
                QTRY_COMPARE_WITH_TIMEOUT(list(names[i])->currentText(), choices[i], 20000);
    }

    void bringBackWhatTheDiagramWasAskedAbout() {
        const QString picture = folder_.filePath(QStringLiteral("diagram.png"));
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        for (const char* title : {"Network diagram", "Activity"})
            window.findChild<QDockWidget*>(QLatin1String(title))->show();
        auto& activity = *window.findChild<ActivityPanel*>();
        const auto input = [&window] {
            const auto* scene = window.findChild<DiagramPanel*>()->view().scene();
            return scene ? scene->request.input : QString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(input(), QStringLiteral("Example 0"), 20000);
        QTest::keyClick(&activity.input().pad(), Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(input(), QStringLiteral("Drawn"), 20000);
        const Vector<float> drawn = activity.input().pad().values();
        buttonOf(window, QStringLiteral("Network diagram"))->exportTo(0, picture, Format::Png);
        activity.input().showExample(3);
        QTRY_COMPARE_WITH_TIMEOUT(input(), QStringLiteral("Example 3"), 20000);
        window.openFile(picture);
        QTRY_COMPARE_WITH_TIMEOUT(input(), QStringLiteral("Drawn"), 20000);
        QVERIFY(activity.input().pad().values() == drawn);
    }

    void carryTheirRunInMidTraining_data() {
        QTest::addColumn<QString>("title");
        QTest::newRow("outcome") << QStringLiteral("Outcome");
        QTest::newRow("unit") << QStringLiteral("Unit");
    }
    void carryTheirRunInMidTraining() {
        QFETCH(const QString, title);
        const QString picture = folder_.filePath(QStringLiteral("live.png"));
        Session session(smallSession(data_));
        MainWindow window(session);
        window.show();
        window.findChild<QDockWidget*>(title)->show();
        QTRY_COMPARE_WITH_TIMEOUT(session.current().status().state, RunStatus::State::Paused, 20000);
        session.current().start();
        QTRY_VERIFY_WITH_TIMEOUT(session.current().status().update > 50, 20000);
        auto* button = buttonOf(window, title);
        const auto isOfRun = [&] {
            return canExport(*button, picture, Format::Png) &&
                   originFromJson(readOrigin(picture), "live.png").runs.at(0).update > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOfRun(), 20000);
        QVERIFY(session.current().isRunning());
    }

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestInspectorFigures)
#include "tst_inspector_figures.moc"
