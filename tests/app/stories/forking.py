"""Back to a kept moment, and a fork from there that comes to the same loss."""
from window_driver import tell, wait


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    wait("the run to be ready", lambda: "Ready" in program.status())

    def loss():
        return next(text for text in program.status() if text.startswith("loss "))

    program.menu("Run", "Keep moments…")
    field = wait("the question", program.dialog)
    program.keys("ctrl+a")
    program.type("100")
    program.keys("Return")
    wait("the answer", lambda: not program.dialog())
    for reached in (100, 200, 300):
        program.press("+100")
        wait(f"{reached} updates", lambda: program.updates() == reached and "Paused" in program.status())
    at_300, chart = loss(), program.get("chart", "Plot: Error")

    weights = program.panel("Weights")
    program.get("label", lambda text: text.endswith("after 300 updates"), weights)
    program.press("Step back")
    program.press("Step back")
    program.get("label", "Update 100 of 300")
    program.get("label", lambda text: text.endswith("after 100 updates"), weights)
    program.press("Fork here")
    wait("the fork", lambda: program.updates() == 100 and "Paused" in program.status())
    runs = program.panel("Runs")
    table = program.get("table", "Runs", runs)
    names = [cell.name for cell in table if "from update 100" in cell.name]
    assert names, "no run is named after its fork"

    for reached in (200, 300):
        program.press("+100")
        wait(f"{reached} updates of the fork", lambda: program.updates() == reached and "Paused" in program.status())
    assert loss() == at_300, f"the fork comes to {loss()}, its parent to {at_300}"
    wait("both runs' curves", lambda: "from update 100" in chart.description and "update 300" in chart.description)
    program.quit()


tell(story)
