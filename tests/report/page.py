"""A page as the tests of the HTML writer look at it."""

from __future__ import annotations

from html.parser import HTMLParser

_WITHOUT_END = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What stands in a page: elements with their attributes, the text, the style sheet."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text_parts: list[str] = []
        self.style = ""
        self.problems: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is not closed" for tag in self._open]

    @property
    def text(self) -> str:
        """All words on the page, without the style sheet."""
        return "".join(self.text_parts)

    @property
    def kinds(self) -> set[tuple[str, str]]:
        """Each element that occurs with each of its attributes."""
        return {(tag, name) for tag, attributes in self.elements for name in ("", *attributes)}

    def values(self, name: str) -> list[str]:
        """All values of an attribute, in the order of the page."""
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _WITHOUT_END:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.text_parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"a comment: {data}")
