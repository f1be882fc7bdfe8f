"""The shapes that go out and come in, field by field: what is not named here is not answered."""
