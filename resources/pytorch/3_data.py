

# The data: a training and a test set, each of images (count x channels x rows x columns) and labels (count).
#if idx


def read_idx(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        content = file.read()
    kinds = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
    shape = np.frombuffer(content, ">i4", content[3], 4)
    return np.frombuffer(content, kinds[content[2]], offset=4 + 4 * content[3]).reshape(shape)


def read_idx_folder(folder):
    def part(prefix, kind):
        names = [prefix + "-" + kind, prefix + "-" + kind.replace("-", ".", 1)]
        found = [folder / (name + end) for name in names for end in ("", ".gz") if (folder / (name + end)).is_file()]
        return read_idx(found[0])

    def pair(prefix):
        x, y = part(prefix, "images-idx3-ubyte"), part(prefix, "labels-idx1-ubyte")
        return x.reshape(len(x), -1, *x.shape[-2:]), y

    return pair("train"), pair("t10k")
#end
#if cifar10


def read_cifar10_folder(folder):
    def read(names):
        records = [np.fromfile(folder / name, np.uint8).reshape(-1, 1 + 3 * 32 * 32)
                   for name in names if (folder / name).is_file()]
        records = np.concatenate(records)
        return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0]

    return read([f"data_batch_{number}.bin" for number in range(1, 6)]), read(["test_batch.bin"])
#end
#if npz parts


def to_images(x):
    """Count x channels x rows x columns, from an array without some of these, or with the channels last."""
    if x.dtype == np.uint8 and x.max() <= 1:  # black and white
        x = x * np.uint8(255)
    elif np.issubdtype(x.dtype, np.integer) and x.min() >= 0 and x.max() <= 255:
        x = x.astype(np.uint8)
    if x.ndim == 4 and x.shape[3] in (1, 3, 4) and x.shape[1] not in (1, 3, 4):
        x = x.transpose(0, 3, 1, 2)
    return x.reshape(len(x), *(1,) * (4 - x.ndim), *x.shape[1:])
#end
#if npz


def read_npz(path):
    """x and y, x_train and y_train or arr_0 and arr_1; the test set likewise, or the last sixth."""
    with np.load(path) as arrays:
        def first_of(*names):
            return next((arrays[name] for name in names if name in arrays.files), None)

        x, y = first_of("x", "x_train", "arr_0"), first_of("y", "y_train", "arr_1").ravel()
        test_x, test_y = first_of("x_test", "arr_2"), first_of("y_test", "arr_3")
    x = to_images(x)
    if test_x is not None:
        return (x, y), (to_images(test_x), test_y.ravel())
    kept = len(x) - max(1, len(x) // 6)
    return (x[:kept], y[:kept]), (x[kept:], y[kept:])
#end
#if parts


def read_npz_folder(folder):
    prefix = min(path.name for path in folder.glob("*train-imgs.npz"))[:-len("train-imgs.npz")]

    def read(part):
        with np.load(folder / (prefix + part + ".npz")) as arrays:
            return arrays[arrays.files[0]]

    return tuple((to_images(read(part + "-imgs")), read(part + "-labels").ravel()) for part in ("train", "test"))
#end


def @LOAD@(path):
#if anywhere
    path = pathlib.Path(path)
    if path.is_file():
        return read_npz(path)
    if (path / "test_batch.bin").is_file():
        return read_cifar10_folder(path)
    return read_npz_folder(path) if list(path.glob("*train-imgs.npz")) else read_idx_folder(path)
#else
    return @READER@(pathlib.Path(path))
#end
#if validation


def load_data(path):
    x, y = read_data(path)[0]
    with np.load(HELD_OUT) as arrays:
        held = np.isin(np.arange(len(y)), arrays["held"])
    return (x[~held], y[~held]), (x[held], y[held])
#end


def to_batch(data, chosen):
    """Images as the network takes them, bytes as values from 0 to 1, and their labels."""
    x, y = data[0][chosen], data[1][chosen]
    x = torch.from_numpy(np.ascontiguousarray(x, np.float32))
    return (x * (1 / 255) if data[0].dtype == np.uint8 else x), torch.from_numpy(y.astype(np.int64))


def batches(count, order=None):
    """Indices of one mini-batch after another: of shuffled epochs without end, or of `order` once."""
    shuffle = np.random.default_rng(SEED)
    while True:
        indices = shuffle.permutation(count) if order is None else order
        for first in range(0, len(indices), BATCH_SIZE):
            yield indices[first:first + BATCH_SIZE]
        if order is not None:
            return
