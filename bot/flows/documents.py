"""Files in hand: finding them, reading them whole, and what is in them, without storing anything.

For `import`, `extract` and `quotations`. What a document says is `steps/read/document`, behind the Extractor; a folder
that is looked at again and again is `sources/file`.
"""

from __future__ import annotations

from pathlib import Path

from bot.domain.article import Extracted, Quotation
from bot.domain.errors import SourceError
from bot.domain.feed import FeedItem
from bot.ports import Extractor
from bot.steps.find import quotations
from bot.steps.find.segment import segment
from bot.steps.read.document import SUFFIXES, type_of_name

MAX_FILE_BYTES = 64 * 1024 * 1024


def list_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or every readable file below a folder, sorted; hidden ones are left out. Raises SourceError."""
    if not path.exists():
        raise SourceError("there is no such file or folder")
    if not path.is_dir():
        if path.suffix.lower() not in SUFFIXES:
            raise SourceError(f"only {', '.join(SUFFIXES)} files can be read")
        return (path,)
    found = (one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
    return tuple(sorted(one for one in found if not any(part.startswith(".") for part in one.relative_to(path).parts)))


def read_file(path: Path) -> FeedItem:
    """A document with its bytes. Raises SourceError."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SourceError(f"the file has more than {MAX_FILE_BYTES // 1024**2} MB and is not read")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    return FeedItem(guid=path.resolve().as_uri(), url=None, content=content, content_type=content_type_of(path))


def content_type_of(path: Path | str) -> str:
    """Content type by a file's name; empty when the name says nothing."""
    return type_of_name(str(path))


def extract_document(
    document: Path | bytes, *, extractor: Extractor, url: str | None = None, content_type: str = ""
) -> Extracted:
    """Main text and metadata of a file or of bytes in hand. Raises SourceError."""
    if isinstance(document, Path):
        item = read_file(document)
        document, content_type = item.content or b"", content_type or item.content_type or ""
    return extractor.extract(document, url=url, content_type=content_type)


def find_quotations(text: str, *, language: str | None = None) -> tuple[Quotation, ...]:
    """Direct quotations of a text as it is; offsets are code points of `text`, end exclusive."""
    return quotations.find_quotations(text, segment(text, language), language)
