"""A digit drawn on the pad, and the network's answer as the pen moves."""
import subprocess
import time

import pyatspi

from window_driver import tell, wait


def stroke(pad, points):
    """Through points from (0, 0) to (1, 1) of the pad, which is square in its middle."""
    box = pad.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    side = min(box.width, box.height)
    left, top = box.x + (box.width - side) / 2, box.y + (box.height - side) / 2
    commands, places = [], [(left + x * side, top + y * side) for x, y in points]
    for i, (x, y) in enumerate(places):
        commands += ["mousemove", str(round(x)), str(round(y))] + (["mousedown", "1"] if i == 0 else [])
    subprocess.run(["xdotool", *commands, "mouseup", "1"], check=True)


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    wait("the run to be ready", lambda: "Ready" in program.status())
    for reached in (100, 200, 300):
        program.press("+100")
        wait(f"{reached} updates", lambda: program.updates() == reached)
    panel = program.panel("Activity")
    answer = program.get("chart", lambda text: text.startswith("Answer: "), panel)
    pad = program.get(None, "Drawing pad", panel)
    wait("the example on the pad", lambda: "of them above half" in pad.description)
    shown = answer.description
    program.press("Clear", panel)
    wait("an empty pad", lambda: ", 0.0 % of them" in pad.description)
    wait("the answer to that", lambda: answer.description != shown)
    empty = answer.description

    stroke(pad, [(0.5, y / 20) for y in range(3, 18)])
    wait("ink on the pad", lambda: ", 0.0 % of them" not in pad.description)
    wait("another answer", lambda: answer.description != empty)
    wait("the answer to a line from above to below", lambda: answer.name.startswith("Answer: 1,"))
    shares = [float(part.split(": ")[1].rstrip(" %")) for part in answer.description.split(", ")]
    assert len(shares) == 10 and abs(sum(shares) - 100) < 1, answer.description
    assert max(shares) == shares[1], answer.description

    units = program.get("chart", "Units as colours", panel)
    time.sleep(0.5)  # words follow four times a second
    before = units.description
    program.press("Clear", panel)
    wait("units that have noticed", lambda: units.description != before)
    wait("the answer to nothing", lambda: answer.description == empty)
    program.quit()


tell(story)
