"""The look of a Word file, as WordprocessingML: its styles, the bullets of its lists, its settings. The order of
elements is that of the schema."""

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAVY, GREY = "1F3864", "595959"
TEXT_WIDTH = 9070
"""Between the margins of an A4 page, in twentieths of a point."""

INDENT = '<w:ind w:left="567" w:hanging="283"/>'
RULE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="A6A6A6"/></w:pBdr>'
RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_BOLD = "<w:b/><w:bCs/>"
_TITLE = f'{_BOLD}<w:color w:val="{NAVY}"/>'
_SMALL = f'<w:color w:val="{GREY}"/>{_size(17)}'
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_CENTRED = '<w:jc w:val="center"/>'
_PARAGRAPHS = (
    ("Title", "Title", f"{_TOGETHER}{_spacing(240, 240)}{_CENTRED}", f"{_TITLE}{_size(32)}"),
    ("Subtitle", "Subtitle", f"{_spacing(0, 480)}{_CENTRED}", _size(26)),
    ("Heading1", "heading 1", f'{_TOGETHER}{_spacing(400, 140)}<w:outlineLvl w:val="0"/>', f"{_TITLE}{_size(26)}"),
    ("Heading2", "heading 2", f'{_TOGETHER}{_spacing(300, 120)}<w:outlineLvl w:val="1"/>', f"{_TITLE}{_size(22)}"),
    ("ListBullet", "List Bullet", f'<w:numPr><w:numId w:val="1"/></w:numPr>{_spacing(0, 100)}', ""),
    ("ListBullet2", "List Bullet 2", f'<w:keepLines/><w:numPr><w:numId w:val="2"/></w:numPr>{_spacing(0, 120)}', ""),
    ("Annexe", "Annexe", f'{_spacing(0, 240)}<w:jc w:val="right"/>', _BOLD),
    ("Logos", "Logos", f"{_spacing(0, 360)}{_CENTRED}", ""),
    ("Liaison", "Liaison", f"<w:keepNext/>{_spacing(0, 120)}", ""),
    ("Intitule", "Intitulé", f"{_TOGETHER}{_spacing(160, 80)}", _BOLD),
    ("Detail", "Détail", f'<w:keepLines/>{_spacing(0, 120)}<w:ind w:left="567"/>', ""),
    ("Cellule", "Cellule", _spacing(60, 60), ""),
    ("Header", "header", f"{RULE}{RIGHT_TAB}{_spacing(0, 0)}", _SMALL),
    ("Footer", "footer", f"{_spacing(0, 0)}{_CENTRED}", _SMALL),
    ("FootnoteText", "footnote text", _spacing(0, 0), _size(18)),
    ("CommentText", "annotation text", _spacing(0, 0), _size(20)),
)
"""The styles of paragraphs: identifier, name, properties of the paragraph, properties of its characters."""

_CUSTOM = ("Annexe", "Logos", "Liaison", "Intitule", "Detail", "Cellule")
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>' for side in _SIDES)
_MARGINS = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in zip(_SIDES, (0, 108, 0, 108), strict=False)
)


def _paragraph_style(key: str, name: str, paragraph: str, characters: str) -> str:
    custom = ' w:customStyle="1"' if key in _CUSTOM else ""
    after = '<w:next w:val="Normal"/>' if key in ("Title", "Subtitle", "Heading1", "Heading2") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{after}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{characters}</w:rPr></w:style>"
    )


STYLES = (
    f"<w:styles {NAMESPACE}>"
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    f'{_size(21)}<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    f"<w:rPr>{_size(16)}</w:rPr></w:style>"
    f"{''.join(_paragraph_style(*style) for style in _PARAGRAPHS)}</w:styles>"
)


def _bullet(number: int, sign: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr>{INDENT}</w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/></w:rPr></w:lvl></w:abstractNum>'
    )


NUMBERING = (
    f"<w:numbering {NAMESPACE}>{_bullet(1, '-')}{_bullet(2, '•')}"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
)
"""Two lists: the dash of the items, the dot of the parties."""

_COMPATIBILITY = "".join(
    f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
    for name, value in (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
    )
)
SETTINGS = (
    f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    f'<w:compat>{_COMPATIBILITY}</w:compat><w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
"""What Word does with the file: French, and no compatibility mode."""


FIELD = f'<w:fldSimple {NAMESPACE} w:instr=" {{}} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
"""A number that Word keeps up to date: PAGE, NUMPAGES."""


def _separator(number: int, kind: str) -> str:
    return (
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
    )


FOOTNOTES = (
    f"<w:footnotes {NAMESPACE}>{_separator(-1, 'separator')}{_separator(0, 'continuationSeparator')}</w:footnotes>"
)
"""The footnotes before the first: the lines that part them from the text."""

SHADE = f'<w:shd {NAMESPACE} w:val="clear" w:color="auto" w:fill="E8ECF4"/>'
"""The ground of the head of a table."""

_MARK = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
FOOTNOTE = (
    f'<w:footnote {NAMESPACE} w:id="{{}}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{_MARK.format("<w:footnoteRef/>")}'
    '<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
)
FOOTNOTE_MARK = _MARK.replace("<w:r>", f"<w:r {NAMESPACE}>", 1).format('<w:footnoteReference w:id="{}"/>')
"""A footnote, and its mark in the text, by number."""
