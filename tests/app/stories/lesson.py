"""A lesson from its menu to its last step, with a prediction wherever it asks for one."""
from window_driver import has, tell, wait

TITLE = "How inhibition that balances replaces normalisation"


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    program.menu("Lessons", TITLE)
    panel = program.get("frame", "Lesson")
    program.get("label", TITLE, panel)

    def step():
        return program.get("label", lambda text: text.startswith("Step "), panel).name

    def button(fits):
        found = program.find("push button", fits, panel)
        return found if found and has(found, "ENABLED") else None  # not while the step is set up

    def prediction():
        return button(lambda text: text == "Predict" or text.startswith("1 "))

    def number():
        return program.find("spin button", lambda text: True, panel)

    texts, predictions = [], 0
    while program.find("label", TITLE, panel):
        here = step()
        go_on = wait("a question or the end of the step",
                     lambda: number() or prediction() or button(lambda text: text in ("Next", "Next: finish")))
        if go_on.name not in ("Next", "Next: finish"):
            if number():
                assert not prediction(), "a number may be predicted before one is typed"
                program.fill(go_on, "12")
            else:
                program.act(go_on, "Press")
            predictions += 1
            wait("the prediction to be taken", lambda: not number() and not prediction())
            continue
        said = program.get("label", "Text of the lesson", panel).queryText().getText(0, -1)
        assert said not in texts and "{" not in said, f"{here} says \"{said}\""
        texts.append(said)
        program.act(go_on, "Press")
        wait(f"what follows {here}", lambda: not program.find("label", TITLE, panel) or step() != here)
    assert predictions >= 2, f"the lesson asked for {predictions} predictions"
    assert here == f"Step {len(texts)} of {len(texts)}", f"the lesson ended with {here} after {len(texts)} texts"
    assert program.updates() == 500, f"the lesson made {program.updates()} updates"
    program.quit()


tell(story)
