"""What an operator set that cannot work is said before anything starts: what, where, what to do (S3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tijdig.config.environment import read_environment, root_certificates
from tijdig.config.mail import read_mail_server
from tijdig.problems import Refused

SOUND = {"TIJDIG_SMTP_HOST": "mail.example", "TIJDIG_MAIL_FROM": "tijdig@weert.example"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """The settings of a sound mail server, with the password in its file."""
    (tmp_path / "password").write_text("s3cret\n")
    (tmp_path / "password").chmod(0o600)
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    return {"TIJDIG_SMTP_USER": "tijdig", "TIJDIG_SMTP_PASSWORD_FILE": str(tmp_path / "password")}


def test_mail_leaves_over_tls_as_the_one_who_hands_it_in(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    server = read_mail_server()
    assert server is not None
    assert server.sender == "tijdig@weert.example"
    assert server.options == {
        "host": "mail.example", "port": 587, "username": "tijdig", "password": "s3cret",
        "use_tls": True, "use_ssl": False, "timeout": 20,
    }  # fmt: skip
    assert "s3cret" not in repr(server)


def test_port_465_speaks_tls_from_the_start(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIJDIG_SMTP_PORT", "465")
    server = read_mail_server()
    assert server is not None
    assert (server.options["use_ssl"], server.options["use_tls"]) == (True, False)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("TIJDIG_MAIL_FROM", "", "setting.sender"),
        ("TIJDIG_MAIL_FROM", "Weert <tijdig@weert.example>", "setting.sender"),
        ("TIJDIG_SMTP_PORT", "0", "setting.number"),
        ("TIJDIG_SMTP_PORT", "smtp", "setting.number"),
        ("TIJDIG_SMTP_USER", "tijdig", "setting.go-together"),
        ("TIJDIG_STEP_UP_MINUTES", "61", "setting.number"),
        ("TIJDIG_STEP_UP_MINUTES", "-1", "setting.number"),
    ],
)
def test_s3_a_setting_that_cannot_work_is_refused_by_name(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Refused) as refused:
        read_environment()
    (problem,) = refused.value.problems
    assert problem.code == code
    assert name in problem.nl


def test_s3_a_password_that_others_can_read_is_refused(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "password").chmod(0o640)
    with pytest.raises(Refused, match=r"setting\.read-by-others"):
        read_mail_server()
    (tmp_path / "password").unlink()
    with pytest.raises(Refused, match=r"setting\.no-file"):
        read_mail_server()


def test_c1_trusted_certificates_are_there_and_are_certificates(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"setting\.no-file"):
        root_certificates(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_text("no certificate")
    with pytest.raises(Refused, match=r"setting\.no-certificates"):
        root_certificates(tmp_path / "roots.pem")
