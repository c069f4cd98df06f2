"""The real program on a real X server, driven by the keyboard and read as a screen reader reads it.

  end_to_end.py DALESCOPE

Trains on Fashion-MNIST, exports every plot in every format, the weights and the configuration, opens the
configuration again, saves the session, quits, and goes on with it. Every step waits for what a person would see. Exit code 77: the data set is not
installed.
"""
import json, os, re, shutil, subprocess, sys, tempfile, time
import xml.etree.ElementTree as ElementTree

import numpy
import pyatspi

LIMIT = 60  # seconds that a step may take on a busy machine
SKIPPED = 77


def wait(what, condition):
    """Returns what `condition` gives once that is true; a failure says `what` was waited for."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            found = condition()
        except Exception:  # a widget went away between two questions
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit(f"end_to_end: waited {LIMIT} s in vain for {what}")


def walk(node, depth=12):
    yield node
    if depth > 0:
        for child in node:
            if child is not None:
                yield from walk(child, depth - 1)


class Program:
    """What a person sees of the program, and the keys that they press."""

    def __init__(self, binary, folder, *arguments):
        environment = dict(os.environ, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                           XDG_CONFIG_HOME=folder, XDG_DATA_HOME=folder, XDG_RUNTIME_DIR=folder)
        self.process = subprocess.Popen([binary, *arguments], env=environment, cwd=folder)
        self.tree = wait("the program on the accessibility bus", lambda: next(
            (a for a in pyatspi.Registry.getDesktop(0) if a and a.get_process_id() == self.process.pid), None))
        self.window = wait("the window", lambda: self.tree.childCount > 0 and self.tree[0])
        bar = wait("the status line", lambda: next(n for n in walk(self.window, 2) if n.getRoleName() == "status bar"))
        self.labels = wait("its labels", lambda: [n for n in walk(bar, 3) if n.getRoleName() == "label"])

    def press(self, *keys):
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)

    def activate(self):
        """A window that came before the window manager is not given the focus by itself."""
        if self.window.getState().contains(pyatspi.STATE_ACTIVE):
            return True
        subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Dalescope", "windowactivate"])
        return False

    def status(self):
        return [label.name for label in self.labels]

    def updates(self):
        text = next((t for t in self.status() if t.endswith(" updates")), "0 updates")
        return int(re.sub(r"\D", "", text))

    def dialog(self):
        """The field with the keyboard's focus, or a button with it, in a dialog that is open."""
        for top in self.tree:
            if top is not None and top.getRoleName() in ("dialog", "alert", "file chooser"):
                for node in walk(top):
                    if node.getState().contains(pyatspi.STATE_FOCUSED) and node.getRoleName() in ("text", "push button"):
                        return node
        return None

    def answer(self, text):
        """Types a path into the file dialog that comes up, and confirms it."""
        field = wait("a file dialog", self.dialog)
        self.press("ctrl+a")
        subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)
        wait("the path in the dialog", lambda: field.queryText().getText(0, -1) == text)
        self.press("Return")
        wait("the end of the dialog", lambda: not self.dialog())


def whole(path):
    """Whether a file is there; the program writes it beside and renames it."""
    return os.path.exists(path) and os.path.getsize(path) > 0


def check_plots(folder, updates):
    for plot in ("error", "ei_ratio", "alignment"):
        path = os.path.join(folder, plot)
        for suffix in (".png", ".pdf", ".svg", ".csv", ".tex"):
            wait(f"{plot}{suffix}", lambda: whole(path + suffix))
        with open(path + ".png", "rb") as file:
            head = file.read(24)
        assert head[:8] == b"\x89PNG\r\n\x1a\n", f"{plot}.png is no PNG"
        width = int.from_bytes(head[16:20], "big")
        assert abs(width - 85 / 25.4 * 300) < 2, f"{plot}.png is {width} dots wide, not 85 mm"
        with open(path + ".pdf", "rb") as file:
            document = file.read()
        assert document.startswith(b"%PDF"), f"{plot}.pdf is no PDF"
        box = re.search(rb"MediaBox \[0 0 ([0-9.]+)", document)
        assert abs(float(box[1]) * 25.4 / 72 - 85) < 0.5, f"{plot}.pdf is not 85 mm wide"
        assert ElementTree.parse(path + ".svg").getroot().tag.endswith("svg"), f"{plot}.svg is no SVG"
        with open(path + ".tex") as file:
            source = file.read()
        assert "\\documentclass" in source and "\\end{document}" in source, f"{plot}.tex is not whole"
        if shutil.which("pdflatex"):
            subprocess.run(["pdflatex", "-interaction=batchmode", path + ".tex"], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "error.csv")) as file:
        rows = file.read().splitlines()
    assert len(rows) == updates + 2, f"error.csv has {len(rows)} lines for {updates} updates"
    assert rows[-1].split(",")[0] == str(updates), "error.csv does not end with the last update"


def on_a_display(binary):
    """Runs this script again with an X server and a message bus of its own."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
                               "-noreset"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SystemExit("end_to_end: Xvfb did not start")
        return subprocess.run(["dbus-run-session", "--", sys.executable, __file__, "--inside", binary],
                              env=dict(os.environ, DISPLAY=f":{number}")).returncode
    finally:
        server.kill()


def main(binary):
    known = subprocess.run([binary, "datasets"], capture_output=True, text=True, check=True).stdout
    fashion = next(line for line in known.splitlines() if line.startswith("fashion"))
    if "/" not in fashion:
        print("end_to_end: skipped, since Fashion-MNIST is not installed (apt install dataset-fashion-mnist)")
        return SKIPPED
    return on_a_display(binary)


def inside(binary):
    with tempfile.TemporaryDirectory() as folder:
        manager = subprocess.Popen(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL)
        program = Program(binary, folder, "--preset", "fashion-dann")
        try:
            drive(program, folder)
            session = os.path.join(folder, "a.dalescope")
            program = Program(binary, folder, session)
            go_on(program, session)
        finally:
            for process in (program.process, manager):
                if process.poll() is None:
                    process.kill()
    return 0


def drive(program, folder):
    wait("the run to be ready", lambda: "Ready" in program.status())
    wait("the window to be active", program.activate)
    program.press("F5")
    wait("the run to start", lambda: "Running" in program.status())
    wait("300 updates", lambda: program.updates() >= 300)
    program.press("F5")
    wait("the pause", lambda: "Paused" in program.status())
    updates = program.updates()

    plots = os.path.join(folder, "plots")
    os.mkdir(plots)
    program.press("ctrl+e")
    program.answer(plots)
    check_plots(plots, updates)

    weights = os.path.join(folder, "weights.npz")
    program.press("ctrl+shift+e")
    program.answer(weights)
    wait("the weights", lambda: whole(weights))
    with numpy.load(weights) as snapshot:
        assert snapshot["layers.0.WEE"].shape == (500, 784), "layers.0.WEE has another shape"
        assert (snapshot["layers.0.WEE"] >= 0).all(), "layers.0.WEE has negative weights"

    configuration = os.path.join(folder, "config.json")
    program.press("ctrl+alt+s")
    program.answer(configuration)
    wait("the configuration", lambda: whole(configuration))
    with open(configuration) as file:
        assert json.load(file)["data"]["name"] == "fashion", "config.json names another data set"

    program.press("ctrl+o")
    program.answer(configuration)
    wait("a fresh run", lambda: program.updates() == 0 and "Ready" in program.status())
    program.press("F8")
    wait("a hundred updates", lambda: program.updates() == 100)
    session = os.path.join(folder, "a.dalescope")
    program.press("ctrl+s")
    program.answer(session)
    wait("the session", lambda: whole(session))
    quit(program)


def go_on(program, session):
    wait("the run as it was left", lambda: program.updates() == 100 and "Paused" in program.status())
    with numpy.load(session) as saved:
        assert saved["runs/0/journal/update"][-1] == 100, "the session ends elsewhere"
        assert saved["runs/0/journal/train_loss"].shape == (100,), "the session has another number of losses"
    wait("the window to be active", program.activate)
    program.press("F8")
    wait("a hundred updates more", lambda: program.updates() == 200)
    program.press("ctrl+s", "ctrl+q")
    wait("the program's end", lambda: program.process.poll() is not None)
    with numpy.load(session) as saved:
        assert saved["runs/0/journal/update"][-1] == 200, "Save did not write to the session's file"


def quit(program):
    program.press("ctrl+q")
    wait("the program's end", lambda: program.process.poll() is not None)
    assert program.process.returncode == 0, f"the program ended with {program.process.returncode}"


if __name__ == "__main__":
    sys.exit(inside(sys.argv[2]) if sys.argv[1] == "--inside" else main(sys.argv[1]))
