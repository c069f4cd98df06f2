"""From a fresh start to a network that learns in at most two clicks, and to figure 2 live in at most three."""
import subprocess

from window_driver import tell, wait


def first_steps(desk, button, clicks, sign):
    program = desk.start()
    program.get("dialog", "Welcome")
    program.activations = 0
    program.press(button)
    wait("a network that learns", lambda: "Running" in program.status() and program.updates() > 0)
    wait(f"a sign of {button}", lambda: sign(program))
    assert program.activations <= clicks, f"{button} took {program.activations} clicks and keys"
    program.press("Pause")
    wait("the pause", lambda: "Paused" in program.status())
    program.quit(discard=True)


def story(desk):
    data = "MNIST" if installed(desk, "mnist") else "Fashion-MNIST" if installed(desk, "fashion") else "glyphs"
    first_steps(desk, f"Learn {data} now", 2, lambda program: "training" in program.get("chart", "Plot: Error").description)
    desk.forget()

    def is_live(program):
        said = program.get("chart", "Plot: Alignment").description
        if data != "MNIST":
            program.get("label", lambda text: "MNIST, which is not installed here" in text and text.endswith(data + "."))
        return "at update" in said and "orrected" in said

    first_steps(desk, "Figure 2, live", 3, is_live)


def installed(desk, name):
    known = subprocess.run([desk.binary, "datasets"], env=desk.environment(), capture_output=True, text=True, check=True)
    return "/" in next(line for line in known.stdout.splitlines() if line.startswith(name + " "))


tell(story)
