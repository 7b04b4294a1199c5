"""What a reader with a screen reader, or with weak eyes, meets in a page: rules of WCAG 2.1 that a program can check."""
import re
from html.parser import HTMLParser

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
EMPTY = ("meta", "link", "br", "hr", "img", "input", "rect")
CONTRAST = 4.5  # WCAG 1.4.3


class Page(HTMLParser):
    """Elements in order, each with its attributes and all text within it."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attributes": dict(attrs), "text": "", "within": [e["tag"] for e in self.open]}
        self.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag):
        while any(e["tag"] == tag for e in self.open):
            if self.open.pop()["tag"] == tag:
                break

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, *tags):
        return [e for e in self.elements if e["tag"] in tags]


def named(element, ids):
    """Has it a name that a screen reader can say, or is it hidden from it?"""
    attributes = element["attributes"]
    by = attributes.get("aria-labelledby", "").split()
    return attributes.get("aria-hidden") == "true" or bool(attributes.get("aria-label")) or bool(by) and all(i in ids for i in by)


def faults(text):
    """Sentences; none: the page passes."""
    page = Page(text)
    ids = [e["attributes"]["id"] for e in page.elements if "id" in e["attributes"]]
    levels = [int(e["tag"][1]) for e in page.all(*HEADINGS)]
    found = [f"two elements are called {i}" for i in set(ids) if ids.count(i) > 1]
    if not any(e["attributes"].get("lang") for e in page.all("html")):
        found.append("the page's language is not said")
    if not any(e["text"].strip() for e in page.all("title")):
        found.append("the page has no title")
    if levels.count(1) != 1 or any(b > a + 1 for a, b in zip(levels, levels[1:])):
        found.append(f"headings of levels {levels}")
    if len(page.all("main")) != 1:
        found.append("there is not one main part")
    found += [f"a picture without a name: {e['attributes']}" for e in page.all("svg", "img") if not named(e, ids) and not e["attributes"].get("alt")]
    found += ["a table without a name" for e in page.all("table") if not named(e, ids) and "caption" not in within(page, e)]
    found += [f"a cell that heads nothing: {e['text']}" for e in page.all("th") if e["attributes"].get("scope") not in ("row", "col")]
    found += ["a link without words" for e in page.all("a") if not e["text"].strip() and not e["attributes"].get("aria-label")]
    found += ["the page cannot be enlarged" for e in page.all("meta") if re.search("user-scalable=no|maximum-scale=1", e["attributes"].get("content") or "")]
    return found


def within(page, element):
    at = page.elements.index(element)
    return [e["tag"] for e in page.elements[at + 1:] if len(e["within"]) > len(element["within"])]


# -- colours ------------------------------------------------------------------------------------------------------------

def luminance(colour):
    digits = colour.lstrip("#")
    parts = [int(d * 2, 16) for d in digits] if len(digits) == 3 else [int(digits[i:i + 2], 16) for i in (0, 2, 4)]
    linear = [p / 255 / 12.92 if p / 255 <= 0.03928 else ((p / 255 + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weak_colours(css):
    """Pairs of text and ground in the style's two sets of variables that are too alike."""
    found = []
    for scheme in re.findall(r":root *\{([^}]*)\}", css):
        colours = dict(re.findall(r"--(\w+): *(#[0-9a-fA-F]{3,6})", scheme))
        for text in ("text", "soft", "bar"):
            found += [f"{text} on {ground}: {contrast(colours[text], colours[ground]):.1f}" for ground in ("ground", "tile")
                      if contrast(colours[text], colours[ground]) < CONTRAST and (text, ground) != ("bar", "tile")]
    return found
