"""A folder that somebody else wrote leads nowhere else and holds nobody."""

import os

import pytest

from agent.host.media import Media, MediaError, MissingError


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "stick" / "usb"
    inner.mkdir(parents=True)
    (inner / "1.root.json").write_bytes(b"root")
    (tmp_path / "secret").write_bytes(b"secret")
    return tmp_path / "stick"


def test_a_plain_file_is_read(folder):
    with Media(folder).open("usb/1.root.json") as file:
        assert file.read() == b"root"


def test_what_is_not_there_is_missing(folder):
    with pytest.raises(MissingError):
        Media(folder).open("usb/2.root.json")
    with pytest.raises(MissingError):
        Media(folder).open("blobs/sha256/ab")


@pytest.mark.parametrize(
    "path",
    ["../secret", "usb/../../secret", "/etc/passwd", "usb//1.root.json", "usb/", "", ".", "a\x00b"],
)
def test_a_path_stays_within(folder, path):
    with pytest.raises(MediaError, match="no name that a stick may use"):
        Media(folder).open(path)


def test_links_are_not_followed(folder):
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "way").symlink_to(folder / "usb")

    for path in ("link", "way/1.root.json"):
        with pytest.raises(MediaError, match="cannot be read"):
            Media(folder).open(path)


def test_a_pipe_is_no_plain_file_and_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe")

    for path in ("pipe", "usb"):
        with pytest.raises(MediaError, match="not a plain file"):
            Media(folder).open(path)
