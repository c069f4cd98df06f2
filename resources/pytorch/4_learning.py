

# The learning rule.
#if penalty


def balance_penalty(network):
    """What the last batch's E/I ratios and divisive matches miss of 1, over all DANN layers."""
    penalty = 0
    for layer in weighted(network):
        if isinstance(layer, Inhibited):
            zE, subtractive, gamma = (torch.cat([part.flatten() for part in parts]) for parts in zip(*layer.currents))
            layer.currents.clear()
            ratio = zE.mean() / subtractive.mean()
            match = zE.std(unbiased=False) / gamma.mean()
            penalty = penalty + BALANCE_PENALTY * ((ratio - 1) ** 2 + (match - 1) ** 2)
    return penalty
#end
#if fisher


def load_fisher(network):
    """The running mean of the diagonal Fisher information, layer.fisher[name], as far as it was kept."""
    for i, layer in enumerate(weighted(network)):
        layer.fisher = {}
        if FISHER:
            with np.load(FISHER) as arrays:
                layer.fisher = {name: torch.from_numpy(arrays[f"layers.{i}.{name}.fisher"])
                                for name, _ in layer.named_parameters()}


def fisher_targets(logits, y):
    """Labels, and weights of the examples, of the squared gradients whose sum is the Fisher information."""
    p = logits.detach().softmax(1)
#if sampled
    return [(torch.multinomial(p, 1)[:, 0], torch.ones(len(p)))]  # drawn from what the model believes
#end
#if empirical
    return [(y, torch.ones(len(p)))]  # the batch's own: the "empirical Fisher"
#end
#if exact
    return [(torch.full_like(y, c), p[:, c]) for c in range(p.shape[1])]  # the expectation itself
#end


def advance_fisher(network, x, y, logits):
    """F = k lambda squares + (1 - k) F (algorithm 4). One pass back for each example, so this takes its time."""
    parameters = list(network.parameters())
    squares = [torch.zeros_like(p) for p in parameters]
    for labels, weights in fisher_targets(logits, y):
        for i in range(len(x)):
#if batchnorm
            loss = F.cross_entropy(logits[i:i + 1], labels[i:i + 1])  # through the batch's own mean and variance
#else
            loss = F.cross_entropy(network(x[i:i + 1]), labels[i:i + 1])
#end
            for square, gradient in zip(squares, torch.autograd.grad(loss, parameters@RETAIN@)):
                square += weights[i] / len(x) * gradient.square()
#if penalty
    for layer in weighted(network):
        getattr(layer, "currents", []).clear()
#end
    found = iter(squares)
    for layer in weighted(network):
        for name, _ in layer.named_parameters():
            new, old = FISHER_LAMBDA * next(found), layer.fisher.get(name)
            layer.fisher[name] = new if old is None else FISHER_MOMENTUM * new + (1 - FISHER_MOMENTUM) * old
#end
#if rate-scaling


def clamp_keeps_direction(layer, gradients, rate):
    moved = [(p - rate * gradients[name]).flatten() for name, p in layer.named_parameters()
             if name in layer.nonnegative]
    return not moved or torch.cat(moved).clamp(min=0).norm() >= RATE_SCALING * torch.cat(moved).norm()
#end


@torch.no_grad()
def step(layer):
    """From a layer's gradients to its new weights."""
#if heuristic
    gradients = {name: layer.correction[name] * p.grad for name, p in layer.named_parameters()}
#else
#if fisher
    inverse = {name: 1 / (fisher + 1e-8) for name, fisher in layer.fisher.items()}
    size = next(iter(inverse.values())).norm()  # that of WEE, or W, makes it comparable with the plain gradient
    gradients = {name: inverse[name] / size * p.grad for name, p in layer.named_parameters()}
#else
    gradients = {name: p.grad for name, p in layer.named_parameters()}
#end
#end
#if norm-limit
    norm = torch.sqrt(sum(gradient.square().sum() for gradient in gradients.values()))
    if norm > NORM_LIMIT:
        gradients = {name: NORM_LIMIT / norm * gradient for name, gradient in gradients.items()}
#end
#if rate-scaling
    rate, halvings = LEARNING_RATE, 0
    while halvings < 20 and not clamp_keeps_direction(layer, gradients, rate):
        rate, halvings = rate / 2, halvings + 1
#end
    for name, p in layer.named_parameters():
        p -= @RATE@ * gradients[name]
#if signed
        if name in layer.nonnegative:
            p.clamp_(min=0)
#end


def update(network, x, y):
    """Makes one update on a batch. Returns its mean cross-entropy, as it was before the update."""
    network.train()
    network.zero_grad(set_to_none=True)
    logits = network(x)
    loss = F.cross_entropy(logits, y)
    if not loss.isfinite():
        raise SystemExit("The loss is no longer finite; use a smaller LEARNING_RATE.")
#if penalty
    (loss + balance_penalty(network)).backward(@BACKWARD@)
#else
    loss.backward(@BACKWARD@)
#end
#if fisher
    advance_fisher(network, x, y, logits)
#end
    for layer in weighted(network):
        step(layer)
    return loss.item()
