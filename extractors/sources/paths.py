"""What a person names on a command line → items: files, folders and web addresses, each once, in a steady order.

Nothing raises: what cannot be used becomes an outcome with its reason, and the rest of the run goes on.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from extractors.records import Outcome
from extractors.sources.addresses import WEB_SCHEMES, web_name, web_uri
from extractors.sources.items import Item

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was named: documents to be read, and outcomes of what cannot be. No `uri` stands in it twice."""

    items: tuple[Item, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def asked(self) -> int:
        """The number of documents that the run must account for."""
        return len(self.items) + len(self.outcomes)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that was named, and what is in it: a file's path as it was met, and its item or why it has none."""

    path: Path
    files: tuple[tuple[Path, Item | Outcome], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was named, before it is known which files are read: to find it takes time in which that can be asked."""

    _named: tuple[Item | Outcome | _Folder, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every file and address, those among them that are of no format that is read."""
        found: list[Item | Outcome] = []
        for each in self._named:
            found += [what for _, what in each.files] if isinstance(each, _Folder) else [each]
        return tuple(each for each in found if isinstance(each, Item))

    def of(self, suffixes: Collection[str]) -> Discovery:
        """Return what is to be read of it; `suffixes` are those of `discover`."""
        choice = _Choice(frozenset(suffixes))
        for each in self._named:
            choice.add(each)
        return Discovery(tuple(choice.items.values()), tuple(choice.outcomes.values()))


def find(arguments: Iterable[str]) -> Found:
    """Return what `arguments` name, as `discover` does, with files of all formats."""
    search = _Search()
    for argument in arguments:
        search.add(argument)
    return Found(tuple(search.named))


def discover(arguments: Iterable[str], *, suffixes: Collection[str]) -> Discovery:
    """Return the documents that `arguments` name: paths, file:// URIs and http(s) addresses.

    Folders are walked recursively in sorted order; hidden files and folders are passed over, files that do not end
    in one of `suffixes` (lower case, with the dot) are skipped, and so are README files. A file that is named itself
    is always an item.
    """
    return find(arguments).of(suffixes)


def is_passed_over(name: str) -> bool:
    """Whether a file or folder is hidden, or one that Word puts beside a document while somebody has it open."""
    return name.startswith((".", "~$"))


def is_listed_file(path: Path, folder: Path, suffixes: Collection[str]) -> bool:
    """Whether `discover` of a folder finds a file below it; both paths are absolute."""
    if not path.is_relative_to(folder):
        return False
    hidden = any(is_passed_over(part) for part in path.relative_to(folder).parts)
    return not hidden and path.stem.lower() != "readme" and path.suffix.lower() in suffixes


def place_of(uri: str) -> Path | None:
    """Return the path that a file:// address names, None of another; links to files are not followed."""
    try:
        parts = urlsplit(uri)
        path = Path(os.path.normpath(url2pathname(parts.path)))
        return path.parent.resolve() / path.name if parts.scheme == "file" else None
    except (ValueError, OSError):  # no address, or no path
        return None


@dataclass(slots=True)
class _Choice:
    """Chooses what is read, in the order in which it was named."""

    suffixes: frozenset[str]
    items: dict[str, Item] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def add(self, named: Item | Outcome | _Folder) -> None:
        if isinstance(named, _Folder):
            self._add_folder(named)
        elif isinstance(named, Item):
            self._take(named)
        else:
            self._end(named)

    def _add_folder(self, folder: _Folder) -> None:
        is_empty = True
        for path, what in folder.files:
            if isinstance(what, Outcome):
                self._end(what)
            elif path.suffix.lower() not in self.suffixes:
                self._end(_skipped(path, f"{path.suffix or 'a name without an ending'}: not a format that is read"))
            else:
                is_empty = False
                self._take(what)
        if is_empty:
            looked_for = ", ".join(sorted(self.suffixes))
            reason = f"no documents in this folder: looked for files that end in {looked_for}"
            self._end(_failed(_uri(folder.path), reason))

    def _take(self, item: Item) -> None:
        # A file that a folder's walk skipped may be named by itself as well: then it is tried.
        self.outcomes.pop(item.uri, None)
        self.items.setdefault(item.uri, item)

    def _end(self, outcome: Outcome) -> None:
        if outcome.uri not in self.items:
            self.outcomes.setdefault(outcome.uri, outcome)


@dataclass(slots=True)
class _Search:
    named: list[Item | Outcome | _Folder] = field(default_factory=list)
    folders: dict[Path, Path] = field(default_factory=dict)

    def add(self, argument: str) -> None:
        scheme = _SCHEME.match(argument)
        if scheme is None:
            self._add_path(argument)
        elif scheme.group(1).lower() == "file":
            self._add_file_uri(argument)
        elif scheme.group(1).lower() in WEB_SCHEMES:
            self._add_address(argument)
        else:
            reason = f"{scheme.group(1)}:// addresses are not read: give a path, http:// or https://"
            self._fail(_without_credentials(argument), reason)

    def _add_file_uri(self, argument: str) -> None:
        try:
            path = url2pathname(urlsplit(argument).path)
        except ValueError as error:
            self._fail(argument, f"this is no address of a file ({error}): give its path")
        else:
            self._add_path(path)

    def _add_address(self, argument: str) -> None:
        try:
            uri = web_uri(argument)
        except ValueError as error:
            self._fail(_without_credentials(argument), str(error))
        else:
            self.named.append(Item(uri, web_name(uri)))

    def _add_path(self, argument: str) -> None:
        if not argument or "\0" in argument:
            self._fail(argument, "this is not a path: give a file, a folder or a web address")
            return
        path = Path(argument)
        try:
            if path.is_dir():
                self._add_folder(path)
            elif path.is_file():
                self.named.append(self._local(path))
            elif path.exists():
                self._fail(_uri(path), "neither a file nor a folder: only those are read")
            else:
                reason = "no such file or folder: check the path, it was looked for from the current folder"
                self._fail(_uri(path), reason)
        except OSError as error:
            self._refuse(path, error)

    def _add_folder(self, folder: Path) -> None:
        files = list[tuple[Path, Item | Outcome]]()
        try:
            for path in self._files(folder):
                files.append((path, self._why_skipped(path) or self._local(path)))
        except OSError as error:  # what was found until then is read
            self._refuse(folder, error)
        self.named.append(_Folder(folder, tuple(files)))

    def _why_skipped(self, path: Path) -> Outcome | None:
        if not path.is_file():
            return _skipped(path, "a link that points nowhere" if path.is_symlink() else "not a regular file")
        if path.stem.lower() == "readme":
            return _skipped(path, "it tells about its folder: name the file itself to have it read")
        return None

    def _files(self, folder: Path) -> Iterator[Path]:
        seen: set[tuple[int, int]] = set()
        for name, folders, files in os.walk(folder, followlinks=True, onerror=self._unreadable):
            status = Path(name).stat()
            if (status.st_dev, status.st_ino) in seen:  # a link that leads back: its files were met already
                folders.clear()
                continue
            seen.add((status.st_dev, status.st_ino))
            folders[:] = sorted(each for each in folders if not is_passed_over(each))
            yield from (Path(name, each) for each in sorted(files) if not is_passed_over(each))

    def _local(self, path: Path) -> Item:
        """Return the item of a file. Its folder is resolved once for all that is in it, at a system call a level."""
        if path.is_symlink():
            resolved = path.resolve()
        else:
            folder = path.parent
            resolved = (self.folders.get(folder) or self.folders.setdefault(folder, folder.resolve())) / path.name
        return Item(resolved.as_uri(), resolved.name, resolved)

    def _unreadable(self, error: OSError) -> None:
        self._fail(_uri(Path(error.filename)), f"this folder cannot be read: {error.strerror}")

    def _refuse(self, path: Path, error: OSError) -> None:
        self._fail(_uri(path), f"cannot be looked at: {error.strerror or error}")

    def _fail(self, uri: str, reason: str) -> None:
        self.named.append(_failed(uri, reason))


def _failed(uri: str, reason: str) -> Outcome:
    return Outcome(uri=uri, status="failed", reason=reason)


def _skipped(path: Path, reason: str) -> Outcome:
    return Outcome(uri=_uri(path), status="skipped", reason=reason)


def _without_credentials(address: str) -> str:
    return re.sub(r"//[^/?#]*@", "//", address)


def _uri(path: Path) -> str:
    # Not resolved: a link that points nowhere is named by itself.
    return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100 - Path.absolute keeps "..", and resolve follows links
