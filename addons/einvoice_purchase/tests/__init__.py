from . import test_match_document
