"""CIP results and Onfido."""
