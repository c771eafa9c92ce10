"""The review of applications (KYC)."""
