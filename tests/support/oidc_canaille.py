"""Canaille, an identity provider, with a few people in memory; run by its own environment's Python.

Usage: oidc_canaille.py CERTIFICATE KEY, with what it shall know as JSON on standard input. Prints
the port when it serves.
"""

import json
import os
import socket
import sys
from datetime import UTC, datetime

from canaille import create_app
from canaille.app import models
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server


def main() -> None:
    known = json.load(sys.stdin)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        key = RSAKey.generate_key(2048, auto_kid=True, parameters={"alg": "RS256", "use": "sig"})
        app = create_app(
            {
                "SECRET_KEY": os.urandom(16).hex(),
                "SERVER_NAME": f"localhost:{port}",
                "PREFERRED_URL_SCHEME": "https",
                "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "HTMX": False},
                "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)]},
            }
        )
        with app.app_context():
            fill(app.backend, known)
        server = make_server(
            "127.0.0.1",
            port,
            app,
            threaded=True,
            ssl_context=(sys.argv[1], sys.argv[2]),
            fd=listener.fileno(),
        )
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        server.serve_forever()


def fill(backend: object, known: dict[str, object]) -> None:
    people = {}
    for name, password in known["people"].items():
        person = models.User(
            user_name=name,
            formatted_name=name.title(),
            family_name=name.title(),
            emails=[f"{name}@example.com"],
            password=password,
        )
        backend.save(person)
        people[name] = person
    for name, members in known["groups"].items():
        backend.save(
            models.Group(display_name=name, members=[people[member] for member in members])
        )
    client = models.Client(
        client_id=known["client"],
        client_secret=known["secret"],
        client_name="Flotilla",
        client_uri="https://flotilla.localhost",
        redirect_uris=known["redirects"],
        scope=["openid", "profile", "email", "groups"],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
        client_id_issued_at=datetime.now(UTC),
    )
    backend.save(client)
    client.audience = [client]
    backend.save(client)


if __name__ == "__main__":
    main()
