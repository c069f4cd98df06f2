"""The real program on a real X server, met as a screen reader meets it: by the names and roles of what is in sight.

A story is a script that ends with `window_driver.tell(story)`; it is run with the program's path as its argument.
story(desk) starts the program with desk.start() and drives it. Steps are found by role and name, never by a place.
"""
import os, re, subprocess, sys, tempfile, time

LIMIT = 60  # seconds that a step may take on a busy machine


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
    raise AssertionError(f"waited {LIMIT} s in vain for {what}")


def whole(path):
    """Whether a file is there; the program writes it beside and renames it."""
    return os.path.exists(path) and os.path.getsize(path) > 0


def walk(node, closed=("table", "list", "menu bar"), hidden=False):
    """`node` and what is in it, but for what is in a `closed` role or, unless `hidden`, out of sight."""
    yield node
    if node.getRoleName() not in closed:
        for child in node:
            if child is not None and (hidden or has(child, "SHOWING")):
                yield from walk(child, closed, hidden)


def has(node, state):
    import pyatspi
    return node.getState().contains(getattr(pyatspi, "STATE_" + state))


def label_of(node):
    """What a field is called: by its label, where it has one, since the name of a choice is what is chosen."""
    import pyatspi
    for relation in node.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
            return relation.getTarget(0).name
    return node.name


def text_of(node):
    return node.queryText().getText(0, -1)


def item_of(node, name):
    """The item of a menu bar, of a menu or of a button's menu, which need not be open."""
    for child in node:
        if child.getRoleName() in ("popup menu", "menu"):
            child = item_of(child, name)
        if child and child.getRoleName().endswith("menu item") and child.name == name:
            return child
    return None


class Program:
    """What a person sees of the program, and what they do with it."""

    def __init__(self, binary, folder, environment, arguments):
        import pyatspi
        self.activations = 0  # buttons, menu items and keys that were pressed
        self.process = subprocess.Popen([binary, *arguments], env=environment, cwd=folder)
        self.tree = wait("the program on the accessibility bus", lambda: self.process.poll() is not None or next(
            (a for a in pyatspi.Registry.getDesktop(0) if a and a.get_process_id() == self.process.pid), None))
        assert self.process.poll() is None, f"the program ended with {self.process.returncode} as it began"
        self.window = wait("the window", lambda: next(w for w in self.tree if w.name.endswith("Dalescope")))
        bar = wait("the status line", lambda: next(n for n in walk(self.window) if n.getRoleName() == "status bar"))
        self.labels = wait("its labels", lambda: [n for n in walk(bar) if n.getRoleName() == "label"])
        wait("the window to be active", self.activate)

    def activate(self):
        """A window that came before the window manager is not given the focus by itself."""
        if any(has(top, "ACTIVE") for top in self.tree):
            return True
        subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Dalescope", "windowactivate"])
        return False

    # What is there

    def find(self, role, name, within=None):
        """The first of that role (any, if None) that is in sight and called that: a text, or a test of one."""
        fits = name if callable(name) else lambda text: text == name
        for top in [within] if within else list(self.tree):
            for node in walk(top) if has(top, "SHOWING") else []:
                if (role is None or node.getRoleName() == role) and (fits(node.name) or fits(label_of(node))):
                    return node
        return None

    def get(self, role, name, within=None):
        return wait(f"{role or 'anything'} \"{name}\"", lambda: self.find(role, name, within))

    def panel(self, title):
        """The panel of that title, opened by the menu View where it is closed."""
        found = self.find("frame", title)
        if not found:
            self.menu("View", title)
            found = self.get("frame", title)
        return found

    def status(self):
        return [label.name for label in self.labels]

    def updates(self):
        text = next((t for t in self.status() if t.endswith(" updates")), "0 updates")
        return int(re.sub(r"\D", "", text))

    # What one does

    def act(self, node, *actions):
        """The first of these actions that the node knows. One that opens a dialog answers only when that is closed."""
        known = node.queryAction()
        names = [known.getName(i) for i in range(known.nActions)]
        wanted = next(a for a in actions if a in names)
        self.activations += 1
        try:
            known.doAction(names.index(wanted))
        except Exception as error:
            if "timeout" not in str(error).lower() and "NoReply" not in str(error):
                raise

    def press(self, name, within=None, role="push button"):
        node = self.get(role, name, within)
        wait(f"\"{name}\" to be enabled", lambda: has(node, "ENABLED"))
        self.act(node, "Press", "Toggle")

    def menu(self, *path):
        """An item of the menu bar: menu("File", "Quit")."""
        node = next(n for n in walk(self.window) if n.getRoleName() == "menu bar")
        for name in path:
            node = wait(f"the menu item {' > '.join(path)}", lambda: item_of(node, name))
        wait(f"{' > '.join(path)} to be enabled", lambda: has(node, "ENABLED"))
        self.act(node, "Press")

    def pick(self, button, *path, within=None):
        """An item of the menu that a button opens."""
        node = self.get("push button", button, within)
        for name in path:
            node = wait(f"{button} > {' > '.join(path)}", lambda: item_of(node, name))
        self.act(node, "Press")

    def keys(self, *keys):
        self.activations += len(keys)
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)

    def focus(self, node):
        """Also where another of the program's windows is the active one."""
        window = node
        while window.parent and window.parent != self.tree:
            window = window.parent

        def focused():
            if not has(node, "FOCUSED"):  # a panel calls itself active where the main window is
                subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^" + re.escape(window.name),
                                "windowactivate"], stderr=subprocess.DEVNULL)
                node.queryComponent().grabFocus()
            return has(node, "FOCUSED")

        wait(f"the focus on \"{node.name}\"", focused)

    def choose(self, box, option):
        """From the list that a box opens, by the arrow keys."""
        names = wait(f"\"{option}\" to choose from", lambda: (lambda all: option in all and all)(
            [item.name for item in next(child for child in box if child.getRoleName() == "list")]))
        self.act(box, "ShowMenu")
        wait("the open list", lambda: has(next(child for child in box if child.getRoleName() == "list"), "SHOWING"))
        self.keys("Home", *["Down"] * names.index(option), "Return")
        wait(f"\"{option}\" to be chosen", lambda: box.name == option)

    def fill(self, field, text):
        self.focus(field)
        self.keys("ctrl+a")
        self.type(text)
        self.keys("Return")

    # Dialogs

    def dialog(self):
        """The field with the keyboard's focus, or a button with it, in a dialog that is open."""
        for top in self.tree:
            if top is not None and top.getRoleName() in ("dialog", "alert", "file chooser"):
                for node in walk(top):
                    if has(node, "FOCUSED") and node.getRoleName() in ("text", "push button", "spin button"):
                        return node
        return None

    def answer(self, text):
        """Enters a path into the file dialog that comes up, and confirms it."""
        field = wait("a file dialog", self.dialog)
        field.queryEditableText().setTextContents(text)
        wait("the path in the dialog", lambda: text_of(field) == text)
        self.keys("Return")
        wait("the end of the dialog", lambda: not self.dialog())

    def tell_what_is_open(self):
        """For whoever wonders why a story has failed."""
        if self.process.poll() is not None:
            print(f"the program has ended with {self.process.returncode}", file=sys.stderr)
            return
        print("status:", self.status(), file=sys.stderr)
        for top in self.tree:
            if has(top, "SHOWING"):
                print(f"{top.getRoleName()} \"{top.name}\"", "active" if has(top, "ACTIVE") else "", file=sys.stderr)
                if top.getRoleName() in ("dialog", "alert", "file chooser"):
                    for node in walk(top):
                        print(f"    {node.getRoleName()} \"{node.name}\"", file=sys.stderr)

    def quit(self, discard=False):
        """discard: what was learnt may go, if that is asked."""
        self.menu("File", "Quit")

        def ended():
            if self.process.poll() is None and discard and (button := self.find("push button", "Don't save")):
                self.act(button, "Press")
            return self.process.poll() is not None

        wait("the program's end", ended)
        assert self.process.returncode == 0, f"the program ended with {self.process.returncode}"


class Desk:
    """A program to start, again and again, and a home of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.home, self.programs = binary, folder, folder, []

    def path(self, name):
        return os.path.join(self.folder, name)

    def forget(self):
        """From now on nothing is known of what was started before."""
        self.home = tempfile.mkdtemp(dir=self.folder)

    def environment(self):
        places = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
        return dict(os.environ, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                    **{name: self.home for name in places})

    def start(self, *arguments):
        self.programs.append(Program(self.binary, self.folder, self.environment(), arguments))
        return self.programs[-1]


def on_a_display(binary):
    """Runs the story again with an X server and a message bus of its own."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
                               "-noreset"], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SystemExit(f"{sys.argv[0]}: Xvfb did not start")
        return subprocess.run(["dbus-run-session", "--", sys.executable, sys.argv[0], "--inside", binary],
                              env=dict(os.environ, DISPLAY=f":{number}")).returncode
    finally:
        server.kill()


def inside(story, binary):
    with tempfile.TemporaryDirectory() as folder:
        manager = subprocess.Popen(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL)
        desk = Desk(binary, folder)
        try:
            story(desk)
        except Exception:
            for program in desk.programs:
                program.tell_what_is_open()
            raise
        finally:
            for process in [program.process for program in desk.programs] + [manager]:
                if process.poll() is None:
                    process.kill()
                    process.wait()
    return 0


def tell(story):
    sys.exit(inside(story, sys.argv[2]) if sys.argv[1] == "--inside" else on_a_display(os.path.abspath(sys.argv[1])))
