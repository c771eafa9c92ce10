"""The application for an account without a screen: questions, rules, drafts, and what is sent."""
