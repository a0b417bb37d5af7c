"""Measures exact-match accuracy through llama.cpp, for the f16 model and its quantisations.

    python recipe/evaluate.py --model starter-f16.gguf --test eval.jsonl --work build

Before that it checks the export: the file's tokenisation of every test item equals the
training one, and the logits of a few prompts equal PyTorch's within f16 tolerance.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import jinja2
import numpy as np
import torch
from export import load
from gguf import GGUFReader
from llama import SEQUENCES, VARIANTS, Runner, quantise
from tokenizer import END
from tokenizers import Tokenizer


def prompts_of(items: list[dict], template: str) -> list[str]:
    """Every item through the chat template of the file itself."""
    compiled = jinja2.Environment().from_string(template)
    return [compiled.render(messages=i["messages"], add_generation_prompt=True) for i in items]


def check_tokens(
    runner: Runner, tokenizer: Tokenizer, items: list[dict], prompts: list[str]
) -> None:
    """llama.cpp and training must split every prompt and answer alike.

    Raises:
        ValueError: they do not.
    """
    for item, prompt in zip(items, prompts, strict=True):
        for text in (prompt, item["expected"] + END):
            if runner.tokenize(text) != tokenizer.encode(text).ids:
                raise ValueError(f"tokenised differently: {text}")


def check_logits(runner: Runner, tokenizer: Tokenizer, work: Path, prompts: list[str]) -> float:
    """The largest difference to PyTorch's logits over some prompts."""
    model = load(work / "model.pt")
    worst = 0.0
    for prompt in prompts:
        ids = tokenizer.encode(prompt).ids
        with torch.no_grad():
            mine = model(torch.tensor([ids]))[0].numpy()
        worst = max(worst, float(np.abs(mine - runner.logits(ids)).max()))
    return worst


def answers_of(runner: Runner, tokenizer: Tokenizer, prompts: list[str]) -> list[str]:
    """Greedy answers; prompts of like length go together."""
    stop = tokenizer.token_to_id(END)
    encoded = [runner.tokenize(prompt) for prompt in prompts]
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
    answers = [""] * len(encoded)
    for start in range(0, len(order), SEQUENCES):
        rows = order[start : start + SEQUENCES]
        for row, ids in zip(
            rows, runner.greedy([encoded[r] for r in rows], stop=stop), strict=True
        ):
            answers[row] = tokenizer.decode(ids)
    return answers


def tensor_types(path: Path) -> dict[str, int]:
    """How many tensors of each type a file holds."""
    return dict(Counter(tensor.tensor_type.name for tensor in GGUFReader(path).tensors))


def by_tag(items: list[dict], right: list[bool]) -> dict[str, str]:
    """Right answers per tag."""
    total, good = Counter(), Counter()
    for item, ok in zip(items, right, strict=True):
        total.update(item["tags"])
        good.update(item["tags"] if ok else ())
    return {tag: f"{good[tag]}/{count}" for tag, count in total.most_common()}


def measure(path: Path, tokenizer: Tokenizer, items: list[dict], *, threads: int) -> dict:
    """Answers and score of one file."""
    runner = Runner(path, threads=threads)
    prompts = prompts_of(items, runner.template())
    check_tokens(runner, tokenizer, items, prompts)
    started = time.monotonic()
    answers = answers_of(runner, tokenizer, prompts)
    seconds = round(time.monotonic() - started, 1)
    runner.close()
    right = sum(a == i["expected"] for a, i in zip(answers, items, strict=True))
    return {"right": right, "of": len(items), "bytes": path.stat().st_size, "seconds": seconds,
            "types": tensor_types(path), "answers": answers}  # fmt: skip


def show_errors(items: list[dict], answers: list[str], count: int) -> None:
    """Score per tag, then the first wrong answers."""
    right = [answer == item["expected"] for answer, item in zip(answers, items, strict=True)]
    print(json.dumps(by_tag(items, right)))
    wrong = [
        pair for pair, ok in zip(zip(items, answers, strict=True), right, strict=True) if not ok
    ]
    for item, answer in wrong[:count]:
        print(f"- {item['messages'][-1]['content']}\n  {item['expected']}\n  {answer}")


def main() -> None:
    """Check the export, then measure each variant asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build"))
    parser.add_argument("--variants", nargs="+", default=list(VARIANTS))
    parser.add_argument("--errors", type=int, default=0, help="show so many wrong answers")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    items = [json.loads(line) for line in options.test.read_text().splitlines()]
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    runner = Runner(options.model)
    worst = check_logits(runner, tokenizer, options.work, prompts_of(items[:8], runner.template()))
    runner.close()
    print(f"largest logit difference to PyTorch: {worst:.4f}")
    report = {}
    for name in options.variants:
        path = options.model
        if name != "F16":
            path = options.work / f"starter-{name.lower()}.gguf"
            quantise(options.model, path, VARIANTS[name])
        report[name] = result = measure(path, tokenizer, items, threads=options.threads)
        print(f"{name:7} {result['right']}/{result['of']} = {result['right'] / result['of']:.2%}  "
              f"{result['bytes'] / 1e6:.2f} MB  {result['types']}", flush=True)  # fmt: skip
        if name == "F16":
            show_errors(items, result["answers"], options.errors)
    (options.work / "report.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main()
