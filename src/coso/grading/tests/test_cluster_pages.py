"""The pages of clusters: naming one, its list of sheets, its column, and no link that leads a peer to a 404."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coso.access.models import Action
from coso.grading.models import Cluster, SheetLine
from coso.grading.papers.score_sheet import columns, score_sheet
from coso.grading.reads import sheet_view
from coso.grading.services.appraisal import move_on
from coso.grading.services.clusters import dissolve_cluster
from coso.grading.services.guards import lead_of
from coso.grading.services.proofs import add_proof
from coso.grading.services.suggesting import suggest_points
from coso.grading.testing.clustered import open_clustered, send, sheet_of, together, whole
from coso.grading.testing.year import again, line
from coso.papers.paper import Table

HX = {"HX-Request": "true"}
COLUMN = "Cụm đề nghị"


@pytest.fixture
def round_(tree, actors, model_rubric):
    return open_clustered(tree, model_rubric)


@pytest.fixture
def cluster(round_, tree, actors):
    return together(round_, tree.ward, [tree.garment, tree.school], tree.school, actors.hanh)


@pytest.fixture
def at_cluster(cluster, round_, tree, actors):
    sheet = sheet_of(round_, tree.garment)
    add_proof(line=line(sheet, "D01"), kind="link", text="https://a.vn/bien-ban", by=actors.nhung)
    return send(sheet, actors.nhung)


def page(client, who, name, *arguments, query=""):
    client.force_login(who)
    return client.get(reverse(name, args=arguments) + query)


def text_of(client, who, name, *arguments):
    return page(client, who, name, *arguments).content.decode()


def suggest(client, sheet, code, **data):
    return client.post(reverse("line_suggest", args=[line(sheet, code).pk]), data, headers=HX)


# ── naming ──


def test_the_round_leads_to_its_clusters_only_where_it_has_the_step(client, round_, a_round_beside, actors):
    link = reverse("clusters", args=[round_.pk])
    assert link in text_of(client, actors.hanh, "round", round_.pk)
    assert "/cum/" not in text_of(client, actors.hanh, "round", a_round_beside.pk)
    assert link not in text_of(client, actors.nhung, "round", round_.pk)
    assert "không có bước cụm chấm" in text_of(client, actors.hanh, "clusters", a_round_beside.pk)


@pytest.fixture
def a_round_beside(tree, model_rubric):
    from coso.grading.testing.rounds import start_round

    return start_round(tree, model_rubric, year=2027)


def test_a_cluster_is_named_changed_and_dissolved_from_its_page(client, round_, tree, actors):
    assert "Chưa lập cụm nào" in text_of(client, actors.hanh, "clusters", round_.pk)
    data = {"name": "Cụm số 1", "unions": [tree.garment.pk, tree.school.pk], "lead": tree.school.pk}
    client.post(reverse("cluster_new", args=[round_.pk]), data)
    named = Cluster.objects.get()
    shown = text_of(client, actors.hanh, "clusters", round_.pk)
    assert "Cụm số 1" in shown
    assert "CĐCS May Lam Trà" in shown
    edit = reverse("cluster_edit", args=[named.pk])
    client.post(edit, {**data, "name": "Cụm phường Hồng", "lead": tree.garment.pk})
    assert (again(named).name, again(named).lead_id) == ("Cụm phường Hồng", tree.garment.pk)
    client.post(edit, {"what": "dissolve", "why": ""})
    assert Cluster.objects.exists()
    client.post(edit, {"what": "dissolve", "why": "lập nhầm"})
    assert not Cluster.objects.exists()


def test_a_stale_list_of_a_cluster_is_told_and_sent_again_is_a_decision(client, cluster, tree, actors):
    """The reader sees two unions; meanwhile somebody takes one out and puts another in."""
    client.force_login(actors.hanh)
    edit = reverse("cluster_edit", args=[cluster.pk])
    held = [str(unit) for unit in cluster.units.values_list("unit_id", flat=True)]
    data = {"name": "Cụm đổi tên", "unions": held, "lead": held[0]}
    other = {"had": [held[0], str(tree.stranger.pk)]}
    stale = client.post(edit, data | {"had": held[:1]})
    assert stale.status_code == 422
    assert "CĐCS May Lam Trà" in str(stale.context["form"].errors["unions"])
    assert again(cluster).name != "Cụm đổi tên"
    assert client.post(edit, data | other).status_code == 422
    assert sorted(stale.context["form"]["had"].value()) == sorted(held)
    assert client.post(edit, data | {"had": held}).status_code == 302
    assert again(cluster).name == "Cụm đổi tên"


def test_a_refusal_stands_at_its_field_with_what_was_typed(client, round_, tree, actors):
    client.force_login(actors.hanh)
    data = {"name": "Cụm số 1", "unions": [tree.garment.pk], "lead": tree.school.pk}
    answer = client.post(reverse("cluster_new", args=[round_.pk]), data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"unions", "lead"}
    assert 'value="Cụm số 1"' in answer.content.decode()


def test_a_union_of_another_managing_union_is_no_choice(client, round_, tree, actors):
    client.force_login(actors.hanh)
    data = {"name": "x", "unions": [tree.garment.pk, tree.stranger.pk], "lead": tree.garment.pk}
    assert client.post(reverse("cluster_new", args=[round_.pk]), data).status_code == 422
    assert not Cluster.objects.exists()


def test_the_province_chooses_a_managing_union_first(client, round_, tree, actors):
    shown = page(client, actors.chuyen, "clusters", round_.pk)
    assert [office.name for office in shown.context["offices"]] == ["Công đoàn phường Hồng", "Công đoàn phường Trà"]
    assert page(client, actors.chuyen, "cluster_new", round_.pk).status_code == 302
    answer = page(client, actors.chuyen, "cluster_new", round_.pk, query=f"?dv={tree.ward.code}")
    assert "CĐCS May Lam Trà" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "lists", "edits"),
    [("hanh", 200, 200), ("chuyen", 200, 200), ("thay", 200, 404), ("nhung", 200, 404), ("kiem", 200, 404),
     ("uy", 404, 404), ("to", 404, 404), ("giay", 404, 404), ("khach", 404, 404), ("quan", 404, 404)],
)  # fmt: skip
def test_who_opens_the_list_of_a_cluster_and_who_changes_it(client, cluster, actors, who, lists, edits):
    by = getattr(actors, who)
    assert page(client, by, "cluster", cluster.pk).status_code == lists
    assert page(client, by, "cluster_edit", cluster.pk).status_code == edits


def test_the_journal_tells_what_was_named_and_dissolved_in_words(client, cluster, tree, actors):
    dissolve_cluster(cluster=cluster, why="lập nhầm", by=actors.hanh)
    for verb, words in (("cluster.name", "Lập cụm thi đua"), ("cluster.dissolve", "Giải thể cụm thi đua")):
        shown = text_of(client, actors.hanh, "action", Action.objects.get(verb=verb).pk)
        assert all(word in shown for word in (words, "Cụm trưởng", "CĐCS Trường Tiểu học Hồng 1"))


# ── the list of a cluster ──


def test_the_leads_to_do_leads_to_the_sheets_of_the_cluster(client, at_cluster, cluster, actors):
    address = reverse("cluster_of_sheet", args=[at_cluster.pk])
    assert address in text_of(client, actors.thay, "home")
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("cluster", args=[cluster.pk]))
    assert reverse("sheet", args=[at_cluster.pk]) in answer.content.decode()


def test_the_to_do_of_a_sheet_in_no_cluster_leads_to_the_sheet(client, round_, tree, actors):
    sent = send(sheet_of(round_, tree.garment))
    answer = page(client, actors.hanh, "cluster_of_sheet", sent.pk)
    assert answer.url == reverse("sheet", args=[sent.pk])


def test_the_list_shows_how_far_each_is_and_points_only_of_sheets_in_sight(client, at_cluster, cluster, actors):
    rows = {row.name: row for row in page(client, actors.thay, "cluster", cluster.pk).context["members"]}
    garment, school = rows["CĐCS May Lam Trà"], rows["CĐCS Trường Tiểu học Hồng 1"]
    assert (garment.state, garment.sheet.self_points, school.state) == ("waiting", 84_000, "unsent")
    move_on(sheet=whole(at_cluster), by=actors.thay)
    after = {row.name: row for row in page(client, actors.thay, "cluster", cluster.pk).context["members"]}
    assert (after["CĐCS May Lam Trà"].state, after["CĐCS May Lam Trà"].sheet) == ("passed", None)


def test_the_list_of_sheets_costs_a_managing_officer_no_query_more(client, round_, tree, actors):
    send(sheet_of(round_, tree.garment))
    client.force_login(actors.hanh)
    address = reverse("sheets", args=[2026])
    client.get(address)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(address)
        return [query["sql"].split(" WHERE ")[0] for query in found]

    before = queries()
    together(round_, tree.ward, [tree.garment, tree.school], tree.school, actors.hanh)
    assert queries() == before
    assert not any("grading_cluster" in query for query in before)


def test_the_pages_of_clusters_take_as_many_queries_for_three_as_for_one(client, cluster, round_, tree, actors):
    client.force_login(actors.hanh)
    for address in (reverse("clusters", args=[round_.pk]), reverse("cluster", args=[cluster.pk])):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        assert len(found) <= 20, address


# ── the sheet ──


def test_every_link_on_a_peers_page_opens(client, at_cluster, actors):
    shown = text_of(client, actors.thay, "sheet", at_cluster.pk)
    links = {link.split("#")[0].replace("&amp;", "&") for link in re.findall(r'(?:href|hx-get)="(/[^"]*)"', shown)}
    wrong = {link for link in links if link and not link.startswith("/static/") and client.get(link).status_code == 404}
    assert not wrong
    assert "https://a.vn/bien-ban" not in shown
    assert reverse("line_suggest", args=[line(at_cluster, "D01").pk]) in shown


@pytest.mark.parametrize("name", ["line_evidence", "line_proofs"])
def test_what_lies_behind_a_line_stays_with_its_union(client, at_cluster, actors, name):
    assert page(client, actors.thay, name, line(at_cluster, "T01").pk).status_code == 404


@pytest.mark.parametrize("name", ["sheet_poll", "papers_of_sheet", "petition_new"])
def test_papers_poll_and_petitions_stay_with_the_union(client, at_cluster, actors, name):
    assert page(client, actors.thay, name, at_cluster.pk).status_code == 404


def test_a_peer_who_does_not_lead_reads_and_enters_nothing(client, cluster, round_, tree, actors):
    own = send(sheet_of(round_, tree.school))
    shown = text_of(client, actors.nhung, "sheet", own.pk)
    assert COLUMN in shown
    assert "cum-de-nghi" not in shown
    assert 'value="move"' not in shown
    client.force_login(actors.nhung)
    suggest(client, own, "D01", points="3")
    assert not SheetLine.objects.filter(sheet=own, cluster_points__isnull=False).exists()


def test_a_cell_of_the_lead_saves_by_itself_and_leaves_the_rest_alone(client, at_cluster, actors):
    client.force_login(actors.thay)
    answer = suggest(client, at_cluster, "D01", points="3", note="thiếu biên bản", seen="")
    assert "Đã lưu" in answer.content.decode()
    now = line(at_cluster, "D01")
    assert (now.cluster_points, now.cluster_note, now.own, now.appraised) == (3000, "thiếu biên bản", 4000, None)
    suggest(client, at_cluster, "D02", keep="1", points="")
    assert line(at_cluster, "D02").cluster_points == 5000


def test_a_value_over_the_maximum_comes_back_as_typed(client, at_cluster, actors):
    client.force_login(actors.thay)
    shown = suggest(client, at_cluster, "D01", points="7", note="x", seen="").content.decode()
    assert 'value="7"' in shown
    assert ">x</textarea>" in shown
    assert "tối đa 4 điểm" in shown
    assert line(at_cluster, "D01").cluster_points is None


def test_two_of_the_leads_people_choose_which_value_stands(client, at_cluster, actors):
    suggest_points(line=line(at_cluster, "D01"), points=3000, by=None)
    client.force_login(actors.thay)
    asked = suggest(client, at_cluster, "D01", points="2", seen="")
    assert "người khác đã nhập 3" in asked.content.decode()
    assert f'action="{reverse("line_suggest", args=[line(at_cluster, "D01").pk])}"' in asked.content.decode()
    _theirs, mine = (dict(choice.sends) for choice in asked.context["each"].question.choices)
    suggest(client, at_cluster, "D01", **mine)
    assert line(at_cluster, "D01").cluster_points == 2000


def test_passing_on_keeps_the_minute_and_leads_to_the_rest_of_the_cluster(client, at_cluster, cluster, actors):
    client.force_login(actors.thay)
    data = {"what": "move", "sure": "1", "minute": "BB 03 ngày 5/12/2026"}
    answer = client.post(reverse("sheet_deed", args=[at_cluster.pk]), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("cluster", args=[cluster.pk])
    assert answer.status_code == 200
    assert again(at_cluster).cluster_minute == "BB 03 ngày 5/12/2026"


def test_the_appraiser_sees_the_suggestion_its_note_and_the_minute_beside_both(client, at_cluster, actors):
    suggest_points(line=line(at_cluster, "D01"), points=3000, note="thiếu biên bản", by=actors.thay)
    move_on(sheet=whole(at_cluster), minute="BB 03", by=actors.thay)
    for who in (actors.hanh, actors.nhung):
        shown = text_of(client, who, "sheet", at_cluster.pk)
        assert all(words in shown for words in (COLUMN, "thiếu biên bản", "BB 03", 'class="line five'))


def test_a_round_without_the_step_has_no_such_column(client, sheet, actors):
    from coso.grading.testing.rounds import stand_at

    assert COLUMN not in text_of(client, actors.hanh, "sheet", stand_at(sheet, "appraise").pk)


def test_the_union_sees_no_column_while_it_scores_and_is_told_who_will_see_its_sheet(
    client, cluster, round_, tree, actors
):
    shown = text_of(client, actors.nhung, "sheet", sheet_of(round_, tree.garment).pk)
    assert COLUMN not in shown
    assert "Chủ tịch, Phó Chủ tịch các CĐCS trong cụm" in shown


def test_the_lead_is_asked_for_only_where_it_lives(at_cluster, tree):
    assert lead_of(at_cluster) == tree.school


def test_the_score_sheet_has_a_column_of_the_cluster_once_it_suggests_something(at_cluster, actors):
    assert "Cụm đề nghị" not in [column.title for column in columns(sheet_view(whole(at_cluster)))]
    suggest_points(line=line(at_cluster, "D01"), points=3000, note="thiếu biên bản", by=actors.thay)
    table = next(block for block in score_sheet(whole(at_cluster)).blocks if isinstance(block, Table))
    at = [column.title for column in table.columns].index("Cụm đề nghị")
    cells = {row.cells[0]: row.cells for row in table.rows}
    assert (cells["D01"][at], cells["D02"][at]) == (3000, "")
    assert {len(row.cells) for row in table.rows} == {len(table.columns)} == {8}
