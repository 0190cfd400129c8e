#!/usr/bin/python3
"""make.py - makes the sample letters: a scanned TIFF, a scanned PDF, a DOCX

The tests use the files as they are in the repository; this is how they came
about.  Needs ImageMagick and the Liberation fonts:

    cd tests/samples && python3 make.py
"""
import os
import subprocess
import tempfile
import zipfile
import zlib

# ImageMagick drops the blanks before the first mark of a text.
NO_BREAK_SPACE = "\u00a0"

COMPLAINT = """\
                                                                      27 Weaver's Fold
                                                                      Northmoor
                                                                      ZZ99 4RN

                                                                      17 November 2026

Customer Services
Northmoor Partnership NHS Foundation Trust
Fieldhead House
Northmoor ZZ99 1AA


Dear Sir or Madam,

I am writing to complain about the treatment of my late
mother, Mrs Edith Ramsbottom, on Beech Ward in September.

She was left in a chair for hours without a drink, and her
call bell was out of her reach. When I asked a nurse for
help I was ignored. Twice she was given the wrong tablets,
and nobody told us until we asked. This was unacceptable and
caused her great distress in the last weeks of her life.

I should like an investigation, an explanation and an
apology. Please reply to me in writing at the address above.


Yours faithfully,



Geoffrey Ramsbottom
"""

CONCERN = """\
                                                                      8 Millrace Court
                                                                      Northmoor
                                                                      ZZ99 7JE

                                                                      18 November 2026

Customer Services
Northmoor Partnership NHS Foundation Trust
Fieldhead House
Northmoor ZZ99 1AA


Dear Customer Services,

I would like to raise a concern about the front door of the
Alder House clinic. It is very heavy, it does not stay open,
and there is no bell. I use a wheelchair and I was worried
that I would miss my appointment, because I had to wait in
the rain until somebody came out.

I do not wish to make a complaint, but could you please look
into it and let me know what can be done before my next
visit on 9 December?


Yours sincerely,



Philippa Entwistle (Miss)
"""

WHEELCHAIR = [
    "41 Cinder Lane", "Northmoor", "ZZ99 2RG", "", "16 November 2026", "",
    "Dear Complaints Team,", "",
    "I wish to complain about the wheelchair service. I was measured for a "
    "new chair in March. I was told that it would take eight weeks. It is now "
    "November, and there is still no chair. My telephone calls are not "
    "returned, and two appointments were cancelled on the day.",
    "Because the old chair does not fit I have had a sore on my hip since "
    "August, which the district nurse dresses twice a week. I am very unhappy "
    "about the delay and with how I have been spoken to.",
    "I would like to know when I will have the chair, and why it has taken so "
    "long.", "",
    "Yours faithfully,", "", "Winifred Askew",
]


def page(text, folder, angle, noise):
    """A page of A4 at 200 dpi as a scanner sees it: grey, askew, specked."""
    path = os.path.join(folder, "page.png")
    subprocess.run(
        ["convert", "-size", "1654x2339", "xc:white", "-fill", "black",
         "-font", "Liberation-Sans", "-pointsize", "44",
         "-annotate", "+150+220", NO_BREAK_SPACE + "\n" + text,
         "-background", "white", "-rotate", str(angle),
         "-gravity", "center", "-extent", "1654x2339", "+repage",
         "-blur", "0x0.7", "-colorspace", "Gray",
         "-seed", "7", "-attenuate", str(noise), "+noise", "Gaussian", path],
        check=True)
    return path


def tiff(text, path, folder):
    """One bit a pixel, as fax machines and most scanners send it."""
    subprocess.run(
        ["convert", page(text, folder, 0.6, 0.1), "-threshold", "58%",
         "-density", "200", "-units", "PixelsPerInch", "-compress", "Group4",
         "+set", "date:create", "+set", "date:modify", path], check=True)


def pdf(text, path, folder):
    """A PDF that holds nothing but the picture of its page."""
    size = 1654, 2339
    jpeg = os.path.join(folder, "page.jpg")
    subprocess.run(["convert", page(text, folder, -0.4, 0.05), "-resize",
                    "%dx%d!" % size, "-quality", "15", "-strip", jpeg], check=True)
    with open(jpeg, "rb") as file:
        picture = file.read()
    drawing = zlib.compress(b"q 595 0 0 842 0 0 cm /P Do Q")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /P 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream"
        % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d"
        b" /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
        b" /Length %d >>\nstream\n%s\nendstream"
        % (*size, len(picture), picture),
    ]
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" \
        % (len(objects) + 1, table)
    with open(path, "wb") as file:
        file.write(out)


def docx(lines, path):
    """The least that word processors open."""
    paragraphs = "".join(
        '<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % line
        for line in lines)
    files = {
        "[Content_Types].xml":
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application'
            '/vnd.openxmlformats-package.relationships+xml"/><Override '
            'PartName="/word/document.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.wordprocessingml.document.main+xml"'
            '/></Types>',
        "_rels/.rels":
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
            '2006/relationships"><Relationship Id="r1" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml":
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
            % paragraphs,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 16, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def main():
    with tempfile.TemporaryDirectory() as folder:
        tiff(COMPLAINT, "complaint-letter.tif", folder)
        pdf(CONCERN, "concern-letter.pdf", folder)
    docx(WHEELCHAIR, "wheelchair-letter.docx")


if __name__ == "__main__":
    main()
