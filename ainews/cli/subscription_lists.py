"""Lists of feeds in and out: OPML files and starter packs become subscriptions. Polls nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ainews.cli.records import Record
from ainews.cli.terminal import clean
from ainews.errors import AinewsError

if TYPE_CHECKING:
    from ainews.app import Services
    from ainews.model import Subscription

MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed that a list names."""

    url: str
    title: str
    folder: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a list brought; `problems` are sentences."""

    added: int
    known: int
    problems: tuple[str, ...]

    def record(self) -> Record:
        return {"added": self.added, "known": self.known, "problems": list(self.problems)}

    def lines(self) -> Iterator[str]:
        known = f", {self.known} were there already" if self.known else ""
        yield f"added {self.added} {'source' if self.added == 1 else 'sources'}{known}"
        yield from (f"  {clean(problem)}" for problem in self.problems[:MOST_PROBLEMS])
        if len(self.problems) > MOST_PROBLEMS:
            yield f"  and {len(self.problems) - MOST_PROBLEMS} more"
        if self.added:
            yield "their items come with: ainews ingest"


def subscribe(services: Services, feeds: Iterable[Wanted], problems: Sequence[str] = ()) -> Imported:
    """Subscribe to each feed; one that cannot be is a problem of the result, not an error."""
    added = known = 0
    refused = list(problems)
    for feed in feeds:
        try:
            _, is_new = services.add_source(feed.url, folder=feed.folder, title=feed.title, check=False)
        except AinewsError as error:
            refused.append(f"{feed.url}: {error}")
            continue
        added, known = added + is_new, known + (not is_new)
    return Imported(added, known, tuple(refused))


def import_list(services: Services, body: bytes) -> Imported:
    """Subscribe to every feed of an OPML document; raises ParseError where it is none."""
    from ainews.parse.opml import read_opml

    opml = read_opml(body)
    return subscribe(services, (Wanted(each.url, each.title, each.folder) for each in opml.feeds), opml.problems)


def import_pack(services: Services, name: str) -> Imported:
    """Subscribe to the feeds of a starter pack; raises NotFound."""
    from ainews.packs import read_pack

    pack = read_pack(name)
    return subscribe(services, (Wanted(each.url, each.title, each.folder) for each in pack.sources))


def export_list(subscriptions: Iterable[Subscription]) -> bytes:
    """Return subscriptions as an OPML document."""
    from ainews.parse.opml import OpmlFeed, write_opml

    feeds = [OpmlFeed(each.source.url, each.title, each.source.site_url, each.folder) for each in subscriptions]
    return write_opml("ainews subscriptions", feeds)
