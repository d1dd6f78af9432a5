"""Settings of the console's page about the login: a file of the site that each deployment writes.

The page itself asks no provider for it, so that its headers can name the one host that it calls.
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ops.deploy.openid import Endpoints, discover

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SETTINGS = "console/settings.json"


def publish_settings(s3: "S3Client", bucket: str, outputs: Mapping[str, str]) -> None:
    """Write the settings of this stack."""
    s3.put_object(
        Bucket=bucket,
        Key=SETTINGS,
        Body=json.dumps(settings_of(outputs), indent=1).encode(),
        ContentType="application/json",
        CacheControl="no-cache",
    )


def settings_of(outputs: Mapping[str, str], discover: Callable[[str], Endpoints] = discover) -> dict[str, str | None]:
    """Return the settings: of the stack's user pool, or of the identity provider that it has instead."""
    issuer, client, page = outputs["ConsoleIssuer"], outputs["ConsoleClientId"], outputs["ConsoleUrl"]
    if "UserPoolId" in outputs:
        authority = outputs["ConsoleLoginUrl"]
        endpoints = Endpoints(f"{authority}/oauth2/authorize", f"{authority}/oauth2/token", f"{authority}/logout")
        back = "logout_uri"
    else:
        authority, endpoints, back = issuer, discover(issuer), "post_logout_redirect_uri"
    leave = urlencode({"client_id": client, back: page})
    return {
        "authority": authority,
        "authorize": endpoints.authorize,
        "token": endpoints.token,
        "logout": f"{endpoints.end_session}?{leave}" if endpoints.end_session else None,
        "client_id": client,
        "scopes": outputs["ConsoleScopes"],
    }
