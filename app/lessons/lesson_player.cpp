#include "app/lessons/lesson_player.h"

#include "app/lessons/window_guide.h"
#include "core/common/text.h"
#include "core/lessons/parse_lesson.h"

#include <algorithm>
#include <cmath>

namespace dalescope {

namespace {

constexpr int looking = 50; // milliseconds between two looks at what is waited for

void rename(Run& run, const QString& name) {
    RunLabel label = run.label();
    label.name = name;
    run.setLabel(label);
}

} // namespace

bool LessonPlayer::Record::Answer::isRight() const {
    if (!ask->guess)
        return chosen == static_cast<int>(ask->right);
    return guess && actual && std::abs(*guess - *actual) <= ask->guess->tolerance;
}

LessonPlayer::LessonPlayer(Session& session, WindowGuide& guide, QObject* parent)
    : QObject(parent), session_(session), guide_(guide) {
    timer_.setInterval(looking);
    connect(&timer_, &QTimer::timeout, this, &LessonPlayer::look);
    connect(&session_, &Session::failed, this, [this] {
        if (state_ == State::Preparing)
            setState(State::Held);
    });
    connect(&session_, &Session::removed, this, [this] {
        if (!isLost())
            return;
        timer_.stop();
        disconnect(click_);
        guide_.clear();
        setState(State::Held);
    });
}

void LessonPlayer::open(Lesson lesson) {
    close();
    resting_ = false;
    lesson_ = std::move(lesson);
    records_.assign(lesson_->steps.size(), {});
    enter(0);
}

void LessonPlayer::close() {
    timer_.stop();
    disconnect(click_);
    guide_.clear();
    guide_.leaveOpen();
    lesson_.reset();
    records_.clear();
    kept_.clear();
    others_.clear();
    session_.setAside({});
    own_ = 0;
    newest_ = shown_ = 0;
    setState(State::Idle);
}

void LessonPlayer::rest(bool resting) {
    resting_ = resting;
    session_.setAside(resting ? std::vector<int>() : others_);
    if (resting)
        return guide_.clear();
    if (!lesson_)
        return;
    const auto& actions = lesson_->steps[static_cast<std::size_t>(newest_)].actions;
    for (std::size_t i = 0; i < actions.size() && i <= at_; ++i) {
        if (const auto* point = std::get_if<Point>(&actions[i].what))
            guide_.point(QString::fromStdString(point->control));
        const auto* click = std::get_if<WaitForClick>(&actions[i].what);
        if (click && i == at_ && state_ == State::Waiting) {
            guide_.point(QString::fromStdString(click->control));
            guide_.watch(QString::fromStdString(click->control));
        }
    }
}

const Action& LessonPlayer::action() const {
    return lesson_->steps[static_cast<std::size_t>(newest_)].actions[at_];
}

void LessonPlayer::enter(int step) {
    newest_ = shown_ = step;
    at_ = 0;
    newestRecord() = {};
    newestRecord().text = filled(lesson_->steps[static_cast<std::size_t>(step)].text);
    guide_.clear();
    QStringList shown;
    for (const auto& action : lesson_->steps[static_cast<std::size_t>(step)].actions)
        if (const auto* show = std::get_if<Show>(&action.what))
            shown << QString::fromStdString(show->panel);
    guide_.putAway(shown);
    proceed();
}

/// Does actions until one holds the step up or all are done.
void LessonPlayer::proceed() {
    const auto& actions = lesson_->steps[static_cast<std::size_t>(newest_)].actions;
    for (; at_ < actions.size(); ++at_)
        if (!perform(actions[at_]))
            return;
    finishStep();
}

/// False where it holds the step up; state_ says why.
bool LessonPlayer::perform(const Action& action) {
    if (const auto* wanted = std::get_if<SetUp>(&action.what)) {
        setUp(*wanted);
        return false;
    }
    if (const auto* change = std::get_if<Change>(&action.what)) {
        const QString fault = run().document().edit(change->path, change->value);
        if (!fault.isEmpty())
            newestRecord().surprises.append(fault);
        else if (change->path == "training.seed") // the lesson's own choice
            wanted_.training.seed = run().document().config().training.seed;
    } else if (const auto* steer = std::get_if<Steer>(&action.what)) {
        if (steer->verb == Steer::Verb::Start) {
            run().start();
        } else if (steer->verb == Steer::Verb::Run) {
            run().runUpdates(static_cast<int>(steer->updates));
        } else if (run().isRunning()) { // what follows tells of the update at which it comes to rest
            run().pause();
            timer_.start();
            setState(State::Waiting);
            return false;
        }
    } else if (const auto* point = std::get_if<Point>(&action.what)) {
        guide_.point(QString::fromStdString(point->control));
    } else if (const auto* show = std::get_if<Show>(&action.what)) {
        guide_.showPanel(QString::fromStdString(show->panel));
    } else if (const auto* plots = std::get_if<ShowPlots>(&action.what)) {
        guide_.showPlots(plots->plots);
    } else if (const auto* wait = std::get_if<Wait>(&action.what)) {
        if (isMet(*wait))
            return true;
        timer_.start();
        setState(State::Waiting);
        return false;
    } else if (const auto* click = std::get_if<WaitForClick>(&action.what)) {
        const QString control = QString::fromStdString(click->control);
        guide_.point(control);
        click_ = connect(&guide_, &WindowGuide::used, this, [this, control](const QString& name) {
            if (name == control && state_ == State::Waiting) {
                disconnect(click_);
                ++at_;
                proceed();
            }
        });
        guide_.watch(control);
        setState(State::Waiting);
        return false;
    } else if (const auto* ask = std::get_if<Ask>(&action.what)) {
        QStringList options;
        for (const auto& option : ask->options)
            options << filled(option);
        newestRecord().answers.push_back({ask, filled(ask->question), options, -1, {}, {}});
        setState(State::Asking);
        return false;
    } else if (const auto* keep = std::get_if<Keep>(&action.what)) {
        if (const auto now = value(keep->quantity)) {
            std::erase_if(kept_, [&](const auto& kept) { return kept.first == keep->name; });
            kept_.emplace_back(keep->name, *now);
        }
    } else if (const auto* expected = std::get_if<Expect>(&action.what)) {
        expect(*expected);
    }
    return true;
}

Run& LessonPlayer::run() const {
    Run* own = session_.find(own_);
    return own ? *own : session_.current();
}

void LessonPlayer::setUp(const SetUp& wanted) {
    const std::int64_t asked = wanted.config.training.seed;
    const bool wasSetUp = state_ != State::Held && state_ != State::Preparing;
    if (const Run* before = session_.find(own_); before && wasSetUp)
        if (const auto now = before->document().config().training.seed; now != wanted_.training.seed)
            seed_.chosen = now;
    if (own_ == 0 || asked != seed_.ofLesson)
        seed_ = {asked, asked};
    wanted_ = wanted.config;
    wanted_.training.seed = seed_.chosen;
    wanted_.data.folder = session_.current().document().config().data.folder;
    const QString lesson = tr("Lesson: %1"), title = lesson.arg(QString::fromStdString(lesson_->title));
    const auto isLessons = [&](const Run& run) { return run.label().name.startsWith(lesson.arg(QString())); };
    Run* own = session_.find(own_);
    const bool isFirst = !own;
    if (!own && session_.current().hasProgress()) {
        NewRun made;
        made.config = wanted_;
        made.label.name = title;
        own = &session_.add(std::move(made), title);
    } else {
        own = own ? own : &session_.current();
        session_.setCurrent(*own);
        if (isLessons(*own))
            rename(*own, title);
        own->overwrite(wanted_, title);
    }
    own_ = own->id();
    if (isFirst) {
        others_.clear();
        for (const auto& run : session_.runs())
            if (run.get() != own)
                others_.push_back(run->id());
        session_.setAside(others_);
    }
    // Curves of lessons before would be read as this one's.
    for (const auto& run : session_.runs())
        if (RunLabel label = run->label(); run->id() != own_ && isLessons(*run)) {
            label.hidden = true;
            run->setLabel(label);
        }
    timer_.start();
    setState(State::Preparing);
}

bool LessonPlayer::isSetUp() const {
    return run().journal() && run().document().config() == wanted_ && !run().hasProgress() &&
           run().status().state == RunStatus::State::Paused;
}

bool LessonPlayer::isMet(const Wait& wait) const {
    const Condition& condition = wait.condition;
    const auto left = value(condition.left);
    const auto* number = std::get_if<double>(&condition.right);
    const auto right = number ? std::optional(*number) : value(std::get<std::string>(condition.right));
    return left && right && condition.holds(*left, *right);
}

void LessonPlayer::expect(const Expect& expected) {
    if (isMet({expected.condition}))
        return;
    const auto now = value(expected.condition.left);
    newestRecord().surprises.append(
        tr("Your run came out otherwise: the lesson has %1, and %2 is %3.")
            .arg(QString::fromStdString(expected.condition.text()),
                 QString::fromStdString(expected.condition.left),
                 now ? QString::fromStdString(lessonNumber(*now)) : tr("not measured")));
}

void LessonPlayer::look() {
    if (resting_)
        return;
    if (state_ == State::Preparing && isSetUp()) {
        timer_.stop();
        ++at_;
        proceed();
    } else if (state_ == State::Waiting) {
        const auto* wait = std::get_if<Wait>(&action().what);
        if (wait ? isMet(*wait) : !run().isRunning()) {
            timer_.stop();
            ++at_;
            proceed();
        } else {
            Q_EMIT waited();
        }
    }
}

void LessonPlayer::finishStep() {
    Record& record = newestRecord();
    for (auto& answer : record.answers)
        if (answer.ask->guess)
            answer.actual = value(answer.ask->guess->quantity);
    record.after = filled(lesson_->steps[static_cast<std::size_t>(newest_)].after);
    record.done = true;
    setState(State::Done);
}

QString LessonPlayer::filled(const std::string& text) const {
    return QString::fromStdString(withValues(text, [this](const auto& name) { return value(name); }));
}

void LessonPlayer::setState(State state) {
    state_ = state;
    Q_EMIT changed();
}

void LessonPlayer::next() {
    if (!lesson_)
        return;
    if (shown_ < newest_) {
        ++shown_;
        Q_EMIT changed();
    } else if (state_ == State::Held) {
        isLost() ? again() : proceed();
    } else if (state_ == State::Asking || state_ == State::Waiting) {
        timer_.stop();
        disconnect(click_);
        ++at_;
        proceed();
    } else if (state_ == State::Done && isLast()) {
        Q_EMIT finished();
    } else if (state_ == State::Done) {
        enter(newest_ + 1);
    }
}

void LessonPlayer::back() {
    if (!lesson_ || shown_ == 0)
        return;
    --shown_;
    Q_EMIT changed();
}

void LessonPlayer::again() {
    if (!lesson_)
        return;
    const auto setsUp = [this](int step) {
        return std::ranges::any_of(lesson_->steps[static_cast<std::size_t>(step)].actions,
                                   [](const Action& a) { return std::holds_alternative<SetUp>(a.what); });
    };
    int from = shown_;
    while (from > 0 && !setsUp(from))
        --from;
    timer_.stop();
    disconnect(click_);
    enter(from);
}

void LessonPlayer::choose(int option) {
    if (state() != State::Asking)
        return;
    auto& answer = newestRecord().answers.back();
    if (option < 0 || option >= static_cast<int>(answer.ask->options.size()))
        return;
    answer.chosen = option;
    ++at_;
    proceed();
}

void LessonPlayer::guess(double value) {
    if (state() != State::Asking || !newestRecord().answers.back().ask->guess)
        return;
    newestRecord().answers.back().guess = value;
    ++at_;
    proceed();
}

std::optional<double> LessonPlayer::value(const std::string& quantity) const {
    for (const auto& [name, value] : kept_)
        if (name == quantity)
            return value;
    const RunStatus& status = run().status();
    if (quantity == "update")
        return static_cast<double>(status.update);
    if (quantity == "epoch")
        return status.epoch;
    if (quantity == "speed")
        return status.updatesPerSecond;
    const auto journal = run().journal();
    const Series* series = journal ? journal->find(quantity) : nullptr;
    if (!series || series->size() == 0)
        return {};
    return (*series)[series->size() - 1].value;
}

QString LessonPlayer::waitingFor() const {
    if (state() == State::Preparing)
        return tr("The network is being set up\u2026");
    if (state() != State::Waiting)
        return {};
    if (const auto* click = std::get_if<WaitForClick>(&action().what))
        return tr("Use \u201c%1\u201d, which is framed.").arg(QString::fromStdString(click->control));
    if (std::holds_alternative<Steer>(action().what))
        return tr("The run is being paused\u2026");
    if (!run().isRunning() && !run().hasProgress() &&
        run().document().config().training.seed != wanted_.training.seed)
        return tr("The run begins anew with another seed: \u201cAgain\u201d does this part with it.");
    const Condition& condition = std::get<Wait>(action().what).condition;
    const auto now = value(condition.left);
    const QString what = QString::fromStdString(condition.text());
    if (!run().isRunning())
        return tr("The run is paused; waiting for %1.").arg(what);
    return now ? tr("Waiting for %1; it is %2 now.").arg(what, QString::fromStdString(lessonNumber(*now)))
               : tr("Waiting for %1.").arg(what);
}

std::pair<int, int> LessonPlayer::score() const {
    int right = 0, asked = 0;
    for (const auto& record : records_)
        for (const auto& answer : record.answers)
            if (record.done && (answer.chosen >= 0 || answer.guess)) {
                ++asked;
                right += answer.isRight();
            }
    return {right, asked};
}

} // namespace dalescope
