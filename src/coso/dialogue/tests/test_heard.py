"""The agenda out of what workers said: topics with numbers, shielded, nothing that was sent past the union."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from coso.access.journal import StaleError
from coso.access.refusals import RefusedError
from coso.dialogue.heard import topics_heard
from coso.dialogue.services.agenda import add_topics, change_item, items_of
from coso.lib import clock
from coso.register.models import Appointment
from coso.register.services.managers import mark_manager
from coso.testing.forms import send
from coso.voice.models import Concern
from coso.voice.testing import poster, say

__all__ = ["poster"]


def told(poster, *topics, **more):
    concern, _digits = say(poster, **more)
    QuerySet(Concern).filter(pk=concern.pk).update(topics=list(topics))
    return concern


def heard(session, user):
    return {each.key: each.count for each in topics_heard(session, user)}


def test_topics_come_with_how_many_at_least(poster, session, actors):
    told(poster, "meals", people="groups")
    told(poster, "meals")
    told(poster, "overtime", people="some")
    assert heard(session, actors.nhung) == {"meals": "11", "overtime": "dưới 5 người"}


def test_what_was_sent_past_the_union_or_points_at_a_person_is_not_offered(poster, session, tree, actors):
    told(poster, "wage", reader=tree.ward)
    told(poster, "harassment")
    for who in (actors.nhung, actors.hanh, actors.chuyen):
        assert heard(session, who) == {}


def test_a_manager_of_the_workplace_is_offered_nothing(poster, session, tree, actors):
    told(poster, "meals")
    mark_manager(appointment=Appointment.objects.get(person=actors.people["nhung"]), day=clock.today(), by=actors.hanh)
    assert heard(session, actors.nhung) == {}


def test_a_topic_is_put_on_the_agenda_once(client, poster, session, actors):
    concern = told(poster, "meals")
    client.force_login(actors.nhung)
    page = reverse("dialogue", args=[session.pk])
    assert send(client, page, reverse("dialogue_topics", args=[session.pk]), topics=["meals"]).status_code == 302
    item = items_of(session)[0]
    assert (item.topic, item.concerns) == ("meals", [str(concern.uuid)])
    assert heard(session, actors.nhung) == {}
    with pytest.raises(RefusedError):
        add_topics(session=session, topics=["meals"], by=actors.nhung)


def test_a_point_is_worded_by_people_and_not_over_another(client, session, actors):
    client.force_login(actors.nhung)
    page = reverse("dialogue", args=[session.pk])
    send(client, page, reverse("dialogue_item", args=[session.pk]), text="Bữa ca", side="workers")
    item = items_of(session)[0]
    item.session = session
    to = reverse("dialogue_item_change", args=[session.pk, item.pk])
    assert send(client, page, to, **{"c1-text": "Bữa ca 28.000 đ", "c1-before_employer": "Xem giá"}).status_code == 302
    now = items_of(session)[0]
    assert (now.text, now.before_employer) == ("Bữa ca 28.000 đ", "Xem giá")
    with pytest.raises(StaleError):
        change_item(item=item, text="Khác", before_workers="", before_employer="", by=actors.pho)
