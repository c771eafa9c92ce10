"""Forgetting the simulated world."""

import shutil
from pathlib import Path

from ribbit_tui.runtime.data_folder import SIMULATOR_FOLDER

SIMULATED_FOLDERS = (SIMULATOR_FOLDER, "simulated")


def simulated_folders(data_dir: Path) -> list[Path]:
    """What there is to forget."""
    return [folder for name in SIMULATED_FOLDERS if (folder := data_dir / name).is_dir()]


def reset_simulated_world(data_dir: Path) -> None:
    """Delete it. The app's own lock must be held. Raises OSError, also while it is being served."""
    from filelock import FileLock, Timeout

    served = data_dir / SIMULATOR_FOLDER
    if served.is_dir():
        try:
            with FileLock(served / "simulator.lock", timeout=0):
                pass
        except Timeout:
            raise OSError(f"a simulator is serving {served}; stop it first") from None
    for folder in simulated_folders(data_dir):
        shutil.rmtree(folder)
