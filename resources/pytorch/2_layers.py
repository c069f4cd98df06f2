

# The layers. B is the batch, d the inputs of a layer, n_e its excitatory and n_i its inhibitory units.


class Weighted(nn.Module):
    """A layer with weights, each called as in the snapshot, from where its values come."""
#if signed heuristic

    def __init__(self):
        super().__init__()
#if signed
        self.nonnegative = set()  # names of what is clamped at zero after every update: Dale's principle
#end
#if heuristic
        self.correction = {}  # what each gradient is multiplied by (algorithm 3)
#end
#end

    def add(self, name, *shape@ADD_ARGUMENTS@):
        self.register_parameter(name, nn.Parameter(torch.zeros(*shape)))
#if signed
        if nonnegative:
            self.nonnegative.add(name)
#end
#if heuristic
        self.correction[name] = correction
#end
#if dann dann-conv recurrent


class Inhibited(Weighted):
    """What the DANN layers have in common: excitation divided and reduced by inhibitory units (eq. 1)."""

    def add_core(self, shape, ne, ni, prefix=""):
        """shape: of an input, (d,) or channels x rows x columns of a kernel."""
#if heuristic
        d = math.prod(shape)
#end
        self.add(prefix + "WEE", ne, *shape, nonnegative=True)
        self.add(prefix + "WIE", ni, *shape, nonnegative=True@WIE_FACTOR@)
        self.add(prefix + "WEI", ne, ni, nonnegative=True@WEI_FACTOR@)
        self.add(prefix + "alpha", ni@ALPHA_FACTOR@)
        self.add(prefix + "g", ne, nonnegative=True)
#if penalty
        self.currents = []
#end

    def core(self, x, prefix=""):
        """g (zE - WEI zI) / gamma. x: ... x d; returns ... x n_e."""
        WEE, WIE, WEI, alpha, g = (getattr(self, prefix + name) for name in ("WEE", "WIE", "WEI", "alpha", "g"))
        zE, zI = F.linear(x, WEE.flatten(1)), F.linear(x, WIE.flatten(1))
        subtractive = F.linear(zI, WEI)
        gamma = F.linear(alpha.exp() * zI, WEI) + 1e-8
#if penalty
        if self.training:
            self.currents.append((zE, subtractive, gamma))  # for balance_penalty()
#end
        return g * ((zE - subtractive) / gamma)
#end
#if dann


class Dann(Inhibited):
    def __init__(self, d, ne, ni):
        super().__init__()
        self.add_core((d,), ne, ni)
        self.add("b", ne)

    def forward(self, x):
        return self.core(x) + self.b
#end
#if dann-conv


class DannConv(Inhibited):
    """Each patch under the kernel is an input."""

    def __init__(self, channels, ne, ni, kernel, stride, padding):
        super().__init__()
        self.geometry = {"kernel_size": kernel, "stride": stride, "padding": padding}
        self.add_core((channels, kernel, kernel), ne, ni)
        self.add("b", ne)

    def forward(self, x):
        patches = F.unfold(x, **self.geometry).transpose(1, 2)  # B x locations x d
        z = (self.core(patches) + self.b).transpose(1, 2)
        kernel, stride, padding = self.geometry.values()
        rows = (x.shape[2] + 2 * padding - kernel) // stride + 1
        return z.reshape(len(x), len(self.b), rows, -1)
#end
#if recurrent rnn


def steps_of(x):
    """Step t of an image is row t of all its channels; a sequence stays as it is. Returns B x steps x inputs."""
    return x.transpose(1, 2).flatten(2) if x.dim() == 4 else x
#end
#if recurrent


class DannRecurrent(Inhibited):
    """z_t = inhibited(h_(t-1)) + inhibited(x_t) + b, each with inhibition of its own (eq. 19); U: of the input."""

    def __init__(self, d, ne, ni, every_step=False):
        super().__init__()
        self.every_step = every_step  # the next layer sees all of them, not only the last
        self.add_core((ne,), ne, ni)
        self.add("b", ne)
        self.add_core((d,), ne, ni, "U")

    def forward(self, x):
        inputs = self.core(steps_of(x), "U") + self.b
        h, steps = torch.zeros_like(inputs[:, 0]), []
        for z in inputs.unbind(1):
            z = self.core(h) + z
            steps.append(z)
            h = z.relu()
#if penalty
        if self.training:
            del self.currents[1]  # before the first step there is nothing to balance
#end
        return torch.stack(steps, 1) if self.every_step else z
#end
#if mlp


class Dense(Weighted):
    def __init__(self, d, n):
        super().__init__()
        self.add("W", n, d)
        self.add("b", n)

    def forward(self, x):
        return F.linear(x, self.W, self.b)
#end
#if columnei


class ColumnEi(Weighted):
    """W holds magnitudes: the columns of the last inputs, which come from inhibitory units, count negative (C.1)."""

    def __init__(self, d, n, inhibitory_inputs):
        super().__init__()
        self.add("W", n, d, nonnegative=True)
        self.add("b", n)
        self.sign = torch.ones(d)
        self.sign[d - inhibitory_inputs:] = -1

    def forward(self, x):
        return F.linear(x * self.sign, self.W, self.b)
#end
#if layernorm


class LayerNormed(Weighted):
    def __init__(self, d, n):
        super().__init__()
        self.add("W", n, d)
        self.add("g", n)
        self.add("b", n)

    def forward(self, x):
        return F.layer_norm(F.linear(x, self.W), self.g.shape, self.g, self.b, eps=1e-5)
#end
#if batchnorm


class BatchNormed(Weighted):
    """Written out, as F.batch_norm takes no batch of one example, with which an epoch may end."""

    def __init__(self, d, n):
        super().__init__()
        self.add("W", n, d)
        self.add("g", n)
        self.add("b", n)
        self.register_buffer("running_mean", torch.zeros(n))
        self.register_buffer("running_var", torch.ones(n))

    def forward(self, x):
        a = F.linear(x, self.W)
        mean, variance = self.running_mean, self.running_var
        if self.training:
            mean, variance = a.mean(0), a.var(0, unbiased=False)
            if len(a) > 1:
                with torch.no_grad():
                    self.running_mean.lerp_(mean, 0.1)
                    self.running_var.lerp_(variance * len(a) / (len(a) - 1), 0.1)
        return self.g * (a - mean) * torch.rsqrt(variance + 1e-5) + self.b
#end
#if conv


class Conv(Weighted):
    def __init__(self, channels, n, kernel, stride, padding):
        super().__init__()
        self.geometry = {"stride": stride, "padding": padding}
        self.add("W", n, channels, kernel, kernel)
        self.add("b", n)

    def forward(self, x):
        return F.conv2d(x, self.W, self.b, **self.geometry)
#end
#if rnn


class Recurrent(Weighted):
    """z_t = W h_(t-1) + U x_t + b."""

    def __init__(self, d, n, every_step=False):
        super().__init__()
        self.every_step = every_step  # the next layer sees all of them, not only the last
        self.add("W", n, n)
        self.add("b", n)
        self.add("U", n, d)

    def forward(self, x):
        inputs = F.linear(steps_of(x), self.U, self.b)
        h, steps = torch.zeros_like(inputs[:, 0]), []
        for z in inputs.unbind(1):
            z = F.linear(h, self.W) + z
            steps.append(z)
            h = z.relu()
        return torch.stack(steps, 1) if self.every_step else z
#end


def build_network():
    """Takes images, B x @INPUT@; returns logits, B x @CLASSES@."""
    return nn.Sequential(
@LAYERS@
    )


def weighted(network):
    """Layer i of the snapshot is the i-th of these."""
    return [layer for layer in network if isinstance(layer, Weighted)]


def load(network, path):
    with np.load(path) as arrays:
        for i, layer in enumerate(weighted(network)):
            layer.load_state_dict(
                {name: torch.from_numpy(arrays[f"layers.{i}.{name}"]) for name in layer.state_dict()})


def save(network, path, snapshot):
    """Writes the weights as Dalescope reads them."""
    path = pathlib.Path(path).with_suffix(".npz")
    np.savez(path, **{f"layers.{i}.{name}": values.numpy() for i, layer in enumerate(weighted(network))
                      for name, values in layer.state_dict().items()})
    with zipfile.ZipFile(snapshot) as old, zipfile.ZipFile(path, "a") as new:
        new.writestr("meta.json", old.read("meta.json"))
