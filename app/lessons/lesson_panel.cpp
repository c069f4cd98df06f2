#include "app/lessons/lesson_panel.h"

#include "core/lessons/parse_lesson.h"
#include "widgets/theme/theme.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

namespace dalescope {

namespace {

QPushButton* makeButton(QWidget* parent, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text, parent);
    button->setToolTip(tip);
    return button;
}

/// " %"
QString suffixOf(const Ask::Guess& guess) {
    const std::string unit = unitOf(guess.quantity);
    return unit.empty() ? QString() : QLatin1Char(' ') + QString::fromStdString(unit);
}

void addLine(QVBoxLayout& column, const QString& text, bool bold = false) {
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    QFont font = label->font();
    font.setBold(bold);
    label->setFont(font);
    column.addWidget(label);
}

/// A number that is asked for: "?" until one is typed, so that none is suggested.
class GuessBox : public QDoubleSpinBox {
public:
    explicit GuessBox(QWidget* parent) : QDoubleSpinBox(parent) {
        setRange(-1e6, 1e6);
        setDecimals(2);
        setSpecialValueText(QStringLiteral("?"));
        setValue(minimum());
    }
    bool isOpen() const { return value() == minimum(); }
    /// What is typed or pasted beside the "?" takes its place.
    QValidator::State validate(QString& input, int& at) const override {
        if (input != specialValueText())
            if (const auto mark = input.indexOf(specialValueText()); mark >= 0) {
                input.remove(mark, specialValueText().size());
                at -= at > mark ? static_cast<int>(specialValueText().size()) : 0;
            }
        return QDoubleSpinBox::validate(input, at);
    }
    void stepBy(int steps) override {
        if (isOpen())
            setValue(0);
        else
            QDoubleSpinBox::stepBy(steps);
    }
};

/// Scrolls where the pane is low; as wide as what it holds, which would else be read in parts.
class QuestionsArea : public QScrollArea {
public:
    explicit QuestionsArea(QWidget* parent) : QScrollArea(parent) {
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
    }
    QSize minimumSizeHint() const override {
        return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
                2 * fontMetrics().height()};
    }
    QSize sizeHint() const override { return widget()->sizeHint(); }
};

/// "8.07 %"
QString number(double value, const Ask::Guess& guess) {
    return QString::fromStdString(lessonNumber(value)) + suffixOf(guess);
}

} // namespace

LessonPanel::LessonPanel(LessonPlayer& player, QWidget* parent)
    : QWidget(parent), player_(player), title_(new QLabel(this)), count_(new QLabel(this)),
      progress_(new QProgressBar(this)), text_(new QTextBrowser(this)),
      body_(new QBoxLayout(QBoxLayout::LeftToRight)), questionsArea_(new QuestionsArea(this)),
      questions_(new QWidget), waiting_(new QLabel(this)),
      back_(makeButton(this, tr("&Back"), tr("Read the step before again; the run goes on"))),
      again_(
          makeButton(this, tr("&Again"),
                     tr("Set the network up anew and do this part again; a new seed that you chose stays"))),
      next_(makeButton(this, {}, {})) {
    title_->setTextFormat(Qt::PlainText);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(5);
    progress_->setAccessibleName(tr("Progress of the lesson"));
    progress_->setToolTip(tr("Progress of the lesson"));
    text_->setAccessibleName(tr("Text of the lesson"));
    text_->setToolTip(tr("What the lesson says"));
    text_->setOpenExternalLinks(true);
    text_->setFrameShape(QFrame::NoFrame);
    waiting_->setWordWrap(true);
    questionsArea_->setWidget(questions_);
    body_->addWidget(text_, 3);
    body_->addWidget(questionsArea_, 2);
    text_->setMinimumHeight(3 * text_->fontMetrics().height()); // on a low screen it scrolls

    auto* foot = new QHBoxLayout;
    foot->addWidget(back_);
    foot->addWidget(again_);
    foot->addWidget(waiting_, 1);
    foot->addWidget(count_);
    foot->addWidget(next_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 6);
    column->setSpacing(4);
    column->addWidget(title_);
    column->addWidget(progress_);
    column->addLayout(body_, 1);
    column->addLayout(foot);
    connect(back_, &QPushButton::clicked, &player_, &LessonPlayer::back);
    connect(again_, &QPushButton::clicked, &player_, &LessonPlayer::again);
    connect(next_, &QPushButton::clicked, &player_, [this] {
        text_->setFocus(); // Next rests while a network is set up, and a letter leaves the keyboard elsewhere
        player_.next();
    });
    connect(&player_, &LessonPlayer::changed, this, &LessonPanel::refresh);
    connect(&player_, &LessonPlayer::waited, this, [this] { waiting_->setText(player_.waitingFor()); });
    refresh();
}

void LessonPanel::setCompact(bool compact) {
    compact_ = compact;
    showTitle();
}

/// Where there is little room, it is the text's.
void LessonPanel::showTitle() {
    title_->setVisible(!compact_ && height() >= 9 * fontMetrics().height());
}

void LessonPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTitle();
    const bool wide = width() > 2 * height() || width() > 700;
    body_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void LessonPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // The rest follows by itself, and no widget may be deleted here: the application's style, font and
    // palette are handed round in a list of all widgets.
    if (player_.lesson() && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        showText();
}

void LessonPanel::refresh() {
    const Lesson* lesson = player_.lesson();
    for (auto* widget : std::initializer_list<QWidget*>{count_, progress_, back_, again_, next_})
        widget->setVisible(lesson != nullptr);
    title_->setText(lesson ? QString::fromStdString(lesson->title) : tr("No lesson is open"));
    if (!lesson) {
        text_->setPlainText(tr("Choose one from the menu Lessons."));
        delete questions_->layout();
        questionsArea_->hide();
        waiting_->clear();
        return;
    }
    const int steps = static_cast<int>(lesson->steps.size());
    count_->setText(tr("Step %1 of %2").arg(player_.step() + 1).arg(steps));
    progress_->setRange(0, steps);
    progress_->setValue(player_.step() + (player_.state() == LessonPlayer::State::Done ? 1 : 0));
    using State = LessonPlayer::State;
    if (player_.state() == State::Preparing)
        awaited_ = -1;
    else if (player_.state() == State::Asking || player_.state() == State::Waiting)
        awaited_ = player_.step();
    showText();
    showQuestions();
    showButtons();
}

void LessonPanel::showText() {
    const auto& step = player_.lesson()->steps[static_cast<std::size_t>(player_.step())];
    const auto& record = player_.record();
    QString markdown =
        QStringLiteral("### %1\n\n%2\n\n").arg(QString::fromStdString(step.heading), record.text);
    const qsizetype before = markdown.size();
    if (!record.after.isEmpty())
        markdown += QStringLiteral("---\n\n%1\n\n").arg(record.after);
    for (const auto& surprise : record.surprises)
        markdown += QStringLiteral("*%1*\n\n").arg(surprise);
    if (record.done && player_.isLast())
        markdown += outcome();
    text_->setMarkdown(markdown);
    // What comes after a question or a wait stands at the end; before, there is all to read.
    const bool isNews = markdown.size() > before && awaited_ == player_.step();
    text_->verticalScrollBar()->setValue(isNews ? text_->verticalScrollBar()->maximum() : 0);
}

QString LessonPanel::outcome() const {
    const auto [right, asked] = player_.score();
    if (asked == 0)
        return {};
    return (asked == 1 ? tr("**You predicted %1 of %2 outcome.**")
                       : tr("**You predicted %1 of %2 outcomes.**"))
        .arg(right)
        .arg(asked);
}

void LessonPanel::showQuestions() {
    qDeleteAll(questions_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    delete questions_->layout();
    auto* column = new QVBoxLayout(questions_);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(4);
    const auto& answers = player_.record().answers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const bool open = player_.state() == LessonPlayer::State::Asking && i + 1 == answers.size();
        addLine(*column, answers[i].question, true);
        if (answers[i].ask->guess)
            addGuess(*column, answers[i], open);
        else
            addOptions(*column, answers[i], open);
    }
    column->addStretch(1);
    questionsArea_->setVisible(!answers.empty());
    questionsArea_->updateGeometry();
    // Where it scrolls: the options with their question, else what is to be typed or came of it.
    const bool hasOptions = player_.state() == LessonPlayer::State::Asking &&
                            questions_->findChild<QPushButton*>() &&
                            !questions_->findChild<QDoubleSpinBox*>();
    QTimer::singleShot(0, questionsArea_, [area = questionsArea_, hasOptions] {
        area->verticalScrollBar()->setValue(hasOptions ? 0 : area->verticalScrollBar()->maximum());
    });
    // Whoever goes on by the keyboard can answer at once.
    const QWidget* focus = window()->focusWidget();
    if (player_.state() != LessonPlayer::State::Asking || (focus && !isAncestorOf(focus)))
        return;
    if (auto* field = questions_->findChild<QDoubleSpinBox*>())
        field->setFocus();
    else if (auto* option = questions_->findChild<QPushButton*>())
        option->setFocus();
}

void LessonPanel::addOptions(QVBoxLayout& column, const LessonPlayer::Record::Answer& answer, bool open) {
    const bool told = player_.record().done;
    for (std::size_t i = 0; i < answer.ask->options.size(); ++i) {
        const int option = static_cast<int>(i);
        const bool right = i == answer.ask->right, chosen = option == answer.chosen;
        const QString text = QString(answer.options[option]).replace(u'&', QLatin1String("&&"));
        if (open) {
            auto* button = makeButton(questions_, QStringLiteral("&%1  %2").arg(option + 1).arg(text),
                                      tr("Predict this (Alt+%1)").arg(option + 1));
            button->setAccessibleName(button->text().remove(u'&'));
            // The click ends with the button gone.
            connect(
                button, &QPushButton::clicked, &player_, [this, option] { player_.choose(option); },
                Qt::QueuedConnection);
            column.addWidget(button);
            continue;
        }
        const QString mark = told && right    ? QStringLiteral("\u2713 ")
                             : told && chosen ? QStringLiteral("\u2717 ")
                             : chosen         ? QStringLiteral("\u2192 ")
                                              : QStringLiteral("\u2007\u2007");
        addLine(column, mark + text + (chosen ? tr(" (your prediction)") : QString()),
                chosen || (told && right));
    }
}

void LessonPanel::addGuess(QVBoxLayout& column, const LessonPlayer::Record::Answer& answer, bool open) {
    const Ask::Guess& asked = *answer.ask->guess;
    if (!open) {
        if (answer.guess)
            addLine(column, tr("You predicted %1.").arg(number(*answer.guess, asked)));
        if (answer.actual)
            addLine(column,
                    tr("It came to %1%2.")
                        .arg(number(*answer.actual, asked),
                             !answer.guess ? QString()
                             : answer.isRight()
                                 ? tr(": close enough \u2713")
                                 : tr(": further off than %1").arg(number(asked.tolerance, asked))),
                    true);
        return;
    }
    auto* box = new GuessBox(questions_);
    box->setSuffix(suffixOf(asked));
    box->setAccessibleName(answer.question);
    box->setToolTip(tr("Your prediction"));
    auto* button = makeButton(questions_, tr("&Predict"), tr("Predict this number and see what comes"));
    connect(
        button, &QPushButton::clicked, &player_, [this, box] { player_.guess(box->value()); },
        Qt::QueuedConnection);
    button->setEnabled(false);
    connect(box, &QDoubleSpinBox::valueChanged, button,
            [box, button] { button->setEnabled(!box->isOpen()); });
    box->selectAll();
    connect(box->findChild<QLineEdit*>(), &QLineEdit::returnPressed, button, &QPushButton::click);
    auto* row = new QHBoxLayout;
    row->addWidget(box, 1);
    row->addWidget(button);
    column.addLayout(row);
}

void LessonPanel::showButtons() {
    using State = LessonPlayer::State;
    const State state = player_.state();
    back_->setEnabled(player_.step() > 0);
    next_->setEnabled(state != State::Preparing);
    const auto say = [this](const QString& text, const QString& tip) {
        next_->setText(text);
        next_->setToolTip(tip);
    };
    if (state == State::Asking)
        say(tr("&Next: do not predict"), tr("Go on without a prediction"));
    else if (state == State::Waiting)
        say(tr("&Next: do not wait"), tr("Go on before it has happened"));
    else if (state == State::Held)
        say(tr("&Next: set it up"), tr("Try again to set up the network of the lesson"));
    else if (player_.isLast())
        say(tr("&Next: finish"), tr("Close the lesson; its network stays"));
    else
        say(tr("&Next"), tr("Go on to the next step"));
    waiting_->setText(state == State::Held ? tr("The network of the lesson is not there.")
                                           : player_.waitingFor());
}

} // namespace dalescope
