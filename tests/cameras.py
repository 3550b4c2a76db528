"""A phone's camera before a picture: what its QR codes say, read by another library than the one that drew them."""

from __future__ import annotations

from io import BytesIO

import numpy
import zxingcpp
from PIL import Image

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def scanned(picture: bytes) -> list[str]:
    """Upright and dark on light alone, as the dullest camera reads."""
    with Image.open(BytesIO(picture)) as image:
        grey = numpy.asarray(image.convert("L"))
    return [code.text for code in zxingcpp.read_barcodes(grey, QR, try_rotate=False, try_invert=False)]
