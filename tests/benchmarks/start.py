"""Time from the start of the process to its `listening` line."""

from statistics import median

from .figures import Figure
from .options import Options
from .servers import bare_server, simulator

_TARGET_SECONDS = 1.5
_RUNS = 7


async def measure(options: Options) -> list[Figure]:
    """Measure some starts of the simulator and of the bare server by turns."""
    took, bare = [], []
    for _ in range(options.scaled(_RUNS)):
        with options.new_folder() as data_dir, simulator(data_dir) as server:
            took.append(server.seconds_to_listen)
            memory = server.peak_memory()
        with options.new_folder() as bare_dir, bare_server(bare_dir) as server:
            bare.append(server.seconds_to_listen)
    beside = f"bare server: median {median(bare):.2f} s"
    return [
        Figure(
            name=f"process start to `listening`, median of {len(took)}",
            value=median(took),
            unit="s",
            at_most=_TARGET_SECONDS,
            reference=beside,
        ),
        Figure(name="and at most", value=max(took), unit="s", at_most=_TARGET_SECONDS),
        Figure(name="peak memory after start", value=memory, unit="MiB", at_most=90),
    ]
