"""The pages of the law: what a State, a pair, a measure, an instrument or a network means on a day."""
