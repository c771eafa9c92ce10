"""The steps of the application, one file each; `registry` has their order."""
