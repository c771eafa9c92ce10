"""Attachments: accepted files, errors for the others, and the upload that is sent."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ribbit_tui.session.application.documents.attachments import (
    CHANGED,
    MAX_DOCUMENTS,
    Attachment,
    UnusableDocumentsError,
    document_errors,
    remaining_size,
    uploads,
)
from ribbit_tui.session.application.documents.files import (
    JPEG,
    MAX_ENCODED_SIZE,
    MAX_FILE_SIZE,
    PDF,
    PNG,
    NoFileError,
    UnusableFileError,
    encoded_size,
    in_megabytes,
)
from ribbit_tui.session.application.reference.document_types import (
    APPLICATION_TYPES,
    DOCUMENT_TYPES,
    type_label,
)
from ribbit_tui.simulator.engine.documents.rules import UPLOAD_TYPES, checked_upload

HEADS = {
    PDF: b"%PDF-1.7\n",
    PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF",
}
IDENTITY = "identity_verification"


def scan(folder: Path, name: str = "passport.pdf", content: bytes = HEADS[PDF]) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def choose(path: Path) -> Attachment:
    return Attachment.choose(path, IDENTITY, "passport")


@pytest.mark.parametrize("mime_type", HEADS)
def test_a_file_is_what_its_first_bytes_say(tmp_path: Path, mime_type: str) -> None:
    path = scan(tmp_path, "anything.txt", HEADS[mime_type] + b"x" * 100)
    document = choose(path)
    assert document.mime_type == mime_type
    assert document.size == path.stat().st_size


def _nothing(folder: Path) -> Path:
    return folder / "nothing.pdf"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.pdf")
    return folder / "pipe.pdf"


def _unreadable(folder: Path) -> Path:
    path = scan(folder)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    return path


def _loop(folder: Path) -> Path:
    (folder / "loop.pdf").symlink_to("loop.pdf")
    return folder / "loop.pdf"


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "gone": (_nothing, "no such file"),
    "below a file": (lambda folder: scan(folder) / "passport.pdf", "no such file"),
    "a folder": (lambda folder: folder, "a folder"),
    "a pipe": (_pipe, "a device or a pipe"),
    "a device": (lambda _: Path("/dev/null"), "a device or a pipe"),
    "forbidden": (_unreadable, "may not read"),
    "a link to itself": (_loop, "leads back to itself"),
    "a long path": (lambda folder: folder / ("x" * 5000), "too long"),
    "a path with a zero": (lambda folder: folder / "a\0b", "No file can have such a path"),
    "empty": (lambda folder: scan(folder, content=b""), "empty"),
    "text": (lambda folder: scan(folder, "a.pdf", b"hello"), "not a PDF, PNG or JPEG"),
    "half a signature": (lambda folder: scan(folder, "a.png", b"\x89PN"), "not a PDF, PNG or JPEG"),
    "a page": (lambda folder: scan(folder, "a.jpg", b"<html>"), "not a PDF, PNG or JPEG"),
    "a GIF": (lambda folder: scan(folder, "a.jpg", b"GIF89a..."), "a GIF picture"),
    "an iPhone's": (lambda folder: scan(folder, "a.jpg", b"\0\0\0\x18ftypheic"), "HEIC photo"),
    "a Word file": (lambda folder: scan(folder, "a.pdf", b"PK\x03\x04..."), "an office document"),
    "too large": (
        lambda folder: scan(folder, content=HEADS[PDF].ljust(MAX_FILE_SIZE + 1, b"x")),
        "has 7.5 MB, and the most is 7.5 MB (10 MB once encoded)",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_handed_in_is_said_in_words(tmp_path: Path, case: str) -> None:
    make, words = REFUSED[case]
    path = make(tmp_path)
    with pytest.raises(
        UnusableFileError, match="(?s)" + words.replace("(", r"\(").replace(")", r"\)")
    ):
        choose(path)
    with pytest.raises(UnusableFileError):
        Attachment(path, IDENTITY).to_upload()


def test_only_what_is_not_there_may_still_be_typed(tmp_path: Path) -> None:
    for path in (tmp_path / "pass", tmp_path, scan(tmp_path) / "x"):
        with pytest.raises(NoFileError):
            choose(path)
    with pytest.raises(UnusableFileError) as refusal:
        choose(scan(tmp_path, content=b"hello"))
    assert not isinstance(refusal.value, NoFileError)


def test_the_largest_file_fits_exactly(tmp_path: Path) -> None:
    document = choose(scan(tmp_path, content=HEADS[PDF].ljust(MAX_FILE_SIZE, b"x")))
    assert document.encoded_size == MAX_ENCODED_SIZE
    upload = document.to_upload()
    assert len(upload.content or "") == MAX_ENCODED_SIZE
    checked_upload(upload.to_wire(), "documents.0")


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 1000])
def test_the_encoded_size_is_known_without_encoding(size: int) -> None:
    assert encoded_size(size) == len(base64.b64encode(b"x" * size))


def test_what_is_sent(tmp_path: Path) -> None:
    path = scan(tmp_path)
    [upload] = uploads([choose(path)])
    assert upload.to_wire() == {
        "document_type": "identity_verification",
        "document_sub_type": "passport",
        "content": base64.b64encode(path.read_bytes()).decode(),
        "mime_type": "application/pdf",
    }
    assert choose(path).load() == path.read_bytes()


def test_every_type_that_is_offered_is_taken() -> None:
    assert {one.value for one in DOCUMENT_TYPES} <= UPLOAD_TYPES
    assert {one.value for one in APPLICATION_TYPES} < {one.value for one in DOCUMENT_TYPES}
    assert type_label("identity_verification", "passport") == "Proof of identity: Passport"
    assert type_label("identity_verification", "else") == "Proof of identity: else"
    assert type_label("something new") == "something new"


def test_a_file_that_changed_or_went_since_is_not_sent(tmp_path: Path) -> None:
    stays, changes, goes = (choose(scan(tmp_path, name)) for name in ("a.pdf", "b.pdf", "c.pdf"))
    changes.path.write_bytes(HEADS[PDF] + b"another")
    goes.path.unlink()
    with pytest.raises(UnusableDocumentsError) as refusal:
        uploads([stays, changes, goes])
    assert refusal.value.errors[1] == CHANGED
    assert "no such file" in refusal.value.errors[2]
    looked = [one.recheck() for one in (stays, changes, goes)]
    assert [one.error for one in looked] == [None, CHANGED, refusal.value.errors[2]]
    assert [name for name, _ in document_errors(looked)] == ["documents.1", "documents.2"]


def test_what_a_draft_kept_is_looked_at_anew(tmp_path: Path) -> None:
    kept = Attachment(scan(tmp_path), IDENTITY)
    assert (kept.mime_type, kept.size, kept.words) == ("", 0, "passport.pdf")
    looked = kept.recheck()
    assert looked.words == "passport.pdf · PDF, 9 bytes"
    assert looked == Attachment.choose(kept.path, IDENTITY)
    kept.path.unlink()
    gone = looked.recheck()
    scan(tmp_path, content=HEADS[PNG])
    assert gone.error
    assert gone.recheck().error == CHANGED


def test_documents_must_fit_into_one_call(tmp_path: Path) -> None:
    half = choose(scan(tmp_path, content=HEADS[PDF].ljust(MAX_FILE_SIZE // 2, b"x")))
    assert remaining_size([half]) == MAX_ENCODED_SIZE // 2
    assert dict(document_errors([half, half])) == {}
    assert "10 MB" in dict(document_errors([half, half, half]))["documents"]
    small = choose(scan(tmp_path, "small.pdf"))
    assert dict(document_errors([small] * MAX_DOCUMENTS)) == {}
    assert "At most 10" in dict(document_errors([small] * (MAX_DOCUMENTS + 1)))["documents"]


@pytest.mark.parametrize(
    ("size", "words"),
    [(9, "9 bytes"), (2048, "2 KB"), (1_300_000, "1.2 MB"), (MAX_FILE_SIZE, "7.5 MB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert in_megabytes(size) == words
