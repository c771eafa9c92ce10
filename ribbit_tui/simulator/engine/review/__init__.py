"""Review of applications (KYC)."""
