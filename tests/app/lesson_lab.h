// A window in which lessons are played, by the buttons that a student has.
#pragma once

#include "app/lessons/lesson_player.h"
#include "app/lessons/window_guide.h"
#include "app/main_window.h"
#include "core/experiments/presets.h"
#include "tests/app/small_session.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QMenuBar>
#include <QTest>
#include <QTextBrowser>

namespace dalescope {

struct LessonLab {
    void open() {
        session_ = std::make_unique<Session>(findPreset("glyphs-dann").config);
        window_ = std::make_unique<MainWindow>(*session_);
        window_->resize(1280, 800);
        window_->show();
        QTRY_COMPARE_WITH_TIMEOUT(session_->current().status().state, RunStatus::State::Paused, 30000);
        player_ = window_->findChild<LessonPlayer*>();
        guide_ = window_->findChild<WindowGuide*>();
        QVERIFY(player_ && guide_);
    }
    void reset() {
        player_->close();
        session_->current().reset();
    }
    void close() {
        window_.reset();
        session_.reset();
    }

    QAction* menuAction(const QString& text) const {
        for (auto* menu : window_->menuBar()->findChildren<QMenu*>())
            for (auto* action : menu->actions())
                if (action->text() == text)
                    return action;
        qFatal("no action %s", qPrintable(text));
    }
    QDockWidget* dock() const { return window_->findChild<QDockWidget*>(QStringLiteral("Lesson")); }
    QString text() const { return dock()->findChild<QTextBrowser*>()->toPlainText(); }

    void click(const QString& beginning) {
        for (auto* button : dock()->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->text().remove(u'&').startsWith(beginning)) {
                QTest::mouseClick(button, Qt::LeftButton);
                QCoreApplication::processEvents();
                return;
            }
        QFAIL(qPrintable(QStringLiteral("no button ") + beginning));
    }

    /// Answers and waits until the step is through.
    void playStep() {
        using State = LessonPlayer::State;
        while (player_->state() != State::Done) {
            if (player_->state() == State::Asking) {
                if (player_->record().answers.back().ask->guess) {
                    dock()->findChild<QDoubleSpinBox*>()->setValue(12);
                    click(QStringLiteral("Predict"));
                } else
                    click(QStringLiteral("1"));
                if (QTest::currentTestFailed())
                    return;
                continue;
            }
            QVERIFY(player_->state() != State::Held);
            QTRY_VERIFY_WITH_TIMEOUT(
                player_->state() != State::Preparing && player_->state() != State::Waiting, 60000);
        }
    }

    OwnSettings settings_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    LessonPlayer* player_ = nullptr;
    WindowGuide* guide_ = nullptr;
};

} // namespace dalescope
