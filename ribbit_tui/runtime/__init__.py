"""The runtime: puts the parts together, and starts and supervises the simulator process."""
