"""The site: rendered with the words of a language and the employer's values, and published.

Every file says what it is and how long to keep it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from functions.domain.employers.employers import Employer, Employers
from ops.deploy.receipt_keys import KEY_SET
from ops.deploy.site_pages import Renderer
from ops.deploy.site_scripts import mistakes_in_script
from ops.deploy.site_words import Words, blemishes, read_words
from ops.terminal.failure import Failure
from ops.terminal.paths import SITE, shown

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The language of the pages at their addresses of today.
DEFAULT_LANGUAGE = "en"
# The pages that each employer has of its own: nobody's candidates should read another employer's name on them.
_OWN_PAGES = ("index.html", "privacy/index.html")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# A page, its scripts and its styles change together and their names do not: each visit asks whether they are current.
_TOGETHER = frozenset({".html", ".css", ".js"})


def values(words: Words, employer: Employer, operator: Employer) -> dict[str, str]:
    """Return what this employer's pages and sentences may name.

    `operator` is the employer in whose account all is. `host.name` is the same, and empty on the operator's own pages.
    """
    first, operators_name = employer.policy.brand, operator.policy.brand.name
    return {
        "language.tag": words.language,
        "language.direction": words.direction,
        "brand.name": first.name,
        "brand.contact_email": first.contact_email.reveal(),
        "brand.postal_address": first.postal_address,
        "brand.privacy_contact": first.privacy_contact.reveal(),
        "employer.path": employer.path,
        "operator.name": operators_name,
        "host.name": "" if employer == operator else operators_name,
    }


def build(employers: Employers, language: str = DEFAULT_LANGUAGE, site: Path = SITE) -> dict[str, bytes]:
    """Return the files of the site by key, in one language. Raise Failure with every mistake in words and pages."""
    words = read_words(site / "words", language)
    renderer = Renderer(words, values(words, employers.default, employers.default))
    _refuse(blemishes(words))
    pages = site / "pages"
    files = {path.relative_to(pages).as_posix(): _built(path, renderer) for path in _files(pages)}
    _refuse([*renderer.mistakes, *words.unsaid()])
    for employer in map(employers.get, employers.others):
        of_employer = Renderer(words, values(words, employer, employers.default))
        folder = employer.path.lstrip("/")
        files |= {folder + page: of_employer.page(pages / page).encode() for page in _OWN_PAGES if page in files}
    return files


def publish(s3: "S3Client", bucket: str, employers: Employers, site: Path = SITE) -> int:
    """Make the bucket hold exactly the site. Return the number of its files."""
    files = build(employers, site=site)
    # A page that is new already must find what it refers to.
    for key in sorted(files, key=lambda key: (key.endswith(".html"), key)):
        _upload(s3, bucket, key, files[key])
    for key in _published(s3, bucket):
        # The public keys of consent receipts stay: those of years ago are nowhere else.
        if key not in files and key != KEY_SET:
            s3.delete_object(Bucket=bucket, Key=key)
    return len(files)


def _built(path: Path, renderer: Renderer) -> bytes:
    if path.suffix not in _TYPES:
        renderer.mistakes.append(f"{shown(path)}: a file of unknown type; add its content type to ops/deploy/site.py")
    if path.suffix == ".js":
        renderer.mistakes.extend(mistakes_in_script(path, renderer.words))
    return renderer.page(path).encode() if path.suffix == ".html" else path.read_bytes()


def _refuse(mistakes: Iterable[str]) -> None:
    if lines := list(mistakes):
        raise Failure("\n".join(["The site can't be built:", *lines]), "correct these lines")


def _files(pages: Path) -> Iterator[Path]:
    return (path for path in sorted(pages.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _upload(s3: "S3Client", bucket: str, key: str, body: bytes) -> None:
    suffix = Path(key).suffix
    s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=body,
        ContentType=_TYPES[suffix],
        CacheControl="no-cache" if suffix in _TOGETHER else "public, max-age=86400",
    )


def _published(s3: "S3Client", bucket: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (file["Key"] for file in page.get("Contents", []))
