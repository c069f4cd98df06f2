"""A session of two runs, saved, closed and opened again, with everything where it was."""
from window_driver import has, tell, wait


def looks(program):
    """What is to be found again."""
    seen = {"updates": program.updates(), "loss": next(t for t in program.status() if t.startswith("loss ")),
            "runs": [cell.name for cell in program.get("table", "Runs", program.panel("Runs"))]}
    for plot in ("Error", "Divisive match", "Alignment"):
        chart = program.get("chart", f"Plot: {plot}")
        seen[plot] = chart.description
        seen[f"{plot} against"] = program.get("combo box", "X axis", chart.parent).name
        seen[f"{plot}, logarithm"] = has(program.get("check box", "Log y axis", chart.parent), "CHECKED")
    panel = program.panel("Interventions")
    for name in ("Subtractive inhibition", "Divisive inhibition"):
        seen[name] = program.get("slider", name, panel).queryValue().currentValue
    seen["panels"] = [name for name in ("Weights", "Outcome", "Activity", "Interventions") if program.find("frame", name)]
    return seen


def rename(program, name):
    table = program.get("table", "Runs")
    program.focus(table)
    program.menu("Run", "Rename run")
    wait("the name to be edited", lambda: not has(table, "FOCUSED"))  # its field has the focus
    program.keys("ctrl+a")
    program.type(name)
    program.keys("Return")
    wait(f"a run called {name}", lambda: name in [cell.name for cell in table])


def build(program):
    wait("the run to be ready", lambda: "Ready" in program.status())
    program.menu("Run", "Keep moments…")
    wait("the question", program.dialog)
    program.keys("ctrl+a")
    program.type("100")
    program.keys("Return")
    for reached in (100, 200):
        program.press("+100")
        wait(f"{reached} updates", lambda: program.updates() == reached and "Paused" in program.status())
    program.panel("Runs")
    program.act(program.get("page tab", "Runs"), "Press")
    rename(program, "parent")
    program.press("Step back")
    program.press("Fork here")
    wait("the fork", lambda: program.updates() == 100 and "Paused" in program.status())
    rename(program, "child")
    slider = program.get("slider", "Subtractive inhibition", program.panel("Interventions"))
    slider.queryValue().currentValue = 60
    program.press("+100")
    wait("the fork's updates", lambda: program.updates() == 200 and "Paused" in program.status())
    balance = program.get("chart", "Plot: E/I ratio").parent
    program.choose(program.get("combo box", "Quantity", balance), "Divisive match")
    program.choose(program.get("combo box", "X axis", balance), "epochs")
    program.press("Log y axis", balance, "check box")
    program.panel("Outcome")


def story(desk):
    path = desk.path("two runs.dalescope")
    program = desk.start("--preset", "glyphs-dann")
    build(program)
    wait("both curves to the end", lambda: program.get("chart", "Plot: Error").description.count("update 200") >= 2)
    before = looks(program)
    program.menu("File", "Save session as…")
    program.answer(path)
    wait("the saved session", lambda: "two runs" in program.window.name and "*" not in program.window.name)
    program.quit()

    program = desk.start(path)
    wait("the runs", lambda: program.updates() == 200 and "Paused" in program.status())
    compare(program, before)
    program.press("+100")
    wait("the run to go on", lambda: program.updates() == 300 and "Paused" in program.status())
    program.menu("File", "Save session")
    wait("the session to be saved", lambda: "*" not in program.window.name)
    program.quit()


def compare(program, before):
    after = {}

    def same():
        after.update(looks(program))
        return after == before

    try:
        wait("everything where it was", same)
    except AssertionError:
        differences = [f"{key}: {after[key]!r}, and it was {before[key]!r}" for key in before if after[key] != before[key]]
        raise AssertionError("after opening again\n" + "\n".join(differences)) from None


tell(story)
