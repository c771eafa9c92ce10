"""The documentation page: it needs no network, and tells the truth about every route."""

import re
from collections.abc import Iterator

import pytest

from tests.simulator.conftest import Api, Json

FOREIGN = re.compile(r"""(?:src|href|url|Url)["']?\s*[=:]\s*["']?(?:https?:)?//""")


WITHOUT_BODY = {
    "/simulator/streams/drop",
    "/v1/accounts/{account_id}/actions/close",
    "/simulator/accounts/{account_id}/statements",
    "/simulator/market/{symbol_or_id}/halt",
    "/simulator/market/{symbol_or_id}/resume",
}
WITHOUT_CONTENT = {
    ("delete", "/v1/accounts/{account_id}/transfers/{transfer_id}"),
    ("delete", "/v1/trading/accounts/{account_id}/watchlists/{watchlist_id}"),
}


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.fixture
async def document(api: Api) -> Json:
    document: Json = await api.get("/openapi.json")
    return document


async def test_the_page_needs_no_other_host(api: Api) -> None:
    page = (await api.client.get("/docs")).text
    assert "Ribbit simulator" in page
    assert not FOREIGN.search(page)
    assert '"validatorUrl": null' in page
    parts = re.findall(r"""(?:src|href)="([^"]+)\"""", page)
    assert len(parts) >= 3
    for part in parts:
        answer = await api.client.get(part)
        assert answer.status_code == 200
        assert len(answer.content) > 1000
    assert "https://fonts" not in (await api.client.get("/static-offline-docs/swagger-ui.css")).text


async def test_the_page_and_its_parts_want_credentials(api: Api) -> None:
    for path in ("/docs", "/openapi.json", "/static-offline-docs/swagger-ui-bundle.js"):
        answer = await api.client.get(path, auth=("ribbit-demo-key", "wrong"))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


async def test_it_begins_with_what_a_newcomer_needs(document: Json) -> None:
    about = document["info"]["description"]
    assert "no service of Alpaca" in about
    assert "ribbit-demo-secret" in about
    assert "/simulator" in about
    schemes = document["components"]["securitySchemes"]
    assert schemes["basic"]["scheme"] == "basic"
    assert {name for way in document["security"] for name in way} == set(schemes)


async def test_every_route_says_what_it_is_for_and_what_it_answers(document: Json) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation.get("description") or "/events/" in path, where
        assert operation["tags"][0] in tags, where
        assert (operation["tags"] == ["simulator"]) == path.startswith("/simulator"), where
        (success,) = [answer for answer in operation["responses"] if answer[0] in "23"]
        answer = operation["responses"][success]
        if success in ("204", "301") or (method, path) in WITHOUT_CONTENT:
            assert "content" not in answer, where
        elif "/events/" in path:
            assert list(answer["content"]) == ["text/event-stream"], where
        else:
            assert answer["content"]["application/json"]["schema"], where
        for errors in ("4XX", "5XX"):
            schema = operation["responses"][errors]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ApiError"}, where
        has_body = method in ("post", "put", "patch") and path not in WITHOUT_BODY
        assert ("requestBody" in operation) == has_body, where


async def test_every_reference_leads_somewhere(document: Json) -> None:
    def references(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for child in value.values():
                yield from references(child)
        elif isinstance(value, list):
            for child in value:
                yield from references(child)

    found = set(references(document))
    assert "#/components/schemas/Contact-Input" in found
    for reference in found:
        target: Json = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


async def test_bodies_and_answers_of_one_name_are_told_apart(document: Json) -> None:
    """A date of birth is taken in and given out; money comes as text or number, leaves as text."""
    schemas = document["components"]["schemas"]
    taken = schemas["Identity-Input"]["properties"]["annual_income_min"]["anyOf"]
    given = schemas["Order"]["properties"]["qty"]["anyOf"]
    assert {part["type"] for part in taken} == {"number", "string", "null"}
    assert {part["type"] for part in given} == {"string", "null"}


async def test_upload_says_where_its_documents_are_listed(api: Api) -> None:
    paths = (await api.get("/openapi.json"))["paths"]
    told = paths["/v1/accounts/{account_id}/documents/upload"]["post"]["description"]
    assert "GET /v1/accounts/{account_id}/documents?type=" in told
    assert "the account's own `documents`" in told
