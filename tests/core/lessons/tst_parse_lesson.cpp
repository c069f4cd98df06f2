// Lessons as a teacher writes them, right and wrong.
#include "core/common/error.h"
#include "core/lessons/parse_lesson.h"

#include <QTest>

using namespace dalescope;

namespace {

const std::string good = R"(# Two networks

What this is about.

## First

Look at {update} updates.

```lesson
preset: glyphs-dann
set: network.layers.0.units = 50
set: training.learning_rate = 0.05
ask: What comes?
option: More
right: Less
start
wait: test_error < 40
keep: before = test_error
set: training.learning_rate = 0.01
plot: error, ei_ratio
point: Learning rate
ask: And then?
guess: test_error within 5
expect: test_error <= before
```

It was {before}.
)";

/// A lesson of one step with this block.
std::string withBlock(const std::string& block) {
    return "# T\n## S\ntext\n```lesson\npreset: glyphs-dann\n" + block + "\n```\n";
}

QString faultOf(const std::string& text) {
    try {
        parseLesson(text, "mine.md");
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class TestParseLesson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsStepsActionsAndTexts() {
        const Lesson lesson = parseLesson(good, "mine.md");
        QCOMPARE(lesson.title, std::string("Two networks"));
        QCOMPARE(lesson.about, std::string("What this is about."));
        QCOMPARE(lesson.steps.size(), std::size_t(1));
        const LessonStep& step = lesson.steps[0];
        QCOMPARE(step.after, std::string("It was {before}."));
        QCOMPARE(step.actions.size(), std::size_t(10));
        const auto& setUp = std::get<SetUp>(step.actions[0].what);
        QCOMPARE(setUp.config.layers[0].units, 50);
        QCOMPARE(setUp.config.training.learningRate, 0.05);
        const auto& ask = std::get<Ask>(step.actions[1].what);
        QCOMPARE(ask.options, (std::vector<std::string>{"More", "Less"}));
        QCOMPARE(ask.right, std::size_t(1));
        QCOMPARE(std::get<Change>(step.actions[5].what).value, Value(0.01));
        QCOMPARE(std::get<Ask>(step.actions[8].what).guess->tolerance, 5.0);
        QCOMPARE(std::get<Wait>(step.actions[3].what).condition.text(), std::string("test_error < 40"));
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& text, const char* sentence) {
            QTest::newRow(name) << QString::fromStdString(text) << QString::fromUtf8(sentence);
        };
        row("word", withBlock("strat"),
            "mine.md, line 6: \"strat\" is nothing that a step can do; did you mean \"start\"?");
        row("preset", "# T\n## S\ntext\n```lesson\npreset: glyps-dann\n```\n",
            "mine.md, line 5: glyps-dann: there is no such preset; did you mean \"glyphs-dann\"?");
        row("setting", withBlock("set: training.lerning_rate = 1"),
            "mine.md, line 6: training.lerning_rate: there is no such setting; did you mean "
            "\"training.learning_rate\"?");
        row("value", withBlock("set: training.batch_size = 0"),
            "mine.md, line 6: training.batch_size: 0 is out of range; give a whole number from 1 to 65536.");
        row("layer", withBlock("set: network.layers.7.units = 5"),
            "mine.md, line 6: network.layers.7.units: the network has 3 layers; count them from 0.");
        row("fixed", withBlock("start\nset: training.seed = 2"),
            "mine.md, line 7: training.seed is fixed while a run goes on; put it right after a preset.");
        row("quantity", withBlock("wait: tets_error < 3"),
            "mine.md, line 6: nothing called \"tets_error\" is measured here; did you mean \"test_error\"?");
        row("no such layer", withBlock("wait: ei_ratio.3 < 3"),
            "mine.md, line 6: nothing called \"ei_ratio.3\" is measured here; did you mean \"ei_ratio.0\"?");
        row("condition", withBlock("wait: update 500"),
            "mine.md, line 6: \"update 500\" is no condition; write it as \"update >= 500\".");
        row("number", withBlock("wait: update >= 5oo"),
            "mine.md, line 6: \"5oo\" is not a number; write it as 12 or 0.5.");
        row("nothing after", withBlock("point:"),
            "mine.md, line 6: \"point\" needs something after a colon; write it as \"point: Learning "
            "rate\".");
        row("something after", withBlock("start: now"),
            "mine.md, line 6: \"start\" stands alone; write it as \"start\".");
        row("updates", withBlock("run: 1.5"),
            "mine.md, line 6: \"1.5\" is no number of updates; give a whole number from 1 to 1000000.");
        row("one option", withBlock("ask: Well?\nright: Yes\nstart"),
            "mine.md, line 6: the question has no answers to choose from; put \"option:\" lines and one "
            "\"right:\" line, or \"guess:\", after it.");
        row("two right", withBlock("ask: Well?\nright: Yes\nright: No"),
            "mine.md, line 8: the question has two right answers; write \"option:\" for the wrong ones.");
        row("option alone", withBlock("option: Yes"),
            "mine.md, line 6: there is no question before this line; put \"ask:\" right before its options.");
        row("no run", "# T\n## S\ntext\n```lesson\nstart\n```\n",
            "mine.md, line 5: \"start\" needs a network; set one up with \"preset:\" first.");
        row("unknown value in a later line of the text",
            "# T\n## S\ntext\n\nIt is {update},\nno, {test_error}.\n",
            "mine.md, line 6: nothing called \"test_error\" is measured here; use update, epoch, a kept name "
            "or the name of a series such as test_error.");
        row("unknown value after the block", withBlock("start") + "after\nIt is {tets_error}.\n",
            "mine.md, line 9: nothing called \"tets_error\" is measured here; did you mean \"test_error\"?");
        row("unknown value in the text", "# T\n## S\nIt is {test_error}.\n",
            "mine.md, line 3: nothing called \"test_error\" is measured here; use update, epoch, a kept name "
            "or the name of a series such as test_error.");
        row("unknown value in a question", withBlock("ask: Above {befor}?\noption: Yes\nright: No"),
            "mine.md, line 6: nothing called \"befor\" is measured here; use update, epoch, a kept name or "
            "the name of a series such as test_error.");
        row("unknown value in an answer", withBlock("ask: Well?\noption: {updat}\nright: No"),
            "mine.md, line 7: nothing called \"updat\" is measured here; did you mean \"update\"?");
        row("open block", "# T\n## S\ntext\n```lesson\n",
            "mine.md, line 4: the block that begins here is not closed; put a line of ``` after its last "
            "line.");
        row("open block before another step",
            "# T\n## S\ntext\n```lesson\npreset: glyphs-dann\nIt was so.\n\n## B\ntext\n```lesson\n```\n",
            "mine.md, line 4: the block that begins here is not closed before line 8 (\"## B\"); put a line "
            "of "
            "``` after its last line.");
        row("open block before another block", "# T\n## S\ntext\n```lesson\nstart\n```lesson\n```\n",
            "mine.md, line 4: the block that begins here is not closed before line 6 (\"```lesson\"); put a "
            "line "
            "of ``` after its last line.");
        row("other block", "# T\n## S\n```python\n```\n",
            "mine.md, line 3: a block must be marked as the lesson's; write ```lesson.");
        row("second block", "# T\n## S\ntext\n```lesson\n```\n```lesson\n```\n",
            "mine.md, line 6: the step has a block already; join the two, or begin another step.");
        row("no text", "# T\n## S\n```lesson\n```\n",
            "mine.md, line 2: the step has no text; say under its heading what it is about.");
        row("no title", "## S\ntext\n",
            "mine.md, line 1: the lesson has no title; begin with a line \"# Title\".");
        row("no step", "# T\ntext",
            "mine.md, line 2: the lesson has no step; begin each with a line \"## "
            "Heading\".");
        row("empty", "", "mine.md, line 1: the lesson has no title; begin with a line \"# Title\".");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        QCOMPARE(faultOf(text.toStdString()), sentence);
    }

    void checksTheNamesThatTheWindowHas() {
        const Lesson lesson =
            parseLesson(withBlock("point: Learning rate\nplot: ei_ratio\nshow: Weights"), "m.md");
        checkNames(lesson, "m.md", {{"Learning rate"}, {"Weights"}, {"ei_ratio"}});
        const std::pair<LessonNames, const char*> wrong[] = {
            {{{"Learning rates"}, {"Weights"}, {"ei_ratio"}},
             "m.md, line 6: the window has no control \"Learning rate\"; did you mean \"Learning rates\"?"},
            {{{"Learning rate"}, {}, {"ei_ratio"}},
             "m.md, line 8: the window has no panel \"Weights\"; use the name that its tool tip or title "
             "shows."},
            {{{"Learning rate"}, {"Weights"}, {"ei_ration"}},
             "m.md, line 7: the window has no plot \"ei_ratio\"; did you mean \"ei_ration\"?"}};
        for (const auto& [names, sentence] : wrong) {
            try {
                checkNames(lesson, "m.md", names);
                QFAIL(sentence);
            } catch (const Error& error) {
                QCOMPARE(QString::fromUtf8(error.what()), QString::fromUtf8(sentence));
            }
        }
    }

    void tellsValuesInItsTexts() {
        const auto value = [](const std::string& name) {
            return name == "a" ? std::optional(0.123456) : std::nullopt;
        };
        QCOMPARE(withValues("{a} and {b}, {", value), std::string("0.123 and \u2013, {"));
    }

    /// A lesson cut off or with a line left out is read or refused, and nothing else.
    void refusesWhatIsBrokenWithASentence() {
        for (std::size_t cut = 0; cut < good.size(); ++cut) {
            const QString fault = faultOf(good.substr(0, cut));
            QVERIFY2(fault.isEmpty() || fault.startsWith(QLatin1String("mine.md, line ")), qPrintable(fault));
            const std::string holed = good.substr(0, cut) + good.substr(std::min(good.size(), cut + 7));
            const QString other = faultOf(holed);
            QVERIFY2(other.isEmpty() || other.startsWith(QLatin1String("mine.md, line ")), qPrintable(other));
        }
    }

    void readsTheLessonsThatShip() {
        QVERIFY(shippedLessons().size() >= 8);
        for (const auto& [name, lesson] : shippedLessons()) {
            QVERIFY2(!lesson.about.empty(), name.c_str());
            QVERIFY2(lesson.steps.size() >= 3, name.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestParseLesson)
#include "tst_parse_lesson.moc"
