"""sources.toml: what may stand there, and what is said of each mistake."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.errors import ConfigurationError
from extractors.sources.config import read_sources
from extractors.sources.source import KINDS, Source

PAGE = Path(__file__).parent.parent.parent / "docs/sources.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
FEED = 'feed = "https://barset.example/rss"'


def sources(folder: Path, toml: str) -> tuple[Source, ...]:
    file = folder / "sources.toml"
    file.write_text(toml)
    return read_sources(file)


def source(folder: Path, *lines: str) -> Source:
    (only,) = sources(folder, "\n".join(["[[source]]", 'name = "barset"', *lines]))
    return only


def complaint(folder: Path, *lines: str) -> str:
    with pytest.raises(ConfigurationError) as raised:
        source(folder, *lines)
    return str(raised.value)


def test_a_name_and_a_place_are_enough(tmp_path: Path) -> None:
    it = source(tmp_path, FEED)
    assert (it.kind, it.start, it.options) == ("feed", "https://barset.example/rss", {})
    assert (it.minimum, it.maximum, it.newest, it.attachments) == (1, 1000, None, False)
    assert it.recheck == timedelta(hours=24)


def test_a_folder_stands_beside_the_file_that_names_it(tmp_path: Path) -> None:
    assert source(tmp_path, 'folder = "in/box"').folder == tmp_path / "in/box"
    assert source(tmp_path, 'folder = "/srv/box"').folder == Path("/srv/box")


def test_a_listing_tells_its_reader_which_links_are_meant(tmp_path: Path) -> None:
    it = source(tmp_path, "[source.listing]", 'url = "HTTPS://Barset.example"', 'links = "main a"', 'next = "a.older"')
    assert (it.kind, it.start) == ("listing", "https://barset.example/")
    assert it.options == {"links": "main a", "next": "a.older"}


def test_govuk_is_searched_for_its_organisations_and_types(tmp_path: Path) -> None:
    it = source(
        tmp_path, "[source.govuk]", 'organisations = ["a-body", "b-body"]', 'document_types = ["policy_paper"]',
        'base = "http://127.0.0.1:8000/"',
    )  # fmt: skip
    assert it.start == (
        "http://127.0.0.1:8000/api/search.json?filter_organisations=a-body&filter_organisations=b-body"
        "&filter_content_store_document_type=policy_paper&fields=title&fields=link&fields=public_timestamp"
        "&order=-public_timestamp&count=100&start=0"
    )
    assert it.options == {"base": "http://127.0.0.1:8000"}


def test_addresses_take_their_steady_form(tmp_path: Path) -> None:
    assert source(tmp_path, 'urls = ["HTTPS://Barset.Example:443/a#b"]').urls == ("https://barset.example/a",)


def test_all_files_of_a_folder_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (tmp_path / name).write_text(f'[[source]]\nname = "{name[0]}"\n{FEED}\n')
    assert [each.name for each in read_sources(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize("line", ["0 6 * * *", "*/15 8-18 * * mon-fri", "5,35 0 1,15 jan,JUL 0-6/2", "0 0 * * 7"])
def test_a_schedule_is_a_line_of_cron(tmp_path: Path, line: str) -> None:
    assert source(tmp_path, FEED, f'schedule = "{line}"').schedule == line


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("@daily", "it must have five fields"),
        ("0 6 * * * *", "five fields (minute hour day month weekday), as \"30 5 * * *\", not 6"),
        ("60 6 * * *", "its minute '60' must be *, or lie between 0 and 59"),
        ("0 9-8 * * *", "its hour '9-8'"),
        ("0 0 0 * *", "its day of the month '0'"),
        ("0 0 * tue *", "its month 'tue'"),
        ("0 0 * * */0", "its day of the week '*/0'"),
        ("0 0 * * 1,", "its day of the week ''"),
        ("0 ٣ * * *", "its hour"),
    ],
)  # fmt: skip
def test_a_schedule_that_is_none_is_told_which_field_is_wrong(tmp_path: Path, line: str, rule: str) -> None:
    assert rule in complaint(tmp_path, FEED, f"schedule = '{line}'")


def test_a_mistake_is_told_with_file_source_key_value_and_rule(tmp_path: Path) -> None:
    assert complaint(tmp_path, FEED, 'minimum = "five"') == (
        f"{tmp_path}/sources.toml: source 'barset': minimum = 'five': it must be a whole number; see docs/sources.md"
    )


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    told = complaint(tmp_path, FEED, "minimum = -1", "delay = -2", 'attachments = "yes"', "[[source]]")
    assert [told.count(key) for key in ("minimum = -1:", "delay = -2:", "attachments = 'yes':")] == [1, 1, 1]
    assert "source number 2: `name` is missing" in told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([FEED, 'shedule = "0 6 * * *"'], "unknown key 'shedule': did you mean 'schedule'?"),
        ([FEED, "zzzz = 1"], "unknown key 'zzzz': known are name, publisher"),
        (["[source.listing]", 'url = "https://x.org"', 'link = "a"'], "unknown key 'link': did you mean 'links'?"),
        ([], "exactly one of folder, feed, sitemap, listing, govuk, urls; it has none"),
        ([FEED, 'folder = "x"'], "it has folder and feed"),
        (['feed = "ftp://barset.example/x"'], "ftp cannot be fetched: only http and https"),
        (['feed = "https://me:secret@barset.example/"'], "holds a user name or password"),
        (['urls = "https://barset.example/"'], "urls = 'https://barset.example/': it must be a list"),
        (["urls = []"], "it must not be empty"),
        (['listing = "https://barset.example/"'], "it must be a table of its own"),
        (["[source.govuk]"], "it must name `organisations` or `document_types`"),
        (["[source.govuk]", 'organisations = ["Health & Care"]'], "it must be written as in GOV.UK's addresses"),
        (["[source.listing]", 'url = "https://x.org"', 'links = "a[["'], "it must be a CSS selector"),
        ([FEED, "minimum = 6", "maximum = 5"], "its minimum 6 must not be more than its maximum 5"),
        ([FEED, "minimum = 6", "newest = 5"], "its newest 5 must lie between minimum 6 and maximum 1000"),
        (['folder = "x"', "newest = 5"], "`newest` means nothing for folder"),
        ([FEED, "minimum = true"], "minimum = True: it must be a whole number"),
        ([FEED, "delay = nan"], "delay = nan: it must be a finite number"),
        ([FEED, 'allowed_hosts = ["https://barset.example/"]'], "it must be the name of a host alone"),
        ([FEED, 'include = ["("]'], "include.0 = '(': it must be a regular expression"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_rule(tmp_path: Path, lines: list[str], told: str) -> None:
    assert told in complaint(tmp_path, *lines)


@pytest.mark.parametrize("host", ["Intranet.example.org", "localhost:8080", "10.0.0.1", "::1", "[fd00::1]:443"])
def test_a_private_host_is_named_with_or_without_its_port(tmp_path: Path, host: str) -> None:
    assert source(tmp_path, FEED, f'allowed_hosts = ["{host}"]').allowed_hosts == (host.lower(),)


@pytest.mark.parametrize("name", ["", "-a", "a b", "a/b", "é", "a" * 64])
def test_a_name_is_letters_digits_and_hyphens(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="letters, digits and hyphens"):
        sources(tmp_path, f'[[source]]\nname = "{name}"\n{FEED}')


def test_two_sources_may_not_share_a_name_across_files_and_capitals(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f'[[source]]\nname = "barset"\n{FEED}')
    (tmp_path / "b.toml").write_text(f'[[source]]\nname = "Barset"\n{FEED}')
    with pytest.raises(ConfigurationError, match=r"b\.toml: two sources have the name 'Barset'"):
        read_sources(tmp_path)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(?:a|b)*c", "((a*)b){2}", "a*b*c*d*", "a" * 201])
def test_a_pattern_that_may_take_for_ever_is_refused(tmp_path: Path, pattern: str) -> None:
    assert "include.0" in complaint(tmp_path, FEED, f"include = ['{pattern}']")


@pytest.mark.parametrize(
    "pattern", [r"/strateg(?:y|ies)/", r"^https://[^/]+/\d+\.pdf$", r"[*+({|]{2}\(\+", r"[\]*+*+*]a", "(a+)?b"]
)
def test_a_pattern_that_ends_soon_is_taken(tmp_path: Path, pattern: str) -> None:
    assert source(tmp_path, FEED, f"exclude = ['{pattern}']").exclude == (pattern,)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[source]\n", "it is not TOML"),
        (b"\xff", "it is not UTF-8"),
        (b"", "it holds no source"),
        (b"[source]\nname = 'x'", "each begins with [[source]], in two brackets"),
        (b"[[sources]]\nname = 'x'", "unknown key 'sources': each source begins with [[source]]"),
    ],
)
def test_a_file_that_holds_no_sources_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=re.escape(told)):
        read_sources(file)


def test_files_and_folders_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.toml: cannot be read: No such file"):
        read_sources(tmp_path / "absent.toml")
    with pytest.raises(ConfigurationError, match=r"no file in this folder ends in \.toml"):
        read_sources(tmp_path)


# The documentation


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_documentation_are_sources(tmp_path: Path, example: str) -> None:
    assert len(sources(tmp_path, example)) == 1


def test_the_documentation_shows_every_kind_and_explains_every_key(tmp_path: Path) -> None:
    shown = {each.kind for example in EXAMPLES for each in sources(tmp_path, example)}
    assert shown == set(KINDS)
    rows = "\n".join(line.split("|")[1] for line in PAGE.read_text().splitlines() if line.startswith("| `"))
    assert [key for key in Source.model_fields if f"`{key}`" not in rows] == []


def test_the_sources_that_come_with_a_clone_need_no_network() -> None:
    (source,) = read_sources(PAGE.parent.parent / "sources.toml")
    assert source.kind == "folder"
    assert source.folder is not None
    assert len(list(source.folder.glob("*.txt"))) >= source.minimum
