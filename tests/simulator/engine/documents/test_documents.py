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
    assert (answer.status_code, answer.content) == (202, b""), answer.text


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
    assert [form] == account["documents"]
    assert form["mime_type"] == "application/json"
    assert passport == {
        "id": passport["id"],
        "document_type": "identity_verification",
        "document_sub_type": "passport",
        "mime_type": "image/jpeg",
        "created_at": "2026-01-15T15:00:01.000000Z",
        "content": f"/v1/accounts/{account['id']}/documents/{passport['id']}/download",
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
    assert alone.status_code == 202
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
        assert (await stranger.get(bad)).status_code == 401, bad
    await api.advance(15 * 60 + 1)
    assert (await stranger.get(link)).status_code == 401


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
