"""The starter model, asked its own golden prompts through OpenAI's client."""

from pathlib import Path

import openai
import pytest

from shared.evals import is_right, parse_items
from tests.support.engine_api import open_api
from tests.support.engine_slots import a_servable, open_slots

pytestmark = [pytest.mark.model, pytest.mark.slow]

FOLDER = Path(__file__).resolve().parents[2] / "models/starter"


async def test_the_starter_model_answers_its_golden_prompts():
    items = parse_items((FOLDER / "golden.jsonl").read_bytes())
    async with open_slots() as slots:
        await slots.serve("main", a_servable(FOLDER / "starter-f16.gguf"))
        async with (
            open_api(slots) as url,
            openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
        ):
            right = 0
            for item in items:
                answer = await client.chat.completions.create(
                    model="talk",
                    messages=[message.model_dump() for message in item.messages],
                    temperature=0,
                    max_tokens=128,
                )
                right += is_right(answer.choices[0].message.content, item.expected)
    assert right >= len(items) * 0.8
