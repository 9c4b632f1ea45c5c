"""The approval sheet of a bill: what it says, and how it is drawn as a PDF."""
