"""`flotilla devices chat`: a few words with the model that a device serves."""

from typing import Annotated, Any

import typer

from controlplane.cli.answers import answered
from controlplane.cli.client import Client, connected
from controlplane.cli.screen import JsonFlag, out, plain, print_json, shown


def chat(
    name: Annotated[str, typer.Argument(help="The device, by name or id.")],
    text: Annotated[str, typer.Argument(help="One question; without it, a conversation.")] = "",
    *,
    slot: Annotated[str, typer.Option(help="Whose model.")] = "main",
    wait: Annotated[float, typer.Option(help="Seconds to wait for an answer.")] = 60.0,
    as_json: JsonFlag = False,
) -> None:
    """Ask a device's model something, through the control plane; an empty line ends."""
    with connected() as client:
        if text:
            turn = _answer(client, name, {"text": text, "slot": slot}, wait)["turns"][-1]
            print_json(turn) if as_json else _say(turn)
            return
        conversation = ""
        while question := typer.prompt(name, default="", show_default=False, prompt_suffix="> "):
            body = {"text": question, "slot": slot, "conversation": conversation}
            found = _answer(client, name, body, wait)
            conversation = found["id"]
            _say(found["turns"][-1])


def _answer(client: Client, name: str, body: dict[str, Any], wait_s: float) -> dict[str, Any]:
    begun: dict[str, Any] = client.post(f"/devices/{name}/chats", body)
    address = f"/devices/{name}/chats/{begun['id']}"
    return answered(
        begun, lambda: client.get(address), wait_s=wait_s, of=lambda found: found["turns"][-1]
    )


def _say(turn: dict[str, Any]) -> None:
    if turn["state"] == "done":
        print(plain(turn["answer"]))
        return
    fault = f": {shown(turn['fault']['message'])}" if turn["fault"] else ""
    out.print(f"[yellow]{turn['state']}[/]{fault}", highlight=False)
