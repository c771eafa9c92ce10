"""Documents as part of a draft: kept by path alone, shown in the review, sent with the rest."""

import json
from pathlib import Path

import pytest

from ribbit_tui.session.application.documents.attachments import CHANGED, Attachment, uploads
from ribbit_tui.session.application.drafts.draft import IncompleteApplicationError
from ribbit_tui.session.application.drafts.file import decode, encode
from ribbit_tui.session.application.steps.registry import step_of
from tests.session.application.people import LENA, NOW, TODAY, accept_all, draft_of, maya

SECRET = b"%PDF-1.7 the number is 078-05-1120"


@pytest.fixture
def passport(tmp_path: Path) -> Attachment:
    path = tmp_path / "pass\udc80port.pdf"
    path.write_bytes(SECRET)
    return Attachment.choose(path, "identity_verification", "passport")


def test_a_draft_on_disk_keeps_where_a_document_is_and_nothing_of_it(
    passport: Attachment,
) -> None:
    draft = maya()
    draft.documents.append(passport)
    saved = encode(draft)
    assert json.loads(saved)["documents"] == [
        {
            "path": str(passport.path),
            "document_type": "identity_verification",
            "document_sub_type": "passport",
        }
    ]
    assert b"078-05" not in saved
    [kept] = decode(saved).documents
    assert kept.info is None
    assert kept.recheck() == passport


def test_a_draft_of_before_has_no_documents(passport: Attachment) -> None:
    draft = maya()
    draft.documents.append(passport)
    content = json.loads(encode(draft))
    del content["documents"]
    assert decode(json.dumps(content).encode()).documents == []
    content["documents"] = [{"path": "/x.pdf", "document_type": "of another age"}]
    assert decode(json.dumps(content).encode()).documents == []
    for broken in ([1], [{"document_type": "w9"}]):
        content["documents"] = broken
        with pytest.raises(ValueError, match="missing"):
            decode(json.dumps(content).encode())


def test_nobody_has_to_hand_in_any_but_what_is_wrong_must_go(passport: Attachment) -> None:
    draft = maya()
    assert draft.is_complete("documents", TODAY)
    draft.documents.append(passport)
    assert draft.is_complete("review", TODAY)
    passport.path.write_bytes(SECRET + b"!")
    draft.documents[0] = passport.recheck()
    assert draft.errors("review", TODAY) == {"documents.0": CHANGED}
    assert draft.first_open_step(TODAY) == step_of("documents.0") == "documents"
    with pytest.raises(IncompleteApplicationError):
        draft.to_creation(TODAY)
    draft.documents.clear()
    assert draft.is_complete("review", TODAY)


def test_the_review_names_them(passport: Attachment) -> None:
    draft = maya()
    draft.documents.append(passport)
    [part] = [one for one in draft.review(TODAY) if one.step == "documents"]
    assert [(row.label, row.shown) for row in part.rows] == [
        ("Proof of identity: Passport", "pass\udc80port.pdf · PDF, 34 bytes")
    ]


def test_they_are_sent_after_the_tax_form(passport: Attachment) -> None:
    draft = draft_of(
        {
            **LENA,
            "w8ben.claims_treaty": False,
            "w8ben.certified": True,
            "w8ben.signer_full_name": "Lena Fischer",
        }
        | {"w8ben.claims_treaty": False}
    )
    accept_all(draft)
    draft.sign_w8ben(NOW, "203.0.113.7", TODAY)
    draft.documents.append(passport)
    sent = draft.to_creation(TODAY, uploads(draft.documents)).to_wire()["documents"]
    assert [one["document_type"] for one in sent] == ["w8ben", "identity_verification"]
    assert sent[1] == passport.to_upload().to_wire()
    assert draft.to_creation(TODAY).to_wire()["documents"] == sent[:1]


def test_another_applicant_brings_none(passport: Attachment) -> None:
    draft = maya()
    draft.documents.append(passport)
    draft.fill({})
    assert draft.documents == []
