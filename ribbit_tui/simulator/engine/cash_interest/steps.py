"""Scheduled steps of interest: enrollment takes effect, the month's interest is credited."""

from . import credit, enrollment

STEPS = {enrollment.CHANGE: enrollment.take_effect, credit.CREDIT: credit.credit_all}
