"""Applications, account updates and uploaded documents."""
