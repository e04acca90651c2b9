"""What surrounds the text of a web page on real sites: styles, scripts, menus, banners, related links, a footer.

Measured on 60 pages of a public article-extraction benchmark: medians of 740 elements, 140 links, 36 KB of scripts and
styles in 118 KB, and as many words around the text as in it. A page here has somewhat less of each.
"""

import json
from functools import lru_cache
from html import escape

from _documents import words
from _documents.chance import Chance

_MENUS, _LINKS_IN_MENU, _RELATED, _FOOTER = 8, 8, 6, 18
_RULES, _CALLS = 110, 60
_PROPERTIES = ("margin:0 0 {}px", "padding:{}px 0", "font-size:{}px", "border-bottom:{}px solid #b1b4b6", "width:{}%")


@lru_cache(maxsize=256)
def before(publisher: str) -> str:
    """Return what stands between the page's own head and its text: the same on all pages of a publisher."""
    chance = Chance("chrome", publisher)
    styles = "\n".join(_rule(chance, number) for number in range(_RULES))
    calls = "\n".join(_call(chance, number) for number in range(_CALLS))
    about = {"@context": "https://schema.org", "@type": "GovernmentOrganization", "name": publisher}
    return (
        f"<style>\n{styles}\n</style>\n<script>\n{calls}\n</script>\n"
        f'<script type="application/ld+json">{json.dumps(about)}</script>\n</head>\n'
        '<body class="page js-enabled">\n<a class="skip-link" href="#content">Skip to main content</a>\n'
        f"{_cookies(publisher)}"
        f'<header class="site-header" role="banner"><div class="site-header__logo"><a href="/" title="Home">{_LOGO}'
        f'<span class="site-header__name">{escape(publisher)}</span></a></div>\n'
        '<form class="site-search" action="/search" role="search"><label for="search">Search this site</label>'
        '<input type="search" id="search" name="q"><button type="submit">Search</button></form>\n'
        f'<nav class="site-menu" aria-label="Main menu">{_menus(chance)}</nav>\n</header>\n'
        '<nav class="breadcrumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>'
        '<li><a href="/news">News and publications</a></li></ol></nav>\n'
    )


@lru_cache(maxsize=256)
def after(publisher: str) -> str:
    """Return what stands behind the text, but for the page's number."""
    chance = Chance("footer", publisher)
    related = "".join(f"<li>{_link(chance)}</li>\n" for _ in range(_RELATED))
    footer = "".join(f'<li class="footer__item">{_link(chance)}</li>\n' for _ in range(_FOOTER))
    shares = "".join(
        f'<li><a class="share__link share__link--{name.lower()}" href="https://{name.lower()}.example/share">{_LOGO}'
        f"<span>Share on {name}</span></a></li>\n"
        for name in ("Facebook", "LinkedIn", "Email")
    )
    return (
        f'<aside class="related" role="complementary"><h2>Related content</h2><ul>\n{related}</ul></aside>\n'
        f'<div class="share"><h2>Share this page</h2><ul>\n{shares}</ul></div>\n'
        '<div class="feedback"><p>Is this page useful?</p><button type="button">Yes</button>'
        '<button type="button">No</button></div>\n'
        f'<footer class="site-footer" role="contentinfo"><h2>Support links</h2><ul class="footer__list">{footer}</ul>\n'
        f"<p>© {escape(publisher)}. All content is available under an open licence, except where otherwise stated.</p>"
    )


def _rule(chance: Chance, number: int) -> str:
    noun, kind = chance.pick(words.NOUNS), chance.pick(words.DESCRIBING)
    values = ";".join(chance.pick(_PROPERTIES).format(chance.between(1, 60)) for _ in range(3))
    return f".{noun}__{kind}--{number}{{{values};color:#{chance.below(1 << 24):06x}}}"


def _call(chance: Chance, number: int) -> str:
    noun, verb = chance.pick(words.NOUNS), chance.pick(words.VERBS)
    return (
        f"window.modules.push(function(page){{var {noun}{number}=page.querySelectorAll('.{noun}');"
        f"for(var i=0;i<{noun}{number}.length;i++){{page.{verb}({noun}{number}[i],{chance.below(1000)});}}}});"
    )


def _link(chance: Chance) -> str:
    kind, noun = chance.pick(words.DESCRIBING), chance.pick(words.NOUNS)
    label = f"{kind.capitalize()} {noun}" + (f" and {chance.pick(words.NOUNS)}" if chance.odds(0.3) else "")
    return f'<a class="link link--{noun}" href="/{kind}-{noun}" data-track="{noun}"><span>{label}</span></a>'


def _menus(chance: Chance) -> str:
    return "".join(
        f'<div class="menu"><button type="button" aria-expanded="false">{chance.pick(words.NOUNS)} pages</button>'
        f'<ul class="menu__list">\n{_menu(chance)}</ul></div>\n'
        for _ in range(_MENUS)
    )


def _menu(chance: Chance) -> str:
    return "".join(f'<li class="menu__item">{_link(chance)}</li>\n' for _ in range(_LINKS_IN_MENU))


def _cookies(publisher: str) -> str:
    return (
        '<div class="cookie-banner" role="region" aria-label="Cookies"><h2>Cookies on this site</h2>'
        f"<p>{escape(publisher)} uses some essential cookies to make this website work. We would like to set more "
        "cookies to understand how you use it, remember your settings and improve our services.</p>"
        '<button type="button">Accept additional cookies</button><button type="button">Reject them</button>'
        '<a href="/cookies">View cookies</a></div>\n'
    )


_LOGO = (
    '<svg class="icon" viewBox="0 0 32 30" width="32" height="30" aria-hidden="true"><path d="M22.6 '
    "10.4c-1 .4-2-.1-2.4-1-.4-.9.1-2 1-2.4.9-.4 2 .1 2.4 1s-.1 2-1 2.4m-5.9 6.7c-.9.4-2-.1-2.4-1-.4-.9.1-2 1-2.4.9-.4 "
    '2 .1 2.4 1s-.1 2-1 2.4" fill="currentColor"></path></svg>'
)
