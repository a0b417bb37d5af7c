"""Trains the starter model on the corpus in the work folder and keeps an averaged checkpoint.

    python recipe/train.py --minutes 40 --work build

The loss counts answer tokens only. Batches hold conversations of like length, and of each batch
only the part that the model finds hardest is learnt from: most of a corpus is soon known, and to
read it costs a third of what learning from it would. The learning rate follows the clock, not the
step count, so a slower machine trains less, not longer.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from corpus import Corpus
from model import Llama, Shape
from tokenizers import Tokenizer
from torch import nn

AVERAGE_DECAY = 0.995
CHECKPOINT_EVERY_S = 120.0

Batch = tuple[torch.Tensor, torch.Tensor]


def parts(work: Path) -> Iterator[Corpus]:
    """Endless: the parts that have appeared since the last look, or else all of them again."""
    seen: set[Path] = set()
    while True:
        paths = set(work.glob("corpus-*.npz"))
        if not paths:
            raise SystemExit(f"no corpus-*.npz in {work}: corpus.py makes them")
        yield Corpus.read(sorted(paths - seen or paths))
        seen = paths


def batches(corpora: Iterator[Corpus], *, tokens: int, seed: int) -> Iterator[Batch]:
    """Endless (ids, is_answer) batches of about `tokens` tokens, padded to multiples of 8."""
    rng = np.random.default_rng(seed)
    for corpus in corpora:
        lengths = corpus.lengths
        # A little noise in the sort key makes every epoch's batches different.
        order = np.argsort(lengths + rng.uniform(0, 6, len(lengths)))
        groups, start = [], 0
        while start < len(order):
            width = int(lengths[order[start : start + 1]].max())
            count = max(8, tokens // (width + 8))
            groups.append(order[start : start + count])
            start += count
        for group in rng.permutation(len(groups)):
            yield _pad(corpus, groups[group])


def _pad(corpus: Corpus, rows: np.ndarray) -> Batch:
    width = -(-int(corpus.lengths[rows].max()) // 8) * 8
    ids = np.zeros((len(rows), width), np.int64)
    mask = np.zeros((len(rows), width), bool)
    for row, index in enumerate(rows):
        begin, end = corpus.offsets[index], corpus.offsets[index + 1]
        ids[row, : end - begin] = corpus.ids[begin:end]
        mask[row, : end - begin] = corpus.is_answer[begin:end]
    return torch.from_numpy(ids), torch.from_numpy(mask)


def losses_of(model: Llama, ids: torch.Tensor, is_answer: torch.Tensor) -> torch.Tensor:
    """Cross entropy of every answer token; logits are only computed for those."""
    wanted = is_answer[:, 1:]
    hidden = model.hidden(ids[:, :-1])[wanted]
    return nn.functional.cross_entropy(
        model.logits(hidden).float(), ids[:, 1:][wanted], reduction="none"
    )


def hardest(model: Llama, batch: Batch, share: float) -> Batch:
    """The conversations of a batch with the greatest loss: this share of them."""
    ids, is_answer = batch
    if share >= 1:
        return batch
    with torch.no_grad():
        losses = losses_of(model, ids, is_answer)
        rows = is_answer[:, 1:].nonzero()[:, 0]
        per_row = torch.zeros(len(ids)).index_add_(0, rows, losses)
    kept = per_row.topk(max(8, int(share * len(ids)))).indices
    return ids[kept], is_answer[kept]


def optimizers(model: Llama, *, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers, AdamW for embedding and norms."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and n.startswith("blk")]
    rest = [p for n, p in model.named_parameters() if not (p.ndim == 2 and n.startswith("blk"))]
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.05, momentum=0.95,
                         adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.01),
    ]  # fmt: skip


def rate_at(share: float) -> float:
    """Warm up for 2 % of the time, hold, then fall linearly over the last 70 %."""
    return min(1.0, share / 0.02, (1.01 - share) / 0.7)


def save(path: Path, model: Llama, average: dict[str, torch.Tensor], step: int) -> None:
    """Replace the checkpoint in one step, so that an export never reads half of one."""
    beside = path.with_suffix(".part")
    torch.save({"shape": vars(model.shape), "model": average, "raw": model.state_dict(),
                "step": step}, beside)  # fmt: skip
    beside.replace(path)


def main() -> None:
    """Read the options, train until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--batch-tokens", type=int, default=16384, help="tokens read per step")
    parser.add_argument("--share", type=float, default=0.25, help="of them to learn from")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--work", type=Path, default=Path("build"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    model = Llama(Shape(vocab=tokenizer.get_vocab_size(), layers=options.layers))
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True)["model"])
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    model.hidden = torch.compile(model.hidden, dynamic=True)
    average = {name: p.detach().clone() for name, p in model.state_dict().items()}
    optims = optimizers(model, rate=options.rate)
    supply = batches(parts(options.work), tokens=options.batch_tokens, seed=options.seed)
    run(model, average, optims, supply, options)


def run(model, average, optims, supply, options) -> None:  # noqa: ANN001 - internal loop
    """The training loop: until the time is up, with a checkpoint every two minutes."""
    started, saved, step, recent, tokens = time.monotonic(), time.monotonic(), 0, [], 0
    while (share := (time.monotonic() - started) / (60 * options.minutes)) < 1:
        for optim in optims:
            for group in optim.param_groups:
                group["lr"] = options.rate * max(0.01, rate_at(share))
        batch = next(supply)
        tokens += batch[0].numel()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            batch = hardest(model, batch, options.share)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # another: the first one's cache holds
            loss = losses_of(model, *batch).mean()  # weights without gradients
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optim in optims:
            optim.step()
            optim.zero_grad(set_to_none=True)
        step += 1
        decay = min(AVERAGE_DECAY, step / (step + 10))
        with torch.no_grad():
            for name, p in model.state_dict().items():
                average[name].lerp_(p, 1 - decay)
        recent.append(loss.item())
        if step % 25 == 0:
            elapsed = time.monotonic() - started
            print(json.dumps({"step": step, "loss": round(sum(recent) / len(recent), 4),
                              "minutes": round(elapsed / 60, 1),
                              "tokens_per_s": round(tokens / elapsed)}), flush=True)  # fmt: skip
            recent = []
        if time.monotonic() - saved > CHECKPOINT_EVERY_S:
            save(options.work / "model.pt", model, average, step)
            saved = time.monotonic()
    save(options.work / "model.pt", model, average, step)
    assert math.isfinite(loss.item())


if __name__ == "__main__":
    main()
