"""Documents: handing them in, listing them, downloading them."""

import base64
import json
from typing import Any

import httpx
import pytest

from tests.simulator import sql
from tests.simulator.conftest import Api, Json, OpenApi, application

JPEG = b"\xff\xd8\xff\xe0 a passport"
PASSPORT: Json = {
    "document_type": "identity_verification",
    "document_sub_type": "passport",
    "content": base64.b64encode(JPEG).decode(),
    "mime_type": "image/jpeg",
}
FORM: Json = {
    "country_citizen": "Australia",
    "date": "2026-01-14",
    "date_of_birth": "1970-01-01",
    "foreign_tax_id": "123 456 789",
    "full_name": "John Doe",
    "ip_address": "127.0.0.1",
    "percent_rate_withholding": 5.0,
    "permanent_address_city_state": "Adelaide",
    "permanent_address_country": "Australia",
    "permanent_address_street": "20 Main St",
    "revision": "10-2021",
    "signer_full_name": "Mr. Signing User",
    "tax_id_ssn": "123-00-456",
    "timestamp": "2026-01-14T09:31:05Z",
}


def w8ben(**changes: Any) -> Json:
    """Return a form; a change to None leaves the field out."""
    form = {name: value for name, value in (FORM | changes).items() if value is not None}
    return {"document_type": "w8ben", "content_data": form}


def documents_path(account_id: str, rest: str = "") -> str:
    return f"/v1/accounts/{account_id}/documents{rest}"


async def hand_in(api: Api, account_id: str, *documents: Json) -> None:
    answer = await api.client.post(documents_path(account_id, "/upload"), json=list(documents))
    assert (answer.status_code, answer.content) == (204, b""), answer.text


async def uploads(api: Api, account_id: str, kind: str) -> list[Json]:
    found: list[Json] = await api.get(documents_path(account_id), type=kind)
    return found


async def download(api: Api, account_id: str, document_id: str) -> httpx.Response:
    """Follow the redirect of a download and return its response."""
    path = documents_path(account_id, f"/{document_id}/download")
    answer = await api.client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    assert [step.status_code for step in answer.history] == [301]
    return answer


async def test_passport_is_kept_and_named_by_its_account(api: Api) -> None:
    account = await api.post("/v1/accounts", application(documents=[w8ben()]))
    await api.advance(1)
    await hand_in(api, account["id"], PASSPORT)
    form, passport = (await api.get(f"/v1/accounts/{account['id']}"))["documents"]
    [at_first] = account["documents"]
    assert form | {"content": ""} == at_first | {"content": ""}  # each has a link of its own
    assert form["mime_type"] == "application/json"
    assert passport == {
        "id": passport["id"],
        "document_type": "identity_verification",
        "document_sub_type": "passport",
        "mime_type": "image/jpeg",
        "created_at": "2026-01-15T15:00:01.000000Z",
        "content": passport["content"],
    }
    listed = {
        "id": passport["id"],
        "name": "",
        "type": "identity_verification",
        "sub_type": "passport",
        "date": "2026-01-15",
    }
    assert await uploads(api, account["id"], "identity_verification") == [listed]
    assert await api.get(documents_path(account["id"], f"/{passport['id']}")) == listed
    file = await download(api, account["id"], passport["id"])
    assert file.content == JPEG
    assert file.headers["content-type"] == "image/jpeg"


async def test_what_was_handed_in_is_not_among_what_was_made(api: Api) -> None:
    account_id = await api.open_account()
    await hand_in(api, account_id, PASSPORT, w8ben())
    assert await api.get(documents_path(account_id)) == []


@pytest.mark.parametrize("revision", ["7-2017", "10-2021"])
@pytest.mark.parametrize("encoded", [False, True])
async def test_forms_are_kept_without_tax_ids(api: Api, revision: str, encoded: bool) -> None:
    account_id = await api.open_account()
    document = w8ben(revision=revision)
    if encoded:
        content = json.dumps(document.pop("content_data")).encode()
        document |= {
            "content": base64.b64encode(content).decode(),
            "mime_type": "application/json",
        }
    await hand_in(api, account_id, document)
    (form,) = await uploads(api, account_id, "w8ben")
    kept = (await download(api, account_id, form["id"])).json()
    assert (kept["full_name"], kept["revision"]) == ("John Doe", revision)
    assert kept["tax_id_ssn"] == "******" + "-456"
    assert kept["foreign_tax_id"] == "*******" + " 789"
    whole = b"".join(
        bytes(row[0]) for row in sql.rows(api.simulation.database, "SELECT content FROM documents")
    )
    assert b"123" not in whole


def changed(**fields: Any) -> Json:
    return {name: value for name, value in (PASSPORT | fields).items() if value is not None}


def base64_json(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (changed(document_type=None), "document_type"),
        (changed(document_type="poem"), "document_type"),
        (changed(document_type=7), "document_type"),
        (changed(document_sub_type="x" * 1025), "document_sub_type"),
        (changed(content=None), "content"),
        (changed(content="not base64!"), "content"),
        (changed(content="AAA"), "content"),
        (changed(content="ÄÖÜß"), "content"),
        (changed(mime_type=None), "mime_type"),
        (changed(mime_type="text/html"), "mime_type"),
        (changed(mime_type="application/json"), "mime_type"),
        (changed(content_data=FORM), "content_data"),
        (w8ben() | {"document_type": "w9"}, "content_data"),
        (w8ben() | {"mime_type": "image/png"}, "mime_type"),
        (w8ben(revision="1-1999"), "content_data.revision"),
        (w8ben(full_name=None), "content_data.full_name"),
        (w8ben(full_name=["x"]), "content_data.full_name"),
        (w8ben(date="01-14-2026"), "content_data.date"),
        (w8ben(timestamp="noon"), "content_data.timestamp"),
        (w8ben(permanent_address_street=None), "content_data.permanent_address_street"),
        (w8ben(tax_id_ssn=None, foreign_tax_id=None), "content_data.ftin_not_required"),
        ({"document_type": "w8ben"}, "content"),
        (
            {"document_type": "w8ben", "content": "AAAA", "mime_type": "application/json"},
            "content",
        ),
        (
            {
                "document_type": "w8ben",
                "content": base64_json([1]),
                "mime_type": "application/json",
            },
            "content",
        ),
    ],
)
async def test_documents_that_are_refused(api: Api, document: Json, field: str) -> None:
    account_id = await api.open_account()
    path = documents_path(account_id, "/upload")
    refusal = await api.refused(422, "POST", path, json=[PASSPORT, document])
    assert refusal["field"] == f"1.{field}"
    assert await uploads(api, account_id, "identity_verification") == []
    body = application("other@example.com", documents=[document])
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == f"documents.0.{field}"


async def test_form_needs_no_tax_id_where_none_is_required(api: Api) -> None:
    account_id = await api.open_account()
    form = w8ben(tax_id_ssn=None, foreign_tax_id=None, ftin_not_required=True)
    await hand_in(api, account_id, form)


async def test_one_to_ten_documents_at_once(api: Api) -> None:
    account_id = await api.open_account()
    path = documents_path(account_id, "/upload")
    await api.refused(422, "POST", path, json=[])
    await api.refused(422, "POST", path, json=[PASSPORT] * 11)
    await hand_in(api, account_id, *[PASSPORT] * 10)
    assert len(await uploads(api, account_id, "identity_verification")) == 10
    alone = await api.client.post(path, json=PASSPORT)
    assert alone.status_code == 204
    await api.refused(400, "POST", path, json=["passport"])
    await api.refused(400, "POST", path, json=7)


async def test_sizes(api: Api) -> None:
    account_id = await api.open_account()
    path = documents_path(account_id, "/upload")
    largest = 10 * 1024 * 1024
    await hand_in(api, account_id, *[changed(content="A" * largest)] * 3)
    too_large = [changed(content="A" * (largest + 4))]
    assert (await api.refused(413, "POST", path, json=too_large))["field"] == "0.content"
    await api.refused(413, "POST", path, content=b" " * (32 * 1024 * 1024 + 1))


async def test_unknown_accounts_and_documents(api: Api) -> None:
    mine, other = await api.open_account(), await api.open_account("other@example.com")
    await hand_in(api, mine, PASSPORT)
    document_id = (await uploads(api, mine, "identity_verification"))[0]["id"]
    nobody = "00000000-0000-4000-8000-000000000000"
    await api.refused(404, "POST", documents_path(nobody, "/upload"), json=[PASSPORT])
    await api.refused(404, "GET", documents_path(nobody))
    for rest in ("", "/download"):
        await api.refused(404, "GET", documents_path(mine, f"/{nobody}{rest}"))
        await api.refused(404, "GET", documents_path(other, f"/{document_id}{rest}"))
    await api.refused(404, "GET", f"/v1/documents/{nobody}")
    await api.refused(422, "GET", documents_path(mine), params={"type": "poem"})


async def test_links_are_signed_and_expire(open_api: OpenApi) -> None:
    api = await open_api()
    account_id = await api.open_account()
    await hand_in(api, account_id, PASSPORT)
    document_id = (await uploads(api, account_id, "identity_verification"))[0]["id"]
    answer = await api.client.get(f"/v1/documents/{document_id}")
    assert answer.status_code == 301
    link = answer.headers["location"]
    stranger = httpx.AsyncClient(transport=api.client._transport, base_url="http://simulator")
    assert (await stranger.get(link)).content == JPEG
    forged = (
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link.replace("expires=1", "expires=2"),
        link.replace("expires=", "expires=x"),
        link.replace("signature=", "signature=%C3%A4"),
        f"/files/{document_id}",
        f"/v1/accounts{link.partition(document_id)[2]}",
    )
    for bad in forged:
        assert (await stranger.get(bad)).status_code == 403, bad
    await api.advance(15 * 60 + 1)
    assert (await stranger.get(link)).status_code == 403


async def test_Q6_an_account_has_absolute_links_to_its_documents_that_expire(api: Api) -> None:
    account = await api.post("/v1/accounts", application(documents=[PASSPORT]))
    path = f"/v1/accounts/{account['id']}"
    other_address = {"Host": "127.0.0.1:8765"}
    [listed] = await api.get("/v1/accounts", entities="documents")
    elsewhere = (await api.client.get(path, headers=other_address)).json()
    patched = (await api.client.patch(path, json={"contact": {"city": "Reno"}})).json()
    decided = await api.post(f"/simulator/accounts/{account['id']}/status", {"status": "ACTIVE"})
    stranger = httpx.AsyncClient(transport=api.client._transport)
    links = []
    for shown in (account, await api.get(path), listed, elsewhere, patched, decided):
        [document] = shown["documents"]
        links.append(document["content"])
        assert (await stranger.get(document["content"])).content == JPEG
    assert links[0].startswith(f"http://simulator/files/{document['id']}?")
    assert links[3].startswith(f"http://127.0.0.1:8765/files/{document['id']}?")
    await api.advance(15 * 60 + 1)
    for link in links:
        assert (await stranger.get(link)).status_code == 403
    answer = await api.client.get(documents_path(account["id"], f"/{document['id']}/download"))
    assert answer.headers["location"].startswith("http://simulator/files/")


async def test_Q6_a_document_with_the_id_of_an_earlier_one_replaces_it(api: Api) -> None:
    account_id = await api.open_account()
    await hand_in(api, account_id, PASSPORT, changed(document_sub_type="visa"))
    first, second = (await api.get(f"/v1/accounts/{account_id}"))["documents"]
    await api.advance(60)
    newer = changed(id=first["id"].upper(), content=base64.b64encode(b"newer").decode())
    await hand_in(api, account_id, newer | {"document_sub_type": "id card"})
    kept = (await api.get(f"/v1/accounts/{account_id}"))["documents"]
    assert [(one["id"], one["document_sub_type"]) for one in kept] == [
        (second["id"], "visa"),
        (first["id"], "id card"),
    ]
    assert kept[1]["created_at"] > first["created_at"]
    assert len(await uploads(api, account_id, "identity_verification")) == 2
    assert (await download(api, account_id, first["id"])).content == b"newer"
    assert (await download(api, account_id, second["id"])).content == JPEG


async def test_Q6_what_is_said_of_a_document_is_replaced_without_its_content(api: Api) -> None:
    """The Document model of the Accounts API has an id and a time, and no content."""
    account_id = await api.open_account()
    await hand_in(api, account_id, PASSPORT)
    [before] = (await api.get(f"/v1/accounts/{account_id}"))["documents"]
    described = {
        "document_type": "address_verification",
        "document_sub_type": "bill",
        "id": before["id"],
        "mime_type": "image/jpeg",
        "created_at": before["created_at"],
    }
    await hand_in(api, account_id, described)
    [after] = (await api.get(f"/v1/accounts/{account_id}"))["documents"]
    assert (after["document_type"], after["document_sub_type"]) == ("address_verification", "bill")
    assert (await download(api, account_id, before["id"])).content == JPEG
    as_form = described | {"document_type": "w8ben", "mime_type": "application/json"}
    path = documents_path(account_id, "/upload")
    assert (await api.refused(422, "POST", path, json=[as_form]))["field"] == "0.content"


async def test_Q6_only_an_upload_of_the_account_itself_is_replaced(api: Api) -> None:
    mine, other = await api.open_account(), await api.open_account("other@example.com")
    await hand_in(api, other, PASSPORT)
    [theirs] = await uploads(api, other, "identity_verification")
    for unknown in (theirs["id"], "00000000-0000-4000-8000-000000000000"):
        sent = [PASSPORT, changed(id=unknown)]
        refusal = await api.refused(404, "POST", documents_path(mine, "/upload"), json=sent)
        assert refusal["field"] == "1.id"
    assert await uploads(api, mine, "identity_verification") == []


async def test_Q6_a_replaced_document_answers_the_review(api: Api) -> None:
    address = changed(document_type="address_verification")
    body = application(documents=[address, PASSPORT], identity__family_name="Passport")
    account = await api.post("/v1/accounts", body)
    path = f"/v1/accounts/{account['id']}"
    await api.advance(2)
    asked = await api.get(path)
    assert asked["status"] == "ACTION_REQUIRED"
    await hand_in(api, account["id"], address | {"id": asked["documents"][0]["id"]})
    assert "INVALID_IDENTITY_PASSPORT" in (await api.get(path))["kyc_results"]["indeterminate"]
    await hand_in(api, account["id"], PASSPORT | {"id": asked["documents"][1]["id"]})
    assert (await api.get(path))["status"] == "APPROVAL_PENDING"


async def test_Q6_a_firm_that_checks_its_customers_itself_has_no_limit(open_api: OpenApi) -> None:
    api = await open_api(setup="fully_disclosed")
    large = changed(content="A" * (10 * 1024 * 1024 + 4))
    account = await api.post("/v1/accounts", application(documents=[large]))
    await hand_in(api, account["id"], large)
    assert len(await uploads(api, account["id"], "identity_verification")) == 2
    # What a computer's memory holds is a limit all the same.
    path = documents_path(account["id"], "/upload")
    await api.refused(413, "POST", path, content=b" " * (64 * 1024 * 1024 + 1))


COMMENTED = """
// A form with comments
{
  /* all of it */
  FIELDS
  "reference_number": "a // b /* c */ \\"quoted\\", ] }", // nothing in a text is one
  "additional_conditions": "None",
}
/* to the end"""


@pytest.mark.parametrize("mime_type", ["application/json", "application/jsonc"])
async def test_Q3_a_form_may_have_comments(api: Api, mime_type: str) -> None:
    account_id = await api.open_account()
    fields = json.dumps(FORM)[1:-1] + ","
    content = COMMENTED.replace("FIELDS", fields).encode()
    encoded = base64.b64encode(content).decode()
    form = {"document_type": "w8ben", "content": encoded, "mime_type": mime_type}
    await hand_in(api, account_id, form)
    [listed] = await uploads(api, account_id, "w8ben")
    file = await download(api, account_id, listed["id"])
    assert file.headers["content-type"] == "application/json"
    kept = file.json()
    assert kept["full_name"] == "John Doe"
    assert kept["reference_number"] == 'a // b /* c */ "quoted", ] }'
    assert kept["additional_conditions"] == "None"


@pytest.mark.parametrize("content", [b"/", b'{"a": 1 /* }', b'{"a" // : 1}', b"[,", b'{"a": "'])
async def test_Q3_what_is_no_form_even_without_comments_is_refused(
    api: Api, content: bytes
) -> None:
    path = documents_path(await api.open_account(), "/upload")
    form = {
        "document_type": "w8ben",
        "content": base64.b64encode(content).decode(),
        "mime_type": "application/jsonc",
    }
    refusal = await api.refused(422, "POST", path, json=[form])
    assert refusal["field"] == "0.content"


async def test_dates_are_inclusive_and_days_of_new_york(open_api: OpenApi) -> None:
    api = await open_api()
    account_id = await api.open_account()
    await hand_in(api, account_id, PASSPORT)
    await api.advance(13 * 3600)  # 4 in the morning of the 16th in London, 23 on the 15th here
    await hand_in(api, account_id, PASSPORT)
    await api.advance(3600)
    await hand_in(api, account_id, PASSPORT)
    path = documents_path(account_id)

    async def dates(**parameters: str) -> list[str]:
        found = await api.get(path, type="identity_verification", **parameters)
        return [document["date"] for document in found]

    assert await dates() == ["2026-01-16", "2026-01-15", "2026-01-15"]
    assert await dates(start="2026-01-16") == ["2026-01-16"]
    assert await dates(end="2026-01-15") == ["2026-01-15", "2026-01-15"]
    assert await dates(start_date="2026-01-16", end_date="2026-01-16") == ["2026-01-16"]
    assert await dates(start="2026-01-17") == []
    await api.refused(422, "GET", path, params={"start": "soon"})


async def pdf_of(api: Api, account_id: str, document_id: str) -> bytes:
    """Follow the redirect of a W-8BEN's download, and return the PDF."""
    path = documents_path(account_id, f"/w8ben/{document_id}/download")
    answer = await api.client.get(path)
    assert answer.status_code == 301
    found = await api.client.get(answer.headers["location"], auth=None)
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/pdf"
    return found.content


async def test_w8ben_is_downloaded_as_pdf_whatever_it_was_uploaded_as(api: Api) -> None:
    account_id = await api.open_account()
    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    )
    contents = [("application/pdf", b"%PDF-1.4 mine"), ("image/png", png), ("image/jpeg", JPEG)]
    pictures = [
        {
            "document_type": "w8ben",
            "mime_type": mime_type,
            "content": base64.b64encode(content).decode(),
        }
        for mime_type, content in contents
    ]
    await hand_in(api, account_id, w8ben(), *pictures)
    found = [
        await pdf_of(api, account_id, document["id"])
        for document in reversed(await uploads(api, account_id, "w8ben"))
    ]
    form, as_sent, picture, damaged = found
    assert all(content.startswith(b"%PDF") for content in found)
    assert b"full_name" in form
    assert b"John Doe" in form
    assert b"123-00-456" not in form
    assert as_sent == b"%PDF-1.4 mine"
    assert b"/Image" in picture
    assert b"cannot be read" not in picture
    assert b"The picture cannot be read" in damaged


async def test_only_the_w8ben_of_the_account_is_downloaded_as_one(api: Api) -> None:
    account_id, other = await api.open_account(), await api.open_account("other@example.com")
    await hand_in(api, account_id, PASSPORT, w8ben())
    (passport,) = await uploads(api, account_id, "identity_verification")
    (form,) = await uploads(api, account_id, "w8ben")
    for owner, document in ((account_id, passport), (other, form)):
        path = documents_path(owner, f"/w8ben/{document['id']}/download")
        await api.refused(404, "GET", path)
