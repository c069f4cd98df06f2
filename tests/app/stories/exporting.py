"""Every kind of export: one plot and all plots in every format, weights, configuration, script, report and session."""
import json, os, re, shutil, subprocess
import xml.etree.ElementTree as ElementTree

import numpy

from window_driver import tell, wait, whole

FORMATS = {"PNG image": ".png", "PDF document": ".pdf", "SVG drawing": ".svg", "CSV table": ".csv",
           "pgfplots source": ".tex"}


def check_picture(path):
    """The pictures of a plot as they are made for paper, 85 mm wide."""
    with open(path + ".png", "rb") as file:
        head = file.read(24)
    assert head[:8] == b"\x89PNG\r\n\x1a\n", f"{path}.png is no PNG"
    width = int.from_bytes(head[16:20], "big")
    assert abs(width - 85 / 25.4 * 300) < 2, f"{path}.png is {width} dots wide, not 85 mm"
    with open(path + ".pdf", "rb") as file:
        document = file.read()
    assert document.startswith(b"%PDF"), f"{path}.pdf is no PDF"
    box = re.search(rb"MediaBox \[0 0 ([0-9.]+)", document)
    assert abs(float(box[1]) * 25.4 / 72 - 85) < 0.5, f"{path}.pdf is not 85 mm wide"
    assert ElementTree.parse(path + ".svg").getroot().tag.endswith("svg"), f"{path}.svg is no SVG"
    with open(path + ".tex") as file:
        source = file.read()
    assert "\\documentclass" in source and "\\end{document}" in source, f"{path}.tex is not whole"
    if shutil.which("pdflatex"):
        subprocess.run(["pdflatex", "-interaction=batchmode", path + ".tex"], cwd=os.path.dirname(path), check=True,
                       stdout=subprocess.DEVNULL)


def check_numbers(path, updates):
    with open(path + ".csv") as file:
        rows = file.read().splitlines()
    assert len(rows) == updates + 2, f"{path}.csv has {len(rows)} lines for {updates} updates"
    assert rows[-1].split(",")[0] == str(updates), f"{path}.csv does not end with the last update"


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    wait("the run to be ready", lambda: "Ready" in program.status())
    program.press("+100")
    wait("100 updates", lambda: program.updates() == 100)
    updates = 100

    def export(path, *way):
        """By an item of the menu File."""
        program.menu("File", *way)
        program.answer(path)
        wait(path, lambda: whole(path))
        return path

    one = desk.path("one")
    for name, suffix in FORMATS.items():
        program.pick("Export plot", name + "...", within=program.get("chart", "Plot: Error").parent)
        program.answer(one + suffix)
        wait(one + suffix, lambda: whole(one + suffix))
    check_picture(one)
    check_numbers(one, updates)

    folder = desk.path("plots of today")  # which is not there yet
    program.menu("File", "Export all plots…")
    program.answer(folder)
    for plot in ("error", "ei_ratio", "alignment"):
        path = os.path.join(folder, plot)
        for suffix in FORMATS.values():
            wait(path + suffix, lambda: whole(path + suffix))
        check_picture(path)
    check_numbers(os.path.join(folder, "error"), updates)

    with numpy.load(export(desk.path("weights.npz"), "Export weights…")) as snapshot:
        assert snapshot["layers.0.WEE"].shape == (100, 784), "layers.0.WEE has another shape"
        assert (snapshot["layers.0.WEE"] >= 0).all(), "layers.0.WEE has negative weights"
    with open(export(desk.path("config.json"), "Export configuration…")) as file:
        assert json.load(file)["data"]["name"] == "glyphs", "config.json names another data set"
    with open(export(desk.path("continue.py"), "Export PyTorch script…")) as file:
        compile(file.read(), "continue.py", "exec")
    with open(export(desk.path("report.html"), "Report…")) as file:
        page = file.read()
    assert "</html>" in page and "Learning rate" in page, "report.html is not whole"
    with open(export(desk.path("report.pdf"), "Report…"), "rb") as file:
        document = file.read()
    assert document.startswith(b"%PDF") and b"%%EOF" in document[-64:], "report.pdf is not whole"
    with numpy.load(export(desk.path("all.dalescope"), "Save session as…")) as saved:
        assert saved["runs/0/journal/update"][-1] == updates, "the session ends elsewhere"

    program.menu("File", "Open…")
    program.answer(desk.path("config.json"))
    wait("the run of the configuration", lambda: program.updates() == 0 and "Ready" in program.status())
    program.quit(discard=True)  # the saved session has the trained run still


tell(story)
