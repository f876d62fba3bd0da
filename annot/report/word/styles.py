"""The styles of the document: headings for the outline, the manuscript, the small print."""

from __future__ import annotations

from annot.report.word.markup import NAMESPACES

_USUAL = "en-GB"


def _style(
    name: str, *, run: str = "", paragraph: str = "", based: str = "Normal", kind: str = "paragraph"
) -> str:
    known = {"Title": "Title", "CommentText": "annotation text"}
    known |= {f"Heading{level}": f"heading {level}" for level in range(1, 6)}
    known |= {"ListBullet": "List Bullet", "ListNumber": "List Number", "Quote": "Quote"}
    known |= {f"ListBullet{level}": f"List Bullet {level}" for level in (2, 3, 4)}
    spoken = known.get(name, name)
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{_custom(name in known)}>'
        f'<w:name w:val="{spoken}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _custom(is_known: bool) -> str:
    return "" if is_known else ' w:customStyle="1"'


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        run=f'<w:b/><w:sz w:val="{size}"/>',
        paragraph=f'<w:keepNext/><w:spacing w:before="{before}" w:after="80"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
    )


DEEPEST_ITEM = 4
"""How deep items of lists are nested at most in the document."""


def _item(level: int) -> str:
    return _style(
        item_style(level),
        based="Manuscript",
        paragraph=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        '<w:spacing w:after="60"/>',
    )


def item_style(level: int) -> str:
    """The style of an item of a list, from level 1."""
    level = min(level, DEEPEST_ITEM)
    return "ListBullet" if level == 1 else f"ListBullet{level}"


def _sign(level: int) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{425 * (level + 1)}" w:hanging="283"/></w:pPr></w:lvl>'
    )


NUMBERING = (
    f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
    '<w:multiLevelType w:val="multilevel"/>'
    + "".join(map(_sign, range(DEEPEST_ITEM)))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
"""The part `word/numbering.xml`, without its header: the signs of items of lists."""

_STYLES = (
    f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans" w:cs="Liberation Sans"/>'
    f'<w:sz w:val="20"/><w:lang w:val="{_USUAL}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/></w:style>"
    + _style("Title", run='<w:b/><w:sz w:val="40"/>', paragraph='<w:spacing w:after="160"/>')
    + _heading(1, 30, 480)
    + _heading(2, 24, 320)
    + _heading(3, 21, 280)
    + _heading(4, 20, 240)
    + _heading(5, 20, 240)
    + _style(
        "Manuscript",
        run='<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"'
        ' w:cs="Liberation Serif"/><w:sz w:val="23"/>',
        paragraph='<w:spacing w:after="180" w:line="320" w:lineRule="auto"/>',
    )
    + _style(
        "Quote",
        based="Manuscript",
        paragraph='<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="B5B5B5"/></w:pBdr>'
        '<w:ind w:left="425"/>',
    )
    + "".join(_item(level) for level in range(1, DEEPEST_ITEM + 1))
    + _style(
        "ListNumber",
        based="Manuscript",
        paragraph='<w:spacing w:after="60"/><w:ind w:left="425"/>',
    )
    + _style("Aside", run='<w:color w:val="5A5A5A"/><w:sz w:val="17"/>')
    + _style("Fact", paragraph='<w:spacing w:after="20"/>')
    + _style("Item", paragraph='<w:keepNext/><w:spacing w:before="120" w:after="40"/>')
    + _style(
        "Passage",
        run="<w:i/>",
        paragraph='<w:spacing w:after="60"/><w:ind w:left="425"/>',
    )
    + _style("CommentText", run='<w:sz w:val="18"/>', paragraph='<w:spacing w:after="40"/>')
    + '<w:style w:type="character" w:styleId="CommentReference">'
    '<w:name w:val="annotation reference"/><w:rPr><w:sz w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0B4F8A"/><w:u w:val="single"/></w:rPr></w:style>'
    "</w:styles>"
)


def styles(language: str) -> str:
    """The part `word/styles.xml`, without its header.

    Args:
        language: The code of the language of what is not the manuscript, such as `de`.
    """
    return _STYLES if language == "en" else _STYLES.replace(_USUAL, language)
