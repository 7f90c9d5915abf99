"""The head of the lists that tests import, and how a person of them is found."""

from coso.register.models import Person

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Nữ", "Số CCCD", "Điện thoại", "Ngày vào công đoàn", "Bộ phận"]


def the(name):
    return Person.objects.get(name=name)
