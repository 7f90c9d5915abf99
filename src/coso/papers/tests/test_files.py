"""Files are taken as what they are, kept once, and shown only to those who may see the unit."""

import errno
import hashlib
import io
import os
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coso.access.journal import act
from coso.access.refusals import RefusedError
from coso.lib.testing import GPS, jpeg
from coso.papers.attachments import files
from coso.papers.attachments.files import keep_attachment, path_of, sweep_parts
from coso.papers.attachments.kinds import PDF as PDF_KIND
from coso.papers.models import Attachment

PDF = b"%PDF-1.7\n1 0 obj\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
WEBP = b"RIFF\x10\0\0\0WEBPVP8 "
EXE = b"MZ\x90\0" + b"\0" * 60


def office(*names):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return book.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FILES = tmp_path


def keep(unit, content, name="bien-ban.pdf"):
    with act(by=None, verb="test") as a:
        key = keep_attachment(a, unit, SimpleUploadedFile(name, content))
    return Attachment.objects.get(pk=key)


def kept(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.webp", WEBP, "image/webp"),
        ("a.docx", office("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
    ],
)
def test_the_kind_is_what_the_file_is(tree, name, content, mime):
    row = keep(tree.garment, content, name)
    assert row.kind.endswith(mime)
    assert path_of(row.sha256).read_bytes() == content
    assert row.size == len(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.pdf", EXE),
        ("trang.pdf", b"<html><script>alert(1)</script>"),
        ("anh.jpg", b"GIF89a"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.docx", office("readme.txt")),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.pdf", b""),
    ],
)
def test_anything_else_is_refused_whatever_its_name_says(tree, tmp_path, name, content):
    with pytest.raises(RefusedError) as wrong:
        keep(tree.garment, content, name)
    assert wrong.value.reasons[0].field == "file"
    assert not Attachment.objects.exists()
    assert kept(tmp_path) == []


def test_a_photo_is_kept_without_its_place_and_its_row_tells_what_is_kept(tree, tmp_path):
    sent = jpeg() + GPS
    row = keep(tree.garment, sent, "anh.jpg")
    stored = path_of(row.sha256).read_bytes()
    assert GPS in sent
    assert GPS not in stored
    assert (row.size, row.sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    assert kept(tmp_path) == [row.sha256]


def test_a_damaged_photo_with_a_place_in_it_is_refused_in_words(tree, tmp_path):
    with pytest.raises(RefusedError, match="Ảnh bị hỏng"):
        keep(tree.garment, jpeg()[:60], "anh.jpg")
    assert kept(tmp_path) == []


def test_a_file_of_21_mb_is_refused_with_the_limit(tree, tmp_path):
    with pytest.raises(RefusedError, match="20 MB"):
        keep(tree.garment, PDF + b"\0" * 21 * files.MEGABYTE)
    assert kept(tmp_path) == []


def test_the_limit_is_a_setting(tree, settings):
    settings.ATTACHMENT_MAX = 10
    with pytest.raises(RefusedError):
        keep(tree.garment, PDF)


def test_the_same_content_is_kept_once_and_attached_twice(tree, tmp_path):
    first, second = keep(tree.garment, PDF), keep(tree.school, PDF, "khac.pdf")
    assert first.sha256 == second.sha256
    assert kept(tmp_path) == [first.sha256]
    assert (first.unit_id, second.unit_id) == (tree.garment.id, tree.school.id)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Tài liệu\\biên bản.PDF", "biên bản.PDF"),
        ("virus.exe", "virus.exe.pdf"),
        ("a\u202egpj.pdf\n", "agpj.pdf"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_a_name_keeps_no_folder_no_trick_and_the_right_ending(tree, given, stored):
    assert files.clean_name(given, PDF_KIND) == stored


def test_a_full_disk_is_told_in_words_and_leaves_nothing(tree, tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RefusedError, match="hết dung lượng"):
        keep(tree.garment, PDF)
    assert kept(tmp_path) == []
    assert not Attachment.objects.exists()


def test_a_write_that_is_killed_leaves_no_attachment_and_its_rest_is_swept(tree, tmp_path, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(self, place):
        raise Killed

    monkeypatch.setattr("pathlib.Path.replace", kill)
    monkeypatch.setattr("pathlib.Path.unlink", lambda self, missing_ok=False: None)
    with pytest.raises(Killed):
        keep(tree.garment, PDF)
    monkeypatch.undo()
    assert not Attachment.objects.exists()
    (rest,) = (tmp_path / "attachments").glob("part-*")
    assert sweep_parts(rest.stat().st_mtime) == 0
    assert sweep_parts(rest.stat().st_mtime + files.ABANDONED + 1) == 1
    assert kept(tmp_path) == []


def test_what_is_shown_may_run_nothing(client, tree, actors):
    client.force_login(actors.nhung)
    row = keep(tree.garment, PDF)
    answer = client.get(reverse("attachment", args=[row.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "sandbox" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_office_files_are_only_saved(client, tree, actors):
    client.force_login(actors.nhung)
    row = keep(tree.garment, office("word/document.xml"), "báo cáo.docx")
    answer = client.get(reverse("attachment", args=[row.pk]))
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_row_whose_content_is_lost_is_not_found(client, tree, actors):
    client.force_login(actors.nhung)
    row = keep(tree.garment, PDF)
    path_of(row.sha256).unlink()
    assert client.get(reverse("attachment", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        *[(who, True) for who in ("lanh", "chuyen", "hanh", "nhung", "pho", "uy", "kiem")],
        *[(who, False) for who in ("khach", "thay", "giay", "to", "quan")],
    ],
)
def test_a_file_is_seen_through_its_unit(client, tree, actors, who, sees):
    client.force_login(getattr(actors, who))
    answer = client.get(reverse("attachment", args=[keep(tree.garment, PDF).pk]))
    answer.close()
    assert answer.status_code == (200 if sees else 404)


def test_a_picture_is_shown_in_a_sandbox(client, tree, actors):
    client.force_login(actors.nhung)
    answer = client.get(reverse("attachment", args=[keep(tree.garment, PNG, "ảnh.png").pk]))
    answer.close()
    assert "sandbox" in answer["Content-Security-Policy"]
