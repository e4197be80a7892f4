"""What a file is, by its bytes alone: no name, no declared type. Nothing of it is run, and nothing unpacked unseen.

A file that is two things at once is what its beginning says; it is sent as that and as nothing else (`nosniff`).
"""

import re
import warnings
from io import BytesIO

from django.conf import settings
from PIL import Image, UnidentifiedImageError

from claims.models import Capture
from claims.refusals import NotSo

MediaType = Capture.MediaType

MOST_PIXELS = 50_000_000  # of an image: 200 MB once it is unpacked
LOOKED_AT = 4096  # bytes in which a page says that it is one
TAIL = 2048  # bytes at the end of a PDF in which its end must stand
PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)
IMAGES = {
    b"\x89PNG\r\n\x1a\n": (MediaType.PNG, "PNG"),
    b"\xff\xd8\xff": (MediaType.JPEG, "JPEG"),
    b"RIFF": (MediaType.WEBP, "WEBP"),
}


def sniff(content: bytes) -> MediaType:
    """The kind of a file. Raises NotSo (field "copy") for what is not taken, is damaged, too large, or a bomb."""
    if len(content) > settings.CAPTURE_MAX_BYTES:
        most = settings.CAPTURE_MAX_BYTES // (1024 * 1024)
        raise NotSo(f"The copy has {len(content):,} bytes; at most {most} MB are kept.", field="copy")
    if not content:
        raise NotSo("The copy is empty.", field="copy")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    for magic, (media_type, name) in IMAGES.items():
        if content.startswith(magic):
            _look_at_image(content, name)
            return media_type
    if PAGE.match(content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")):
        return MediaType.PAGE
    raise NotSo("The file is no PDF, web page, or image (PNG, JPEG, WebP): other files are not kept.", field="copy")


def text(words: str) -> bytes:
    """Pasted text as the bytes that are kept. Raises NotSo for too much or too little of it."""
    content = words.strip().encode()
    if not content:
        raise NotSo("The text is empty.", field="copy")
    if len(content) > settings.CAPTURE_MAX_BYTES:
        raise NotSo(f"The text has {len(content):,} bytes, more than is kept.", field="copy")
    return content


def _pdf(content: bytes) -> MediaType:
    """No stream of a PDF is unpacked here; the file's end must be there, or it was cut off."""
    if b"%%EOF" not in content[-TAIL:]:
        raise NotSo("The PDF is cut off: its end is missing.", field="copy")
    return MediaType.PDF


def _look_at_image(content: bytes, name: str) -> None:
    """The size that an image says it has is looked at before any of it is unpacked, and its form is checked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is narrower
            with Image.open(BytesIO(content), formats=[name]) as image:
                width, height = image.size
                if width * height * getattr(image, "n_frames", 1) > MOST_PIXELS:
                    raise NotSo(f"The image has {width:,} × {height:,} pixels, more than is kept.", field="copy")
                image.verify()
    except Image.DecompressionBombError:
        raise NotSo("The image has more pixels than is kept.", field="copy") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        raise NotSo(f"The image is damaged ({type(error).__name__}).", field="copy") from None
