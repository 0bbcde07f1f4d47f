from pathlib import Path

import pytest

from files.inspection.media_types import MEDIA_TYPES, ShownAs, media_type
from files.inspection.sniffing import type_of
from tests.files.inspection.pictures_made import PICTURES, moving


def iso_media(brand: bytes, *others: bytes) -> bytes:
    return (16 + 4 * len(others)).to_bytes(4) + b"ftyp" + brand + bytes(4) + b"".join(others) + bytes(40)


OTHERS = {
    "image/heif": iso_media(b"mif1", b"miaf"),
    "video/mp4": iso_media(b"isom", b"iso2", b"mp41"),
    "video/quicktime": iso_media(b"qt  "),
    "video/webm": bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + bytes(40),
    "audio/mp4": iso_media(b"M4A ", b"mp42", b"isom"),
    "audio/mpeg": b"ID3\x03\0\0\0\0\0\0" + bytes(40),
    "audio/aac": b"\xff\xf1\x50\x80" + bytes(40),
    "audio/flac": b'fLaC\0\0\0"' + bytes(40),
    "audio/ogg": b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead" + bytes(40),
    "audio/wav": b"RIFF\x50\0\0\0WAVEfmt " + bytes(40),
    "application/pdf": b"%PDF-1.7\n",
    "application/zip": b"PK\3\4\x14\0\0\0" + bytes(40),
    "text/plain": "こんにちは\n".encode(),
    "application/octet-stream": bytes(range(256)),
}


def sniffed(tmp_path: Path, content: bytes) -> str:
    source = tmp_path / "source"
    source.write_bytes(content)
    return type_of(source)


@pytest.mark.parametrize("name", sorted(MEDIA_TYPES))
def test_every_type_of_the_table_is_found(tmp_path: Path, name: str) -> None:
    content = OTHERS[name] if name in OTHERS else PICTURES[name]()
    assert sniffed(tmp_path, content) == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xfb\x90\x64" + bytes(40), "audio/mpeg"),
        (b"\xff\xd8\xff\xe1\0\x10Exif\0" + bytes(40), "image/jpeg"),
        (b"GIF87a" + bytes(40), "image/gif"),
        (iso_media(b"mif1", b"heic"), "image/heic"),
        (iso_media(b"mif1", b"avif"), "image/avif"),
        (iso_media(b"iso6", b"dash"), "video/mp4"),
        (iso_media(b"M4V "), "video/mp4"),
        ("あ".encode() * 4000, "text/plain"),
        (b"a" + "あ".encode() * 4000, "text/plain"),
    ],
)
def test_other_forms_of_a_type(tmp_path: Path, content: bytes, name: str) -> None:
    assert sniffed(tmp_path, content) == name


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"alert(1)//",
        b"GIF89a=1;/*<html><script>alert(1)</script>*/",
        b"RIFF1234WEBP<script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_scripts_and_markup_are_text(tmp_path: Path, content: bytes) -> None:
    assert sniffed(tmp_path, content) == "text/plain"


@pytest.mark.parametrize(
    "content",
    [
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"8BPS\0\1" + bytes(60),
        b"\0\0\1\0" + bytes(60),
        b"RIFF\x50\0\0\0AVI LIST" + bytes(60),
        b"\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska" + bytes(60),
        b"OggS\0\2" + bytes(20) + b"\x01\x2a\x80theora" + bytes(40),
        b"MZ" + bytes(60),
        "おはよう".encode("shift_jis") * 9,
        b"",
    ],
)
def test_what_no_browser_shows_is_any_bytes(tmp_path: Path, content: bytes) -> None:
    assert sniffed(tmp_path, content) in ("application/octet-stream", "text/plain")
    assert media_type(sniffed(tmp_path, content)).shown_as == ShownAs.DOWNLOAD


def test_nothing_that_a_browser_runs_is_in_the_table() -> None:
    for name, row in MEDIA_TYPES.items():
        for word in ("html", "svg", "xml", "script", "css"):
            assert word not in name
            assert word not in row.content_type
    assert all(row.decoder for row in MEDIA_TYPES.values() if row.shown_as == ShownAs.PICTURE)
    assert media_type("text/html").content_type == "application/octet-stream"


def test_moving_pictures_are_pictures(tmp_path: Path) -> None:
    assert sniffed(tmp_path, moving("GIF")) == "image/gif"
    assert sniffed(tmp_path, moving("WEBP")) == "image/webp"
