"""Rows and columns of exported weights, read in NumPy, beside what the Weights inspector shows."""
import re

import numpy

from window_driver import has, tell, wait, whole


def story(desk):
    program = desk.start("--preset", "glyphs-dann")
    wait("the run to be ready", lambda: "Ready" in program.status())
    program.press("+100")
    wait("100 updates", lambda: program.updates() == 100)
    program.menu("File", "Export weights…")
    program.answer(desk.path("weights.npz"))
    wait("the weights", lambda: whole(desk.path("weights.npz")))
    with numpy.load(desk.path("weights.npz")) as file:
        snapshot = {name: file[name] for name in file.files}

    panel = program.panel("Weights")
    picture = program.get("chart", "Weights as colours", panel)
    boxes = {name: program.get("combo box", name, panel) for name in ("Layer", "Matrix", "Rows", "As")}

    def show(layer, matrix, shape):
        program.choose(boxes["Layer"], str(layer))
        program.choose(boxes["Matrix"], matrix)
        program.choose(boxes["As"], "Matrix")
        start = f"{matrix} of layer {layer} after 100 updates: {shape[0]} × {shape[1]} values"
        wait(start, lambda: picture.description.startswith(start))

    def exported(name):
        """The table that the panel's button writes: the units' numbers, and their rows."""
        program.pick("Export weights", "CSV table…", within=panel)
        program.answer(desk.path(name))
        wait(name, lambda: whole(desk.path(name)))
        table = numpy.loadtxt(desk.path(name), delimiter=",", skiprows=1, ndmin=2)
        return table[:, 0].astype(int), table[:, 1:].astype(numpy.float32)

    def walk_to(row, column):
        """By the arrow keys from the first value; returns what is read out there."""
        program.focus(picture)
        program.keys("Right", *["Down"] * row, *["Right"] * column)
        found = wait(f"the value in row {row}, column {column}", lambda: re.fullmatch(
            rf"unit {row}, column {column}: (\S+)", picture.description))
        return float(found[1])

    for layer in (0, 1):
        part = {name: snapshot[f"layers.{layer}.{name}"] for name in ("WEE", "WIE", "WEI")}
        part["effective"] = part["WEE"] - part["WEI"] @ part["WIE"]
        for matrix, values in part.items():
            show(layer, matrix, values.shape)
            units, shown = exported(f"{matrix}{layer}.csv")
            assert (units == numpy.arange(len(values))).all(), f"{matrix}: the rows are not in the stored order"
            assert shown.shape == values.shape, f"{matrix}: {shown.shape} is shown, {values.shape} stored"
            if matrix == "effective":  # sums of products, which may be added up in another order
                assert numpy.allclose(shown, values, rtol=1e-5, atol=1e-6), f"{matrix} of layer {layer} differs"
                assert (shown < 0).any() and (shown > 0).any(), "the effective weights have one sign"
            else:
                assert (shown == values).all(), f"{matrix} of layer {layer} differs"
            row, column = (3, 2) if layer == 0 else (2, 4)
            read = walk_to(row, column)
            close = 1e-3 * abs(values[row, column]) if matrix == "effective" else 0
            assert abs(read - float("%.4g" % values[row, column])) <= close, f"{matrix}: {read} is read out"

    show(0, "WEE", snapshot["layers.0.WEE"].shape)
    program.choose(boxes["Rows"], "By norm")
    norms = numpy.linalg.norm(snapshot["layers.0.WEE"], axis=1)

    def sorted_rows():
        units, shown = exported("sorted.csv")
        return (shown == snapshot["layers.0.WEE"][units]).all() and (numpy.diff(norms[units]) <= 1e-6).all()

    wait("the rows by falling norm", sorted_rows)

    program.focus(picture)  # in a window of its own, where actions are found as well
    program.keys("ctrl+k")
    line = program.get("text", "Find an action or a setting")
    wait("the keyboard on it", lambda: has(line, "FOCUSED"))
    program.type("+100")
    program.keys("Return")
    wait("200 updates", lambda: program.updates() == 200)
    program.quit()


tell(story)
