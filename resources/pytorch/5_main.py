

@torch.no_grad()
def evaluate(network, data):
    """Mean cross-entropy, and the share of wrong answers in percent."""
    network.eval()
    count, loss, wrong = len(data[1]), 0.0, 0
    for first in range(0, count, 500):
        x, y = to_batch(data, slice(first, first + 500))
        logits = network(x)
        loss += F.cross_entropy(logits, y, reduction="sum").item()
        wrong += (logits.argmax(1) != y).sum().item()
    return loss / count, 100 * wrong / count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=DATA, help="@DATA_HELP@")
    parser.add_argument("--snapshot", default=SNAPSHOT, help="weights to begin with, .npz")
    parser.add_argument("--epochs", type=float, default=1, help="passes over the training set to make (1)")
    parser.add_argument("--updates", type=int, help="updates to make, instead of whole epochs")
    parser.add_argument("--order", help=".npy file of training examples' numbers, in the order to use them, once")
    parser.add_argument("--log", help=".csv file for the loss of every update")
    parser.add_argument("--save", help=".npz file for the weights in the end")
    options = parser.parse_args()
    if not options.data:
        parser.error("where is the data? Give --data: @DATA_HELP@")

    torch.manual_seed(SEED)
    train, test = load_data(options.data)
    network = build_network()
    load(network, options.snapshot)
#if fisher
    load_fisher(network)
#end
    order = np.load(options.order) if options.order else None
    per_epoch = -(-len(train[1]) // BATCH_SIZE)
    updates = options.updates if options.updates is not None else round(options.epochs * per_epoch)
    losses = []
    print("update @UPDATE@: @MEASURED@ loss {:.4f}, @MEASURED@ error {:.2f} %".format(*evaluate(network, test)))
    for indices in batches(len(train[1]), order):
        if len(losses) == updates:
            break
        losses.append(update(network, *to_batch(train, indices)))
        if len(losses) % per_epoch == 0 or len(losses) == updates:
            print("update {}: train loss {:.4f}, @MEASURED@ loss {:.4f}, @MEASURED@ error {:.2f} %".format(
                @UPDATE@ + len(losses), np.mean(losses[-per_epoch:]), *evaluate(network, test)))
    if options.log:
        with open(options.log, "w", encoding="utf-8") as log:
            log.write("update,train_loss\n")
            log.writelines(f"{@UPDATE@ + i},{loss!r}\n" for i, loss in enumerate(losses, 1))
    if options.save:
        save(network, options.save, options.snapshot)


if __name__ == "__main__":
    main()
