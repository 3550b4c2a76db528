"""The server that mails go to, as settings tell it; and what they lack together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.redaction import Secret
from dialogs.mailbox import read
from locales.words import N_

if TYPE_CHECKING:
    from bot.config import Config

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""By security: submission, and submission over TLS from the first byte (RFC 8314); a relay on this machine."""

SENDER = re.compile(r"(?:(?P<name>[^<>\"@,;:\\]*)<(?P<mail>[^<>\s]+)>|(?P<bare>[^<>\s]+))")


@dataclass(frozen=True, slots=True)
class Smtp:
    """``sender`` is the name, which may be empty, and the address that mails come from."""

    host: str
    port: int
    security: str
    user: str
    password: Secret | None
    sender: tuple[str, str]


def smtp_of(config: Config) -> Smtp | None:
    """None where mails are not wanted."""
    if config.smtp_host is None:
        return None
    return Smtp(
        config.smtp_host,
        config.smtp_port or PORTS[config.smtp_security],
        config.smtp_security,
        config.smtp_user,
        config.smtp_password,
        sender_of(config.smtp_from) or ("", ""),
    )


def sender_of(given: str) -> tuple[str, str] | None:
    """``Palier <palier@exemple.fr>``, or the address alone, as (name, address); None for anything else."""
    found = SENDER.fullmatch(given)
    if found is None or not given.isprintable():
        return None
    mail = read(found["mail"] or found["bare"])
    return ((found["name"] or "").strip(), mail) if mail else None


def lacking(config: Config) -> Iterator[tuple[str, str]]:
    """What a server is not enough without: each a setting's name and a sentence."""
    if config.smtp_host is None:
        return
    if config.public_url is None:
        yield "public_url", N_("{name} : les liens d'un courriel en ont besoin ; donnez-le avec PALIER_SMTP_HOST.")
    if not config.smtp_from:
        yield "smtp_from", N_("{name} : dites de qui viennent les courriels, par exemple palier@exemple.fr.")
    if config.smtp_security == "none" and not loopback(config.smtp_host):
        yield "smtp_security", N_("{name} : none ne convient qu'à un serveur sur cette machine (127.0.0.1).")
    if bool(config.smtp_user) != (config.smtp_password is not None):
        yield "smtp_password", N_("{name} : un mot de passe va avec PALIER_SMTP_USER ; donnez les deux, ou aucun.")


def loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
