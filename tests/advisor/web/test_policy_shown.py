"""What a role may not do is not offered to it."""

from django.urls import reverse


def test_an_investigator_is_told_who_chooses_steps(signed_in, investigator, prosecutor, scenario_case):
    from advisor.cases.services import case_route
    from tests.conftest import NOW, TODAY

    case = scenario_case(investigator, "crim-03-denmark-print-shop")
    route = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    pages = [reverse("case-route", args=[case.pk, route.number]), reverse("case-steps", args=[case.pk])]
    choose = reverse("case-steps-choose", args=[case.pk, route.number])
    for page in pages:
        shown = signed_in(investigator).get(page).content.decode()
        assert choose not in shown
        assert "A prosecutor of your agency chooses the steps" in shown
        shown = signed_in(prosecutor).get(page).content.decode()
        assert choose in shown
        assert "A prosecutor of your agency" not in shown
    assert signed_in(investigator).get(choose).status_code == 403
    assert signed_in(investigator).post(reverse("case-dossiers-request", args=[case.pk])).status_code == 403
