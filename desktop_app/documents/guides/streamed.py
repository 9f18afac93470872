"""A PDF that is written page by page, so that a book of thousands of guides needs the memory of one."""

# ReportLab's inner parts are not typed, and this module is about nothing else:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc
from typing_extensions import override


class _Written(pdfdoc.PDFObject):
    """Stands for an object that is in the file already; a picture's is asked for its name and size again."""

    __slots__ = ("height", "name", "width")

    def __init__(self, written: Any) -> None:
        self.name = getattr(written, "name", "")
        self.width = getattr(written, "width", 0)
        self.height = getattr(written, "height", 0)


_UNASKED = (pdfdoc.PDFPage, pdfdoc.PDFStream)
_NOTHING_ASKED = _Written(None)
"""For the many objects nobody asks for again."""


class StreamedDocument(pdfdoc.PDFDocument):
    """A PDF whose pages are written when they are finished; only where they lie is remembered."""

    def __init__(self, target: BinaryIO, **options: Any) -> None:
        super().__init__(**options)
        self._target = target
        self._offset = 0
        self._looked_at = 0
        self._reserved: set[str] = set()
        self._write(pdfdoc.PDFFile(self._pdfVersion).strings[0])

    def reserve(self, name: str) -> None:
        """Give a form its number before it is drawn, so that pages can already name it."""
        internal = pdfdoc.xObjectName(name)
        self.Reference(pdfdoc.PDFString(""), internal)
        self._reserved.add(internal)

    @override
    def addForm(self, name: str, form: Any) -> None:
        """Put a form under its reserved number."""
        internal = pdfdoc.xObjectName(name)
        if internal in self._reserved:
            form.__InternalName__ = internal
            self.idToObject[internal] = form
            self.inObject = None
        else:
            super().addForm(name, form)

    @override
    def addPage(self, page: Any) -> None:
        """Write the page, its text and its pictures; the text compressed, but not blown up again into ASCII."""
        page.Contents = pdfdoc.PDFStream(content=page.stream, filters=[pdfdoc.PDFZCompress])
        super().addPage(page)
        self.Pages.pages[-1] = pdfdoc.PDFObjectReference(page.__InternalName__)
        number = self._looked_at
        while (number := number + 1) in self.numberToId:
            if isinstance(self.idToObject[self.numberToId[number]], (*_UNASKED, pdfdoc.PDFImageXObject)):
                self._write_object(number)
        self._looked_at = number - 1

    @override
    def format(self) -> bytes:
        """Write what is left, then the table of all places; nothing is returned, it is all in the file."""
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        while (number := number + 1) in self.numberToId:
            if not isinstance(self.idToObject[self.numberToId[number]], _Written):
                self._write_object(number)
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[one] for one in range(1, number)])
        start = self._write(table.format(self))
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=number, Root=root, Info=info, ID=self.ID())
        self._write(trailer.format(self))
        return b""

    def _write_object(self, number: int) -> None:
        name = self.numberToId[number]
        written = self.idToObject[name]
        self.idToOffset[name] = self._write(pdfdoc.PDFIndirectObject(name, written).format(self))
        self.idToObject[name] = _NOTHING_ASKED if isinstance(written, _UNASKED) else _Written(written)

    def _write(self, piece: bytes) -> int:
        place = self._offset
        self._offset += self._target.write(piece)
        return place
