#include "app/sessions/session_files.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <atomic>

namespace dalescope {

namespace {

using Report = std::function<void(const QString& fault)>; ///< on the window's thread; empty where all is well

void reportFrom(const std::function<void()>& work, const Report& report) {
    QString fault;
    try {
        work();
    } catch (const std::exception& error) {
        fault = QString::fromUtf8(error.what());
    }
    QMetaObject::invokeMethod(qApp, [report, fault] { report(fault); });
}

/// Is held by every run that has yet to say where it stands; written when the last one has. Where one goes
/// before it could, nothing is: the file of before is worth more than one without that run's training.
class Collection {
public:
    /// isCopy, wanted: see SessionFiles::saveCopy().
    Collection(SavedSession session, std::string path, bool isCopy,
               std::shared_ptr<const std::atomic<bool>> wanted, Report report)
        : session_(std::move(session)), path_(std::move(path)), isCopy_(isCopy), wanted_(std::move(wanted)),
          report_(std::move(report)) {}
    ~Collection() {
        if (answers_ != session_.runs.size()) {
            QMetaObject::invokeMethod(qApp, [report = report_, path = path_] {
                report(QCoreApplication::translate(
                           "dalescope::SessionFiles",
                           "%1: a run went while the session was being saved; save it again.")
                           .arg(QString::fromStdString(path)));
            });
            return;
        }
        auto session = std::make_shared<const SavedSession>(std::move(session_));
        QThreadPool::globalInstance()->start([session, path = path_, wanted = wanted_, report = report_] {
            reportFrom([&] { writeSession(path, *session); }, report);
            if (wanted && !*wanted)
                QFile::remove(QString::fromStdString(path));
        });
    }
    Collection(const Collection&) = delete;
    Collection& operator=(const Collection&) = delete;

    /// On any thread, once for each run.
    void put(std::size_t run, Origin standing) {
        if (isCopy_)
            standing.kept.clear();
        session_.runs[run].standing = std::move(standing);
        ++answers_;
    }

private:
    SavedSession session_;
    std::string path_;
    bool isCopy_;
    std::shared_ptr<const std::atomic<bool>> wanted_;
    Report report_;
    std::atomic<std::size_t> answers_{0};
};

SavedLabel labelOf(const RunLabel& label) {
    return {label.name.toStdString(), label.colour, label.notes.toStdString(), label.pinned, label.hidden};
}

RunLabel restored(const SavedLabel& label) {
    return {QString::fromStdString(label.name), label.colour, QString::fromStdString(label.notes),
            label.pinned, label.hidden};
}

} // namespace

SessionFiles::SessionFiles(Session& session, Layout layout, QObject* parent)
    : QObject(parent), session_(session), layout_(std::move(layout)) {
    connect(&session_.history().stack(), &QUndoStack::cleanChanged, this, &SessionFiles::changed);
    connect(&session_, &Session::statusChanged, this, &SessionFiles::changed);
}

SessionFiles::ProgressOfRuns SessionFiles::progress() const {
    ProgressOfRuns all;
    for (const auto& run : session_.runs())
        all[run->id()] = {run->status().update, run->status().epoch, run->seconds()};
    return all;
}

bool SessionFiles::isModified() const {
    if (!session_.history().stack().isClean() || touches_ != savedTouches_)
        return true;
    for (const auto& [id, now] : progress().asKeyValueRange())
        if (now.update > 0 && now.update != savedProgress_.value(id).update)
            return true;
    return false;
}

void SessionFiles::touch() {
    ++touches_;
    Q_EMIT changed();
}

bool SessionFiles::hasTraining() const {
    return std::ranges::any_of(session_.runs(), [](const auto& run) { return run->hasProgress(); });
}

bool SessionFiles::isWorthAQuestion() const {
    if (!path_.isEmpty() && isModified())
        return true;
    if (!session_.notes().isEmpty() && !session_.history().stack().isClean())
        return true;
    for (const auto& [id, now] : progress().asKeyValueRange()) {
        const Progress before = savedProgress_.value(id);
        const bool isFurther = takesLong(now.epoch - before.epoch, now.seconds - before.seconds);
        if (takesLong(now.epoch, now.seconds) && (isFurther || now.update < before.update))
            return true;
    }
    return false;
}

bool SessionFiles::isChangedElsewhere() const {
    const QFileInfo file(path_);
    return !path_.isEmpty() && file.exists() && file.lastModified() != writtenAt_;
}

void SessionFiles::collect(const Target& target, Done done) {
    if (writing_) {
        next_ = [this, target, done = std::move(done)] { collect(target, done); };
        return;
    }
    writing_ = true;
    const auto& runs = session_.runs();
    SavedSession session;
    session.notes = session_.notes().toStdString();
    session.window = layout_.get();
    if (layout_.getSweep)
        session.sweep = layout_.getSweep();
    session.runs.resize(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].get() == &session_.current())
            session.current = i;
        session.runs[i].id = runs[i]->id();
        session.runs[i].label = labelOf(runs[i]->label());
        session.runs[i].config = runs[i]->document().config();
        session.runs[i].origin = {runs[i]->origin().moment, nullptr, {}, runs[i]->origin().mark};
    }
    const auto collection = std::make_shared<Collection>(
        std::move(session), target.path.toStdString(), target.isCopy, target.wanted,
        [self = QPointer(this), done = std::move(done)](const QString& fault) {
            if (self)
                self->finish(fault, done);
        });
    for (std::size_t i = 0; i < runs.size(); ++i)
        runs[i]->stand([collection, i](Origin standing) { collection->put(i, std::move(standing)); });
}

void SessionFiles::finish(const QString& fault, const Done& done) {
    writing_ = false;
    done(fault);
    if (const auto next = std::exchange(next_, nullptr))
        next();
    if (!writing_)
        Q_EMIT idle();
}

void SessionFiles::save(const QString& path) {
    const int index = session_.history().stack().index();
    collect({path}, [this, path, index, touches = touches_, then = progress()](const QString& fault) {
        if (!fault.isEmpty()) {
            Q_EMIT failed(fault);
            return;
        }
        path_ = path;
        writtenAt_ = QFileInfo(path).lastModified();
        savedProgress_ = then;
        savedTouches_ = touches;
        if (session_.history().stack().index() == index)
            session_.history().stack().setClean();
        Q_EMIT saved(path);
        Q_EMIT changed();
    });
}

void SessionFiles::saveCopy(const QString& path, std::shared_ptr<const std::atomic<bool>> wanted) {
    collect({path, true, std::move(wanted)}, [this, path](const QString& fault) {
        if (fault.isEmpty())
            Q_EMIT copied(path);
        else
            Q_EMIT copyFailed(fault);
    });
}

void SessionFiles::open(const QString& path, bool asCopy) {
    auto read = std::make_shared<SavedSession>();
    const Report report = [self = QPointer(this), read, path, asCopy,
                           number = ++reading_](const QString& fault) {
        if (!self || number != self->reading_)
            return;
        if (fault.isEmpty())
            self->take(std::move(*read), asCopy ? QString() : path);
        else
            Q_EMIT self->failed(fault);
    };
    QThreadPool::globalInstance()->start([read, path = path.toStdString(), report] {
        reportFrom([&] { *read = readSession(path); }, report);
    });
}

void SessionFiles::take(SavedSession saved, const QString& path) {
    std::vector<NewRun> runs;
    for (SavedRun& run : saved.runs)
        runs.push_back({std::move(run.config), restored(run.label), std::move(run.origin), run.id,
                        std::move(run.standing)});
    session_.restore(std::move(runs), saved.current, QString::fromStdString(saved.notes));
    layout_.set(saved.window);
    path_ = path;
    writtenAt_ = QFileInfo(path).lastModified();
    savedTouches_ = touches_;
    savedProgress_ = path.isEmpty() ? ProgressOfRuns() : progress();
    Q_EMIT opened(path);
    Q_EMIT changed();
    if (layout_.setSweep)
        layout_.setSweep(saved.sweep);
}

} // namespace dalescope
