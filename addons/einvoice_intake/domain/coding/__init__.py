"""How a bill is coded: learned from what was booked before, with the reason."""
