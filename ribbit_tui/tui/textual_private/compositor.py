"""A compositor that paints no more than has changed."""

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

Render = tuple[Region, Region, list[Strip]]
"""The region of a widget, that in which it is seen, and its lines there."""


class RowCompositor(Compositor):
    """A compositor that asks widgets only for the rows that are painted, and none that is covered.

    Textual's own asks every widget of the screen for all of its rows, for a single changed cell.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[Render]:
        area = self.size.region
        painted = crop or area
        rows = Region(0, painted.y, area.width, painted.height)
        for widget, (region, clip) in self.visible_widgets.items():  # from front to back
            seen = region.intersection(clip).intersection(rows)
            if seen and seen.overlaps(painted):
                lines = widget.render_lines(seen.translate(-region.offset))
                yield region, clip.intersection(rows), lines
                if seen.contains_region(painted):
                    return
