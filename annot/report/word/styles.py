"""The styles of the document: headings for the outline, the manuscript, the small print."""

from __future__ import annotations

from annot.report.word.markup import NAMESPACES

_USUAL = "en-GB"


def _style(
    name: str, *, run: str = "", paragraph: str = "", based: str = "Normal", kind: str = "paragraph"
) -> str:
    known = {"Title": "Title", "CommentText": "annotation text"}
    known |= {f"Heading{level}": f"heading {level}" for level in (1, 2, 3)}
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
    + _style(
        "Manuscript",
        run='<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"'
        ' w:cs="Liberation Serif"/><w:sz w:val="23"/>',
        paragraph='<w:spacing w:after="180" w:line="320" w:lineRule="auto"/>',
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
