"""Turning and straightening: pictures, and the places in them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .found import Picture, Point, Quad

# A page askew by less loses nothing but its margin; then it keeps its size, and what
# was printed in one place of two pages stands in one place.
KEPT_SIZE_DEGREES = 1.5
# Less cannot be told from the unevenness of letters.
LEAST_SLOPE = 0.1
_WHITE = (255, 255, 255)


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn a picture clockwise by 0, 90, 180 or 270 degrees."""
    import numpy

    if not degrees:
        return picture
    return numpy.ascontiguousarray(numpy.rot90(picture, -degrees // 90))


def straight_size(width: float, height: float, slope: float) -> tuple[float, float]:
    """Return the size of a page that was straightened.

    >>> straight_size(100.0, 200.0, 0.5)
    (100.0, 200.0)
    >>> [round(each) for each in straight_size(100.0, 200.0, 3.0)]
    [110, 205]
    """
    if abs(slope) < KEPT_SIZE_DEGREES:
        return width, height
    sine, cosine = (abs(each) for each in _sine_cosine(slope))
    return width * cosine + height * sine, width * sine + height * cosine


def _sine_cosine(slope: float) -> tuple[float, float]:
    angle = math.radians(slope)
    return math.sin(angle), math.cos(angle)


def straight_point(
    point: Point, size: tuple[float, float], slope: float
) -> tuple[float, float]:
    """Return where a point of a page lies when the page was straightened.

    >>> straight_point((50.0, 100.0), (100.0, 200.0), 1.0)
    (50.0, 100.0)
    """
    width, height = size
    new_width, new_height = straight_size(width, height, slope)
    sine, cosine = _sine_cosine(slope)
    x, y = point[0] - width / 2, point[1] - height / 2
    return (
        x * cosine + y * sine + new_width / 2,
        y * cosine - x * sine + new_height / 2,
    )


def skewed_point(
    point: Point, size: tuple[float, float], slope: float
) -> tuple[float, float]:
    """Return where a point of a straightened page lies on the page before.

    >>> place = straight_point((10.0, 20.0), (100.0, 200.0), 3.0)
    >>> [round(each) for each in skewed_point(place, (100.0, 200.0), 3.0)]
    [10, 20]
    """
    width, height = size
    new_width, new_height = straight_size(width, height, slope)
    sine, cosine = _sine_cosine(slope)
    x, y = point[0] - new_width / 2, point[1] - new_height / 2
    return x * cosine - y * sine + width / 2, y * cosine + x * sine + height / 2


def straightened(picture: Picture, slope: float) -> Picture:
    """Straighten a picture whose lines fall to the right by so many degrees."""
    import cv2
    import numpy

    if abs(slope) < LEAST_SLOPE:
        return picture
    height, width = picture.shape[:2]
    size = straight_size(width, height, slope)
    corners = ((0.0, 0.0), (float(width), 0.0), (0.0, float(height)))
    target = [straight_point(each, (width, height), slope) for each in corners]
    matrix = cv2.getAffineTransform(
        numpy.array(corners, numpy.float32), numpy.array(target, numpy.float32)
    )
    return cv2.warpAffine(
        picture,
        matrix,
        (round(size[0]), round(size[1])),
        flags=cv2.INTER_LINEAR,
        borderValue=_WHITE,
    )


def slope_of(quads: Iterable[Quad]) -> float:
    """Return by how many degrees lines fall to the right: the median of long ones.

    >>> slope_of([((0, 0), (100, 1), (100, 11), (0, 10))] * 5)
    0.57
    >>> slope_of([])
    0.0
    """
    slopes = []
    for quad in quads:
        (left, top), (right, other) = quad[0], quad[1]
        length = right - left
        if length > 4 * (quad[3][1] - top) > 0:
            slopes.append((math.degrees(math.atan2(other - top, length)), length))
    # Three lines that agree by chance are no slope.
    if len(slopes) < 4:
        return 0.0
    slopes.sort()
    half = sum(length for _slope, length in slopes) / 2
    for slope, length in slopes:
        half -= length
        if half <= 0:
            return round(slope, 2)
    return 0.0


def turned_quad(quad: Quad, width: float, height: float) -> Quad:
    """Return corners in a picture of this size that was turned upside down."""
    first, second, third, fourth = ((width - x, height - y) for x, y in quad)
    return third, fourth, first, second


def box_of(quad: Quad) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a quad.

    The upper edge is the middle of its upper corners, so that a slope makes no word
    taller.

    >>> box_of(((0.0, 1.0), (10.0, 2.0), (10.0, 12.0), (0.0, 11.0)))
    (0.0, 1.5, 10.0, 11.5)
    """
    first, second, third, fourth = quad
    if abs(second[0] - first[0]) < abs(second[1] - first[1]):
        across, down = zip(*quad, strict=True)
        return min(across), min(down), max(across), max(down)
    return (
        (first[0] + fourth[0]) / 2,
        (first[1] + second[1]) / 2,
        (second[0] + third[0]) / 2,
        (third[1] + fourth[1]) / 2,
    )
