"""The schedule can run every step of the engine."""

from importlib import import_module
from pkgutil import iter_modules

from ribbit_tui.simulator import engine
from ribbit_tui.simulator.scheduled_steps import handlers
from tests.simulator.conftest import Api


def test_each_package_of_the_engine_brings_its_own_steps(api: Api) -> None:
    kinds: list[str] = []
    for package in iter_modules(engine.__path__, f"{engine.__name__}."):
        modules = iter_modules(import_module(package.name).__path__, f"{package.name}.")
        steps = [module.name for module in modules if module.name == f"{package.name}.steps"]
        kinds += [kind for name in steps for kind in import_module(name).STEPS]
    assert sorted(kinds) == sorted(handlers(api.simulation))
