"""The answers of a fictitious person, for the tour and the tests."""

from ribbit_tui.session.application.values.answer import Answer

HAPPY_PATH: dict[str, Answer] = {
    "contact.email_address": "maya.okafor@example.com",
    "contact.phone_number": "415-555-2671",
    "contact.street_address_1": "20 N San Mateo Dr",
    "contact.unit": "Apt 1A",
    "contact.city": "San Mateo",
    "contact.state": "CA",
    "contact.postal_code": "94401",
    "identity.given_name": "Maya",
    "identity.family_name": "Okafor",
    "identity.date_of_birth": "1990-04-12",
    # A number from a specimen card of 1938, void since: valid in form, and nobody's.
    "identity.tax_id": "078-05-1120",
    "disclosures.employment_status": "employed",
    "disclosures.employer_name": "Lily Pad Labs",
    "disclosures.employment_position": "Product designer",
    "identity.funding_source": ("employment_income", "savings"),
    "identity.annual_income": "100000-199999",
    "identity.liquid_net_worth": "25000-99999",
    "identity.total_net_worth": "100000-249999",
    "identity.investment_experience_with_stocks": "1_to_5_years",
    "identity.risk_tolerance": "moderate",
    "identity.investment_objective": "growth",
    "identity.investment_time_horizon": "6_to_10_years",
    "identity.liquidity_needs": "somewhat_important",
    "investing.crypto": False,
    "disclosures.is_control_person": False,
    "disclosures.is_affiliated_exchange_or_finra": False,
    "disclosures.is_politically_exposed": False,
    "disclosures.immediate_family_exposed": False,
    "trusted_contact.named": True,
    "trusted_contact.given_name": "Ada",
    "trusted_contact.family_name": "Okafor",
    "trusted_contact.email_address": "ada.okafor@example.com",
}
"""The answers that a new draft lacks."""
