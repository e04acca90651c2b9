"""The site: which address shows which page, of the file that stands published at the moment of asking."""

import secrets
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from extractors.errors import ConfigurationError, GreenpaperError, WarehouseError
from flows.explore.cache import PageCache
from flows.explore.desk import Desk
from flows.explore.downloads import DOWNLOADS, Download
from flows.explore.forms import form_of
from flows.explore.page import Asked, NotFound, Page
from flows.explore.pages import documents, figures, overview, partnerships, people, searching, strategies
from flows.explore.pages.review import review
from flows.explore.pages.sql import answered, examples, given_to, own_page, own_pages, views
from flows.explore.rendering import environment, shown
from flows.explore.security import is_foreign
from warehouse.browse import Browse, publication
from warehouse.limits import Limits

PAGES: tuple[Page, ...] = (
    *overview.PAGES,
    *documents.PAGES,
    *strategies.PAGES,
    *partnerships.PAGES,
    *people.PAGES,
    *figures.PAGES,
    *searching.PAGES,
)
_Endpoint = Callable[[Request], Awaitable[Response]]
_LIMITS = Limits(seconds=60, memory=1500)  # of one page
_LONGEST_KEPT = 2_000  # characters of an address whose page is kept
_AT_ONCE = 4  # pages that are made at the same time


@dataclass(frozen=True, slots=True)
class Choices:
    """How a site is to be: a folder of an analyst's own pages, and who decides, where decisions are taken at all."""

    folder: Path | None = None
    may_decide: bool = True
    by: str | None = None


class Site:
    """The pages over one warehouse."""

    def __init__(self, warehouse: Path, choices: Choices) -> None:
        self._warehouse = warehouse
        self._choices = choices
        self._cache = PageCache()
        self._templates = environment(choices.folder)
        self._desk = Desk(warehouse, choices.by)
        self._token = secrets.token_urlsafe(16)
        self._at_once = threading.BoundedSemaphore(_AT_ONCE)

    def routes(self) -> list[Route]:
        """Return every address with what answers it."""
        return [
            Route("/review", self._told(self._review_page), methods=["GET"]),
            Route("/review", self._decide, methods=["POST"]),
            Route("/review/state", self._told(lambda _: self._rendered("slips.html", slips=self._desk.slips()))),
            Route("/sql", self._told(self._sql)),
            *(Route(each.path, self._download(each)) for each in DOWNLOADS),
            Route("/pages/{name}", self._told(self._own)),
            *(Route(page.path, self._told(self._made(page))) for page in PAGES),
            Route("/{path:path}", self._told(_nowhere)),
        ]

    def warm(self) -> None:
        """Make the pages of the navigation, so that they are kept when somebody asks."""
        for page in PAGES:
            if page.name:
                self._page(page, page.path, f"{page.path}?", _nothing_given)

    def _made(self, page: Page) -> Callable[[Request], bytes]:
        def made(request: Request) -> bytes:
            path = request.url.path
            return self._page(page, path, f"{path}?{request.url.query}", lambda browse, _: self._asked(request, browse))

        return made

    def _page(self, page: Page, path: str, key: str, asked: Callable[[Browse, Path], Asked]) -> bytes:
        def fresh() -> bytes:
            with self._opened() as browse:
                gathered = page.gather(asked(browse, self._warehouse))
            return self._rendered(page.template, path=path, **gathered)

        return self._kept(key, fresh)

    def _kept(self, key: str, fresh: Callable[[], bytes]) -> bytes:
        """Return what was made before of this publication on this day, otherwise make it."""
        of = (publication(self._warehouse), datetime.now(UTC).date())
        found = self._cache.get(of, key)
        if found is None:
            found = fresh()
            if len(key) <= _LONGEST_KEPT:
                self._cache.put(of, key, found)
        return found

    def _sql(self, request: Request) -> bytes:
        statement = request.query_params.get("q", "").strip()
        # A link on another site fills the box; that it runs is for a person to say.
        is_run = bool(statement) and not is_foreign(request.headers)
        with self._opened() as browse:
            listed = views(browse)
        found = answered(self._warehouse, statement) if is_run else {"answer": None, "complaint": "", "chart": None}
        return self._rendered(
            "sql.html", path="/sql", title="SQL", statement=statement, views=listed, examples=examples(), **found
        )

    def _own(self, request: Request) -> bytes:
        page = own_page(self._choices.folder, request.path_params["name"])
        given = dict(request.query_params)
        found = (
            {"answer": None, "complaint": "", "chart": None}
            if is_foreign(request.headers)
            else answered(self._warehouse, page.statement, given_to(page, given))
        )
        template = f"{page.name}.html"
        names = (
            self._templates.list_templates(filter_func=lambda name: name == template) if self._choices.folder else []
        )
        own = (self._choices.folder or Path()) / template
        return self._rendered(
            template if names and own.is_file() else "own.html",
            path=request.url.path,
            title=page.title,
            page=page,
            given={name: given.get(name, "") for name, _ in page.fields},
            query=request.url.query,
            **found,
        )

    def _review_page(self, request: Request, complaint: str = "") -> bytes:
        def fresh() -> bytes:
            with self._opened() as browse:
                gathered = review(self._asked(request, browse))
            return shown(self._templates, "queue.html", {**self._common("/review"), **gathered}).encode()

        queue = self._kept(f"review {request.query_params.get('kind', '')}", fresh).decode()
        return self._rendered(
            "review.html", path="/review", title="Review", queue=queue, slips=self._desk.slips(), complaint=complaint
        )

    async def _decide(self, request: Request) -> Response:
        form = await form_of(request)
        if not self._choices.may_decide or not secrets.compare_digest(form.get("token", ""), self._token):
            return HTMLResponse(
                self._error("this form is of another server or of an earlier start: load Review again"), 403
            )

        def decide() -> None:
            self._desk.take(
                form.get("decision", ""), form.get("subject", ""), form.get("other", ""), form.get("why", "")
            )

        try:
            await run_in_threadpool(decide)
        except GreenpaperError as error:
            return HTMLResponse(await run_in_threadpool(self._review_page, request, str(error)), 400)
        return RedirectResponse("/review#decisions", 303)

    def _download(self, download: Download) -> _Endpoint:
        def answer(request: Request) -> Response:
            try:
                with self._opened() as browse:
                    return download.answer(self._asked(request, browse), self._choices.folder)
            except GreenpaperError as error:
                return HTMLResponse(self._error(str(error)), _status(error))
            except Exception as error:  # noqa: BLE001 - the last boundary here
                return HTMLResponse(self._error(_fault(error)), 500)

        async def endpoint(request: Request) -> Response:
            if is_foreign(request.headers):
                return HTMLResponse(
                    self._error("open the page that this download belongs to, and load it from there"), 403
                )
            return await run_in_threadpool(answer, request)

        return endpoint

    def _told(self, made: Callable[[Request], bytes]) -> _Endpoint:
        """Return an endpoint that answers with what is made, or with a page that says in a line why it cannot be."""

        def answer(request: Request) -> Response:
            try:
                return HTMLResponse(made(request))
            except GreenpaperError as error:
                return HTMLResponse(self._error(str(error)), _status(error))
            except TemplateError as error:
                return HTMLResponse(self._error(f"a template is mistaken: {error}"), 500)
            except Exception as error:  # noqa: BLE001 - the last boundary: a person gets a line, not a traceback
                return HTMLResponse(self._error(_fault(error)), 500)

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answer, request)

        return endpoint

    @contextmanager
    def _opened(self) -> Iterator[Browse]:
        with self._at_once, Browse.open(self._warehouse, _LIMITS) as browse:
            yield browse

    def _asked(self, request: Request, browse: Browse) -> Asked:
        given = request.query_params
        return Asked(browse, self._warehouse, request.path_params, given, given.getlist)

    def _common(self, path: str) -> dict[str, Any]:
        navigation = [(page.path, page.name) for page in PAGES if page.name]
        try:
            own = [(f"/pages/{page.name}", page.title) for page in own_pages(self._choices.folder)]
        except ConfigurationError as error:
            own = [("/", str(error))]
        return {
            "navigation": [*navigation, ("/sql", "SQL"), ("/review", "Review"), *own],
            "path": path,
            "token": self._token,
            "may_decide": self._choices.may_decide,
            "warehouse": self._warehouse.name,
        }

    def _rendered(self, template: str, path: str = "/", **context: Any) -> bytes:
        return shown(self._templates, template, {**self._common(path), **context}).encode()

    def _error(self, message: str) -> bytes:
        return self._rendered("error.html", title="Not shown", message=message)


def _nowhere(request: Request) -> bytes:
    raise NotFound(f"there is no page {request.url.path}")


def _nothing_given(browse: Browse, warehouse: Path) -> Asked:
    return Asked(browse, warehouse, {}, {}, lambda _: [])


def _fault(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"a fault of greenpaper, please report it: {type(error).__name__}: {error}{place}"


def _status(error: GreenpaperError) -> int:
    match error:
        case NotFound():
            return 404
        case WarehouseError():
            return 503
    return 400
