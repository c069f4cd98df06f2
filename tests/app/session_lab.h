// What tests of session files share: a session with its window, trained, saved and opened.
#pragma once

#include "app/main_window.h"
#include "app/time/time_travel.h"
#include "tests/app/small_session.h"

#include <QDockWidget>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cstring>

namespace dalescope {

constexpr int patience = 20000; // milliseconds

inline bool isReady(const Run& run) {
    return run.status().state == RunStatus::State::Paused;
}

inline void train(Run& run, int updates) {
    const std::int64_t to = run.status().update + updates;
    QTRY_VERIFY_WITH_TIMEOUT(isReady(run), patience);
    run.runUpdates(updates);
    QTRY_VERIFY_WITH_TIMEOUT(run.status().update == to && isReady(run), patience);
}

/// Bit by bit.
inline void compareJournals(const Journal& a, const Journal& b) {
    QCOMPARE(a.rows(), b.rows());
    for (std::size_t s = 0; s < a.seriesCount(); ++s) {
        QCOMPARE(a.series(s).size(), b.series(s).size());
        for (std::size_t i = 0; i < a.series(s).size(); ++i)
            QVERIFY(a.series(s)[i].row == b.series(s)[i].row &&
                    std::memcmp(&a.series(s)[i].value, &b.series(s)[i].value, sizeof(float)) == 0);
    }
    QCOMPARE(a.marks(), b.marks());
}

inline QDockWidget* dockOf(MainWindow& window, const QString& title) {
    for (auto* dock : window.findChildren<QDockWidget*>())
        if (dock->windowTitle() == title)
            return dock;
    return nullptr;
}

/// By the dialog that is open; empty where there is none.
inline QString told(MainWindow& window) {
    const auto* box = window.findChild<QMessageBox*>();
    return box ? box->text() : QString();
}

/// A session and its window.
struct Lab {
    Session session;
    MainWindow window{session};

    explicit Lab(const Config& config) : session(config) {
        window.show();
        ready();
    }
    void goTo(std::int64_t update) {
        const auto isKept = [&](const auto& moment) { return moment->state.update == update; };
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(time().kept(), isKept), patience);
        time().goTo(update);
        QCOMPARE(time().update(), update);
    }
    TimeTravel& time() { return *window.findChild<TimeTravel*>(); }
    void ready() { QTRY_VERIFY_WITH_TIMEOUT(isReady(session.current()), patience); }
    void save(const QString& file) {
        QSignalSpy saved(&window.files(), &SessionFiles::saved);
        window.files().save(file);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
    }
    void open(const QString& file) {
        QSignalSpy opened(&window.files(), &SessionFiles::opened);
        window.openFile(file);
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, patience);
    }
};

} // namespace dalescope
