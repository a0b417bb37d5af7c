"""The console's pages over a real database, without a browser."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typing_extensions import override

from controlplane.console.security import POLICY
from controlplane.rollouts import queries as rollouts
from controlplane.rollouts.machine import RolloutState
from tests.support.console_builders import NOON
from tests.support.console_scene import Scene, a_scene
from tests.support.console_server import TOKEN, an_app
from tests.support.console_world import KIOSK, World

HERE = {"origin": "http://testserver"}


@dataclass(frozen=True)
class Console:
    scene: Scene
    client: TestClient

    def html(self, path: str, **headers: str) -> str:
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """A fleet in the middle of its work; for tests that only read."""
    folder = tmp_path_factory.mktemp("console")
    scene = a_scene(folder, NOON)
    app = an_app(scene.world.database, scene.world.clock, folder, evaluation_keys=True)
    with TestClient(app) as client:
        client.get("/sign-in", params={"token": TOKEN})
        yield Console(scene, client)
    scene.world.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[World, TestClient]]:
    """An empty control plane; for tests that change something."""
    world = World(tmp_path, NOON)
    app = an_app(world.database, world.clock, tmp_path)
    with TestClient(app, headers=HERE) as client:
        client.get("/sign-in", params={"token": TOKEN})
        yield world, client
    world.close()


def paths(scene: Scene) -> list[str]:
    return [
        "/",
        "/devices",
        f"/devices/{scene.devices['kiosk-lisbon-1']}",
        f"/devices/{scene.devices['meter-roof']}",
        "/enroll",
        "/models",
        "/models/device-control/1.4.0",
        "/models/device-control/1.5.0-rc1",
        "/rollouts",
        "/rollouts/new",
        f"/rollouts/{scene.running}",
        f"/rollouts/{scene.past}",
        f"/rollouts/{scene.running}?show=failed",
        f"/rollouts/{scene.running}/devices/{scene.devices['kiosk-porto-1']}",
        f"/devices/{scene.devices['kiosk-lisbon-1']}/chat?c={scene.conversation}",
        "/models?line=device-control",
        "/audit",
        "/trust",
    ]


EMPTY = {
    "/": "flotilla models import models/starter/starter-f16.gguf",
    "/devices": "Create an enrollment token",
    "/enroll": "Create one, and paste the command",
    "/models": "flotilla models import models/starter/starter-f16.gguf",
    "/rollouts": "flotilla models import",
    "/rollouts/new": "flotilla publish starter 1.0.0",
    "/audit": "signed in by token",
    "/trust": "flotilla keys create",
}


class Checker(HTMLParser):
    """Finds what the policy or a screen reader would stumble over."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self._label_depth = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "style" in values or any(name.startswith("on") for name in values):
            self.faults.append(f"inline style or script on <{tag}>")
        if tag == "script" and "src" not in values:
            self.faults.append("inline <script>")
        if tag == "style":
            self.faults.append("inline <style>")
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "label":
            self._label_depth += 1
            self.labels.add(str(values.get("for")))
        is_field = tag in {"select", "textarea"} or (
            tag == "input" and values.get("type") != "hidden"
        )
        if is_field and not self._label_depth:
            self.fields.append((tag, values))
        if tag == "img" and "alt" not in values:
            self.faults.append("image without alternative text")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1

    def found(self) -> list[str]:
        twice = {each for each in self.ids if self.ids.count(each) > 1}
        nameless = [
            f"field {values.get('name')} without a label"
            for _, values in self.fields
            if values.get("id") not in self.labels and "aria-label" not in values
        ]
        return [*self.faults, *(f"id {each} twice" for each in sorted(twice)), *nameless]


def test_every_page_is_sound_html_that_the_policy_allows(console: Console):
    for path in paths(console.scene):
        checker = Checker()
        checker.feed(console.html(path))

        assert checker.found() == [], path


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_fleet_is_told_what_to_do_next(fresh: tuple[World, TestClient], path: str):
    answer = fresh[1].get(path)

    assert answer.status_code == 200
    assert EMPTY[path] in answer.text


def test_a_fragment_is_its_part_of_the_page(console: Console):
    for path in paths(console.scene):
        page = console.html(path)
        blocks = re.findall(r'id="(live)" hx-get="([^"]+)"', page)
        assert blocks or path == "/rollouts/new", path
        for name, url in blocks:
            headers = {"HX-Request": "true", "HX-Target": name}
            fragment = console.html(html.unescape(url), **headers)

            assert f'id="{name}"' in fragment
            assert fragment.strip() in page, (path, name)


def test_the_preview_of_a_rollout_can_be_fetched_alone(console: Console):
    headers = {"HX-Request": "true", "HX-Target": "preview"}

    assert console.html("/rollouts/new", **headers).strip() in console.html("/rollouts/new")


def test_a_browser_that_was_away_hears_what_it_missed(fresh: tuple[World, TestClient]):
    world, client = fresh
    device = world.enroll("kiosk-1", world.token())
    client.app.state.stopping.set()  # the stream ends after what there is
    world.connect(device, KIOSK)

    text = client.get("/live", headers={"Last-Event-ID": "2"}).text

    assert text.startswith("retry: 2000\nid: 2\n\n")
    assert f"event: device:{device}\n" in text


def test_pages_and_fragments_are_not_mixed_up_by_caches(console: Console):
    assert console.client.get("/").headers["vary"] == "HX-Request, HX-Target"


def test_every_answer_carries_the_policy(console: Console):
    for path in ("/", "/sign-in", "/static/app.css", "/nowhere"):
        headers = console.client.get(path).headers

        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_a_page_that_is_not_there_says_so(console: Console):
    for path in ("/nowhere", "/devices/nobody", "/rollouts/none", "/models/a/b"):
        answer = console.client.get(path)

        assert answer.status_code == 404
        assert "There is no such page" in answer.text


def test_text_from_devices_and_people_is_escaped(fresh: tuple[World, TestClient]):
    answer = fresh[1].get("/devices", params={"q": '"><script>alert(1)</script>'})

    assert "<script>alert" not in answer.text


def test_the_overview_names_what_needs_a_person(console: Console):
    page = console.html("/")

    assert "is paused by its gate" in page
    assert "14 of 20 golden prompts were right" in page
    assert "Evaluation keys" in page


def test_a_rollout_shows_waves_gates_progress_and_causes(console: Console):
    page = console.html(f"/rollouts/{console.scene.running}")

    assert "Gate: go" in page
    assert "19.0 MB of 52.0 MB" in page
    assert "golden prompts failed while probing" in page
    assert "14 of 20 golden prompts were right" in page


def test_a_device_shows_the_planners_sentence_and_every_step(console: Console):
    page = console.html(f"/devices/{console.scene.devices['kiosk-lisbon-1']}")

    assert "f16 is the best that fits" in page
    for word in ("offered", "downloading", "asking golden prompts", "on trial", "in service"):
        assert word in page


def test_charts_get_columns_of_the_last_hour(console: Console):
    device = console.scene.devices["kiosk-lisbon-1"]
    columns = console.client.get(f"/devices/{device}/telemetry.json").json()

    assert len(columns["at"]) == len(columns["tokens"]) > 30


def test_devices_are_found_by_word_by_label_and_by_presence(console: Console):
    def found(**query: str) -> list[str]:
        page = console.client.get("/devices", params=query).text
        return re.findall(r'id="d-[^"]+" href="[^"]+" data-row>([^<]+)<', page)

    assert found(q="weld") == ["line-a-weld", "line-b-weld"]
    assert found(q="site=lisbon, class!=kiosk") == ["gateway-lisbon"]
    assert found(presence="offline") == ["kiosk-porto-2"]


def test_a_search_that_cannot_be_read_points_at_the_character(console: Console):
    page = html.unescape(console.client.get("/devices", params={"q": "site=("}).text)

    assert "site=(\n     ^ expected a value" in page


def test_without_a_session_every_page_leads_to_sign_in_and_back(console: Console):
    with TestClient(console.client.app, follow_redirects=False) as stranger:
        answer = stranger.get("/devices?q=a")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=/devices%3Fq%3Da"
        fragment = stranger.get("/", headers={"HX-Request": "true", "HX-Target": "fleet"})
        assert fragment.headers["hx-redirect"] == "/sign-in"
        assert stranger.get("/live").status_code == 303


def test_a_wrong_token_is_refused_in_words(fresh: tuple[World, TestClient]):
    fresh[1].cookies.clear()
    answer = fresh[1].post("/sign-in", data={"token": "fadm_wrong"})

    assert answer.status_code == 401
    assert "this is not the admin token" in answer.text


def test_the_way_in_does_not_tell_strangers_where_things_lie(console: Console):
    with TestClient(console.client.app) as stranger:
        page = stranger.get("/sign-in")
        assert "admin.token" in page.text
        assert str(stranger.app.state.settings.data.resolve()) not in page.text
        assert str(stranger.app.state.settings.data) not in page.text


def test_signing_in_leads_to_the_wanted_page_and_out_again(fresh: tuple[World, TestClient]):
    _, client = fresh
    client.cookies.clear()
    answer = client.post("/sign-in", data={"token": TOKEN, "next": "/models"})
    assert answer.url.path == "/models"
    assert client.post("/sign-out").url.path == "/sign-in"
    assert client.get("/models").url.path == "/sign-in"


def test_another_sites_page_can_change_nothing(fresh: tuple[World, TestClient]):
    world, client = fresh
    evil = {"origin": "https://evil.example"}

    assert client.post("/enroll", data={"uses": 1}, headers=evil).status_code == 403
    assert client.post("/sign-out", headers=evil).status_code == 403
    with world.database.reading() as session:
        assert not rollouts.rollouts(session)


def test_the_theme_is_remembered(fresh: tuple[World, TestClient]):
    _, client = fresh

    page = client.post("/theme", data={"theme": "dark", "back": "/models"})

    assert page.url.path == "/models"
    assert 'data-theme="dark"' in page.text


def test_a_new_token_is_shown_once_with_the_command_to_paste(fresh: tuple[World, TestClient]):
    _, client = fresh
    page = client.post("/enroll", data={"labels": "site=faro", "uses": 2, "hours": 24})

    assert re.search(r"flotilla-agent enroll --gateway https://\S+ --token flt_\w+", page.text)
    assert "flt_" not in client.get("/enroll").text


def test_a_label_that_cannot_be_is_said_beside_the_form(fresh: tuple[World, TestClient]):
    page = fresh[1].post("/enroll", data={"labels": "lisbon", "uses": 1, "hours": 24})

    assert page.status_code == 422
    assert "label &#39;lisbon&#39; is not key=value" in page.text


def test_a_token_can_be_revoked(fresh: tuple[World, TestClient]):
    world, client = fresh
    world.token()
    (identifier,) = re.findall(r"/enroll/([0-9a-f-]+)/revoke", client.get("/enroll").text)

    assert "revoked" in client.post(f"/enroll/{identifier}/revoke").text


def test_labels_of_a_device_are_changed_as_a_whole(fresh: tuple[World, TestClient]):
    world, client = fresh
    device = world.enroll("kiosk-1", world.token(), site="lisbon", lab="yes")
    page = client.post(f"/devices/{device}/labels", data={"labels": "site=porto, class=till"})

    assert "site=porto" in page.text
    assert "class=till" in page.text
    assert "lab=yes" not in page.text


def test_a_revoked_device_leaves_the_fleet(fresh: tuple[World, TestClient]):
    world, client = fresh
    device = world.enroll("kiosk-1", world.token())

    assert "kiosk-1" not in client.post(f"/devices/{device}/revoke").text


def a_published_release(world: World) -> str:
    device = world.enroll("kiosk-1", world.token(), site="lisbon")
    world.connect(device, KIOSK)
    return world.released("starter", "1.0.0", parameters=4_000_000, quality={"q8_0": 0.9})


def test_the_form_foresees_what_a_rollout_would_do(fresh: tuple[World, TestClient]):
    world, client = fresh
    release = a_published_release(world)

    page = client.get("/rollouts/new", params={"release": release})
    assert "q8_0 is the best that fits" in page.text
    assert "Likely takes" in page.text
    objection = client.get("/rollouts/new", params={"release": release, "soak": "soon"})
    assert "is not a time" in objection.text


def test_a_rollout_is_started_and_steered_by_forms(fresh: tuple[World, TestClient]):
    world, client = fresh
    release = a_published_release(world)
    page = client.post("/rollouts", data={"release": release, "slot": "main", "start": "1"})
    url = page.url.path
    assert url.startswith("/rollouts/")

    for verb, state in (
        ("pause", RolloutState.PAUSED),
        ("resume", RolloutState.RUNNING),
        ("abort", RolloutState.ABORTING),
        ("rollback", RolloutState.ROLLING_BACK),
    ):
        assert client.post(f"{url}/{verb}").status_code == 200
        with world.database.reading() as session:
            assert rollouts.rollout(session, url.rsplit("/", 1)[1]).summary.state is state


def test_what_is_not_possible_any_more_is_said_in_words(fresh: tuple[World, TestClient]):
    world, client = fresh
    rollout = world.roll_out(a_published_release(world))
    answer = client.post(f"/rollouts/{rollout}/resume")

    assert answer.status_code == 409
    assert "not possible" in answer.text
    assert client.post(f"/rollouts/{rollout}/explode").status_code == 404


def test_a_rollout_for_nobody_stays_on_the_form_and_says_why(fresh: tuple[World, TestClient]):
    world, client = fresh
    release = a_published_release(world)
    data = {"release": release, "selector": "site=mars", "start": "1"}
    page = client.post("/rollouts", data=data)

    assert page.status_code == 422
    assert "No device" in page.text
    assert 'value="site=mars"' in page.text


def test_a_long_fleet_is_paged(fresh: tuple[World, TestClient]):
    world, client = fresh
    token = world.token(uses=60)
    for number in range(52):
        world.enroll(f"kiosk-{number:02}", token)
    world.clock.time += timedelta(seconds=1)

    assert "52 devices, page 1 of 2" in client.get("/devices").text
    last = client.get("/devices", params={"at": 2}).text
    assert "kiosk-51" in last
    assert "kiosk-00" not in last
