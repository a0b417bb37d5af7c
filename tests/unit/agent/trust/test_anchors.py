"""Roots are pinned once; a refresh, or a second enrollment, does not replace them."""

from pathlib import Path

from agent.trust import anchors
from shared.wire.enrol import Anchors

WITHOUT = Anchors(fleet="f", ca_pem="", image_root="image", director_root="director")
WITH = WITHOUT.model_copy(update={"usb_root": "usb"})


def pinned(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_a_fleet_without_sticks_pins_two_roots_and_one_with_sticks_three(tmp_path: Path):
    anchors.write(tmp_path / "a", WITHOUT)
    anchors.write(tmp_path / "b", WITH)

    assert set(pinned(tmp_path / "a")) == {anchors.IMAGE_ROOT, anchors.DIRECTOR_ROOT}
    assert pinned(tmp_path / "b")[anchors.USB_ROOT] == "usb"


def test_a_device_learns_to_believe_sticks_once(tmp_path: Path):
    anchors.write(tmp_path, WITHOUT)
    anchors.add_usb(tmp_path, WITHOUT)
    assert anchors.USB_ROOT not in pinned(tmp_path)

    anchors.add_usb(tmp_path, WITH)
    anchors.add_usb(tmp_path, WITH.model_copy(update={"usb_root": "another"}))

    assert pinned(tmp_path) == {
        anchors.IMAGE_ROOT: "image",
        anchors.DIRECTOR_ROOT: "director",
        anchors.USB_ROOT: "usb",
    }
