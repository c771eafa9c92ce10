"""What the review of an application asks for, in plain words."""

from dataclasses import dataclass

from .formats import code_words


@dataclass(frozen=True)
class KycWords:
    title: str
    why: str
    """What was found."""
    answer: str
    """What the customer does about it."""


_CODES = {
    "IDENTITY_VERIFICATION": KycWords(
        "Proof of identity",
        "Your identity could not be verified from what you told us.",
        "Send a picture of a passport, driver's license or national ID card.",
    ),
    "TAX_IDENTIFICATION": KycWords(
        "Proof of your tax ID",
        "The tax office's records do not confirm the number you gave.",
        "Send a picture of your Social Security or tax ID card.",
    ),
    "ADDRESS_VERIFICATION": KycWords(
        "Proof of address",
        "Nothing shows yet that you live at the address you gave.",
        "Send a utility bill or bank statement with your address, or an ID that shows it.",
    ),
    "DATE_OF_BIRTH": KycWords(
        "Proof of date of birth",
        "Other records know another date of birth.",
        "Send a government ID that shows it, or a birth certificate.",
    ),
    "INVALID_IDENTITY_PASSPORT": KycWords(
        "A valid passport or ID",
        "The identity document is not valid, or could not be read.",
        "Send another government ID: in date, in colour, with all four corners in the picture.",
    ),
    "SELFIE_VERIFICATION": KycWords(
        "A selfie",
        "Somebody has to see that it is you who applies.",
        "Take the identity check with the camera, or send a picture of your face.",
    ),
    "PEP": KycWords(
        "Your public office",
        "You hold or held a high public office.",
        "Tell us your position and where you work.",
    ),
    "FAMILY_MEMBER_PEP": KycWords(
        "Your relative's public office",
        "A member of your close family holds or held a high public office.",
        "Tell us who it is.",
    ),
    "CONTROL_PERSON": KycWords(
        "The company you control",
        "You control a publicly traded company.",
        "Tell us the company, its address and its compliance e-mail.",
    ),
    "AFFILIATED": KycWords(
        "The firm you are affiliated with",
        "You work for, or are affiliated with, an exchange, FINRA or a brokerage.",
        "Tell us the firm, or send its letter that approves the account.",
    ),
    "VISA_TYPE_OTHER": KycWords(
        "Your visa",
        "You hold a visa that is not on the list.",
        "Tell us its type and last day, or send a picture of it.",
    ),
    "W8BEN_CORRECTION": KycWords(
        "A W-8BEN form",
        "You pay tax outside the USA, and no W-8BEN fits what you told us.",
        "Send a W-8BEN in your name: it tells the US tax office where you pay tax.",
    ),
    "COUNTRY_NOT_SUPPORTED": KycWords(
        "Checked by hand",
        "Your country of tax residence is not in reach of the automatic checks.",
        "Nothing to do: a person looks at the application.",
    ),
    "WATCHLIST_HIT": KycWords(
        "Watch-list",
        "A name on a watch-list resembles yours.",
        "Nothing to do: an investigation finds out whether it is you.",
    ),
    "OTHER": KycWords(
        "A special request",
        "The reviewers ask for something in their own words.",
        "Send the document they ask for.",
    ),
    "OTHER_PARTNER": KycWords(
        "A note to the firm",
        "The reviewers told the firm something.",
        "Nothing to do for you.",
    ),
}


def kyc_words(code: str) -> KycWords:
    """The words of a result code; one that is newer than this app is shown as it is."""
    known = _CODES.get(code)
    return known or KycWords(
        code_words(code, 40),
        "This version of Ribbit does not know this request yet.",
        "Send the document that support asks you for.",
    )
