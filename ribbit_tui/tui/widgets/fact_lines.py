"""Names at the left and values at the right of lines of one width."""

from textual.content import Content


def fact_line(left: Content, right: Content, width: int) -> Content:
    """Put two texts on one line of `width` cells.

    Where both do not fit, the longer one is cut, but never a number at the right.
    """
    if left.cell_length + right.cell_length >= width:
        is_number = right.plain.lstrip("+−$▲▼• ")[:1].isdigit() and right.cell_length < width
        if right.cell_length > left.cell_length and not is_number:
            right = right.truncate(max(0, width - left.cell_length - 1), ellipsis=True)
        else:
            left = left.truncate(max(0, width - right.cell_length - 1), ellipsis=True)
    gap = width - left.cell_length - right.cell_length
    return Content.assemble(left, " " * max(1, gap), right)


def fact(name: str, value: str, width: int, style: str = "") -> Content:
    """Put a name and its value on one line."""
    return fact_line(Content.styled(name, "$label"), Content.styled(value, style), width)
