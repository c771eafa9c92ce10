"""The rules of the simulated brokerage. Modules of functions over a `Simulation`."""
