"""Who a document says it comes from: never the agency where the case says that it is another's."""

from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Runs
from tests.advisor.dossiers.reading import runs_in, said_by
from tests.advisor.dossiers.samples import sample

JUDGE = "name of the judge or court that issues this"


def made(name: str, *, kind: str = "prosecutor", **facts: Any) -> tuple[dict[str, Any], Any]:
    """Inputs and their document; `kind` is what the case says the agency is."""
    inputs = sample(name)
    inputs["agency"]["kind"] = kind
    inputs["facts"] |= {key.replace("__", "."): value for key, value in facts.items()}
    return inputs, document_from(inputs, 1)


def text(said: Runs) -> str:
    """Runs as one string."""
    return "".join(run.text for run in said)


def by_whom(document: Any) -> str:
    """Page one's 'By whom'."""
    return next(" ".join(map(text, said)) for label, said in document.cover.key.rows if label == "By whom")


@pytest.mark.parametrize("name", ["order-epoc", "request-eio"])
@pytest.mark.parametrize("issuer", ["judge", "court", "investigating_judge"])
def test_a_judges_order_names_no_prosecution_office(name: str, issuer: str) -> None:
    inputs, document = made(name, order__issuing_authority=issuer)
    assert JUDGE in by_whom(document)
    assert JUDGE in text(document.cover.sender)
    shown = [run.text for run in runs_in((document.sections, document.cover, document.annexes))]
    assert inputs["agency"]["name"] not in shown
    assert document.letterhead is None


@pytest.mark.parametrize("name", ["order-epoc", "request-eio"])
def test_its_name_is_typed_once_for_every_box(name: str) -> None:
    inputs, _ = made(name, order__issuing_authority="judge")
    inputs["typed"] = {"senders.judge.agency_blank": "Judge Rossi"}
    document = document_from(inputs, 1)
    assert "Judge Rossi" in by_whom(document)
    assert JUDGE not in "\n".join(said_by(document))


def test_a_court_or_prosecutor_stands_under_its_own_name() -> None:
    for kind, issuer in (("court", "judge"), ("prosecutor", "prosecutor")):
        inputs, document = made("request-eio", kind=kind, requester__kind=kind, order__issuing_authority=issuer)
        assert inputs["agency"]["name"] in by_whom(document)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("request-hague", "name of the authority or judicial officer that your law lets forward it"),
        ("letter-registrant", "name of the claimant or applicant"),
        ("note-blocking", "name of the claimant or applicant"),
    ],
)
def test_a_right_holders_claim_is_not_the_agencys(name: str, wanted: str) -> None:
    inputs, document = made(name, requester__kind="rights_holder")
    assert wanted in by_whom(document)
    shown = [run.text for run in runs_in((document.sections, document.cover, document.annexes))]
    assert inputs["agency"]["name"] not in shown
    assert "stage" not in " ".join(text(said) for said in document.cover.summary)


def test_another_authoritys_need_is_not_the_agencys() -> None:
    _, document = made("letter-registrant", requester__kind="medicines_authority")
    assert "name of the authority whose request this is" in by_whom(document)
