"""``brief stories``, ``brief search``, ``brief why``: what is in the store, as lines or JSON."""
