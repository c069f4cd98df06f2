"""An intervention, what it does, its sweep, and its end by undo."""
import re

from window_driver import tell, wait


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    wait("the run to be ready", lambda: "Ready" in program.status())
    for reached in (100, 200):
        program.press("+100")
        wait(f"{reached} updates", lambda: program.updates() == reached)
    panel = program.panel("Interventions")

    def effect():
        return program.get("label", lambda text: text.startswith("Test error "), panel).name

    wait("the error of the network left alone", lambda: "nothing acts" in effect())
    alone = float(re.search(r"Test error ([\d.]+) %", effect())[1])
    program.fill(program.get("spin button", "Subtractive inhibition, percent", panel), "20")
    wait("the error with the intervention", lambda: "with interventions" in effect())
    now, without = (float(n) for n in re.findall(r"([\d.]+) %", re.sub("<[^>]*>", "", effect())))
    assert without == alone, f"without it the error is {without} %, and it was {alone} %"
    assert now != alone, "the intervention changes nothing"
    slider = program.get("slider", "Subtractive inhibition", panel)
    assert slider.queryValue().currentValue == 20, "the slider stands elsewhere"

    program.press("Freeze WEI", panel, "check box")
    program.press("Sweep", panel)
    words = program.get("label", lambda text: text.startswith("Layer 0 subtractive inhibition of "), panel)
    assert "E/I ratio of layer 0" in words.name, words.name
    chart = program.get("chart", "Test error and balance against strength", panel)
    assert chart.description == words.name, chart.description

    history = program.get("list", "History")
    told = [item.name for item in history]
    assert any("reeze WEI" in text for text in told), f"the history tells of {told}"
    program.menu("Edit", "Undo")
    program.menu("Edit", "Undo")
    wait("the network left alone again", lambda: "nothing acts" in effect())
    assert f"{alone:.2f} %" in effect(), f"the error is not what it was: {effect()}"
    assert program.get("slider", "Subtractive inhibition", panel).queryValue().currentValue == 100
    program.quit()


tell(story)
