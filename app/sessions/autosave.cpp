#include "app/sessions/autosave.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <chrono>
#include <utility>

namespace dalescope {

namespace {

using namespace std::chrono_literals;

constexpr auto lookEvery = 5s;
constexpr auto copyEvery = 180s;
constexpr auto copyAtRestAfter = 15s; ///< so that stepping a run by hand does not write after each step

QString lockOf(const QString& copy) {
    return copy + QStringLiteral(".lock");
}

std::unique_ptr<QLockFile> makeLock(const QString& copy) {
    auto lock = std::make_unique<QLockFile>(lockOf(copy));
    lock->setStaleLockTime(0); // it goes stale with its process, not with time
    return lock;
}

} // namespace

Autosave::Autosave(Session& session, SessionFiles& files, const QString& folder, QObject* parent)
    : QObject(parent), session_(session), files_(files), folder_(folder),
      copy_(QDir(folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) +
                                  QLatin1String(sessionSuffix))) {
    QDir().mkpath(folder_);
    lock_ = makeLock(copy_);
    lock_->tryLock();
    since_.start();
    connect(&timer_, &QTimer::timeout, this, &Autosave::look);
    timer_.start(lookEvery);
    connect(&files_, &SessionFiles::copied, this, [this] { saidSo_ = false; });
    connect(&files_, &SessionFiles::copyFailed, this, [this](const QString& sentence) {
        if (!std::exchange(saidSo_, true))
            Q_EMIT failed(sentence);
    });
    connect(&files_, &SessionFiles::saved, this, &Autosave::clear);
    connect(&files_, &SessionFiles::opened, this, &Autosave::clear);
}

Autosave::~Autosave() {
    clear();
}

void Autosave::clear() {
    *std::exchange(wanted_, std::make_shared<std::atomic<bool>>(true)) = false;
    QFile::remove(copy_);
}

QStringList Autosave::left() const {
    QStringList paths;
    const QDir folder(folder_);
    for (const QFileInfo& file : folder.entryInfoList({QStringLiteral("*") + QLatin1String(sessionSuffix)},
                                                      QDir::Files, QDir::Time)) {
        if (file.absoluteFilePath() == QFileInfo(copy_).absoluteFilePath())
            continue;
        const auto lock = makeLock(file.filePath());
        if (lock->tryLock()) // nobody holds it
            paths.append(file.filePath());
    }
    return paths;
}

void Autosave::adopt(const QString& path) {
    QFile::remove(copy_);
    QFile::rename(path, copy_);
}

void Autosave::look() {
    // By what it has reached: a run may start and end between two looks.
    for (const auto& run : session_.runs())
        if (!run->isRunning() &&
            std::exchange(rested_[run->id()], run->status().update) != run->status().update)
            restless_ = true;
    restless_ = restless_ && files_.isModified();
    const bool due =
        since_.hasExpired(std::chrono::milliseconds(restless_ ? copyAtRestAfter : copyEvery).count());
    const bool isWorthIt = files_.hasTraining() || !session_.notes().isEmpty();
    if (!due || files_.isWriting() || !isWorthIt || !files_.isModified())
        return;
    restless_ = false;
    since_.restart();
    copy();
}

} // namespace dalescope
