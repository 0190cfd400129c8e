"""Letters of known text as Office documents, made by hand: no two alike.

Each has what letters have: a header, a table, a list, a note, a field, text
put in and struck out.  A letter's words are what its reader would see.
"""
import random
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/"
WORDS = """my father was left on a trolley for hours in the corridor and nobody
told us what was happening the doctor on the ward said that his notes had been
lost again we waited until the evening before anyone came to see him please
explain why this happened and what you will do so that it cannot happen to
another family I would also like to know who decided to send him home""".split()


class Letter:
    """Paragraphs, rows of a table and a note, drawn by number."""

    def __init__(self, number):
        draw = random.Random(number)

        def sentence(least, most):
            words = draw.choices(WORDS, k=draw.randint(least, most))
            return " ".join(words).capitalize() + "."

        self.header = f"{draw.randint(1, 200)} Larch Close, Northmoor"
        self.paragraphs = ["Dear Sir or Madam,"] + [
            " ".join(sentence(8, 24) for _ in range(draw.randint(2, 6)))
            for _ in range(8)] + ["Yours faithfully, Eileen Hartwell"]
        self.points = [sentence(6, 14) for _ in range(4)]
        self.rows = [["Ward", "Day", "Hours"]] + [
            [f"Ward {draw.randint(1, 30)}", f"{draw.randint(1, 30)} May",
             f"{draw.randint(1, 12)} & more"] for _ in range(4)]
        self.note = sentence(5, 10)
        self.struck_out = sentence(3, 6)

    def text(self):
        rows = [cell for row in self.rows for cell in row]
        return "\n".join([self.header, *self.paragraphs, *self.points, *rows,
                          self.note])


def run(text):
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs, properties=""):
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def halves(text):
    """Word writes a sentence as several runs, even within words."""
    middle = len(text) // 2
    return run(text[:middle]), run(text[middle:])


def docx(letter, path):
    note = ('<w:r><w:footnoteReference w:id="2"/></w:r><w:del w:id="1" '
            'w:author="a"><w:r><w:delText>' + escape(letter.struck_out) +
            "</w:delText></w:r></w:del>")
    numbered = ('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
                "</w:numPr></w:pPr>")
    body = "".join(paragraph(*halves(text)) for text in letter.paragraphs)
    body += "".join(paragraph(run(text), properties=numbered)
                    for text in letter.points)
    body += "<w:tbl>" + "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>"
                           for cell in row) + "</w:tr>"
        for row in letter.rows) + "</w:tbl>" + paragraph(note)
    body += (f'<w:sectPr xmlns:r="{R}"><w:headerReference w:type="default" '
             'r:id="r1"/></w:sectPr>')
    parts = {"document": ("document.main", f"<w:body>{body}</w:body>"),
             "hdr": ("header", paragraph(run(letter.header))),
             "footnotes": ("footnotes", '<w:footnote w:id="2">' +
                           paragraph(run(letter.note)) + "</w:footnote>")}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types(parts))
        file.writestr("_rels/.rels", relations(
            [("officeDocument", "word/document.xml")]))
        file.writestr("word/_rels/document.xml.rels", relations(
            [("header", "hdr.xml"), ("footnotes", "footnotes.xml")]))
        for name, (_, xml) in parts.items():
            file.writestr(f"word/{name}.xml", '<?xml version="1.0"?>'
                          f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>')


def types(parts):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    return (f'<Types xmlns="{P}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/>' + "".join(
                f'<Override PartName="/word/{name}.xml" ContentType="{kind}'
                f'{kind_of}+xml"/>' for name, (kind_of, _) in parts.items()) +
            "</Types>")


def relations(targets):
    return f'<Relationships xmlns="{P}relationships">' + "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    ) + "</Relationships>"
