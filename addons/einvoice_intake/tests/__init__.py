from . import (
    test_booking,
    test_channel_api,
    test_channel_chatter,
    test_channel_folder,
    test_channel_mail,
    test_channel_upload,
    test_corpus,
    test_duplicate,
    test_system_check,
)
