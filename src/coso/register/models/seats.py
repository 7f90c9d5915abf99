"""Seats are posts in units; people are appointed to them by date; portfolios belong to seats."""

from django.db import models

from coso.register.models.dated import Dated, link, one_open, span
from coso.register.querysets import DatedQuerySet


class Seat(Dated):
    """The n-th place of a post in a unit. It stays when a person goes."""

    unit = link("register.Unit", "seats")
    post = models.CharField(max_length=30)
    n = models.PositiveSmallIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "post", "n"], name="seat_one"), span("seat_span")]


class Appointment(Dated):
    """A person in a seat: elected, appointed, provisional or recognised."""

    MANNERS = ("elected", "appointed", "provisional", "recognised")

    person = link("register.Person", "appointments")
    seat = link("register.Seat", "appointments")
    manner = models.CharField(max_length=20, default="elected")
    document = models.CharField(max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_open("appointment_one_open", "seat"), span("appointment_span")]
        indexes = [
            models.Index(fields=["person", "end"], name="appointment_person"),
            models.Index(fields=["seat", "end"], name="appointment_seat"),
        ]


class ManagerMark(Dated):
    """While it lasts, whoever holds the appointment is a manager of the workplace, on the employer's side too."""

    appointment = link("register.Appointment", "manager_marks")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_open("manager_mark_one_open", "appointment"), span("manager_mark_span")]


class Portfolio(Dated):
    """A grassroots union in the care of a named officer's seat at its managing union. Sorts work; grants no sight."""

    unit = link("register.Unit", "portfolios")
    seat = link("register.Seat", "portfolios")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [one_open("portfolio_one_open", "unit"), span("portfolio_span")]
        indexes = [
            models.Index(fields=["seat", "end"], name="portfolio_seat"),
            models.Index(fields=["unit", "end"], name="portfolio_unit"),
        ]
