// Every inspector's figures: they can be written, and bring their run and the inspector back.
#include "app/figures/figure_bar.h"
#include "app/main_window.h"
#include "tests/app/small_session.h"
#include "widgets/inspectors/intervention_sweep_view.h"
#include "widgets/plots/drawing_button.h"
#include "widgets/plots/figure_file.h"
#include "widgets/plots/figure_origin.h"

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
            QTRY_VERIFY_WITH_TIMEOUT(canExport(*button, numbers, Format::Csv), 20000);
            button->exportTo(0, picture, Format::Png);
            QVERIFY_EXCEPTION_THROWN(button->exportTo(0, QStringLiteral("/nowhere/x.svg"), Format::Svg),
                                     Error);
        }
        QFile csv(numbers);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readAll().trimmed().split('\n').size() >= leastLines);
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

private:
    OwnSettings settings_;
    IdxFolder data_;
    QTemporaryDir folder_;
};

QTEST_MAIN(TestInspectorFigures)
#include "tst_inspector_figures.moc"
