"""The public face of intake's writes: receive, confirm columns, withdraw, hand back, drop old files."""

from tijdig.intake.services.files import drop_kept_files, fetch_returned_file
from tijdig.intake.services.receiving import confirm_columns, receive_delivery, withdraw_delivery
from tijdig.intake.services.results import ReceivedDelivery

__all__ = [
    "ReceivedDelivery",
    "confirm_columns",
    "drop_kept_files",
    "fetch_returned_file",
    "receive_delivery",
    "withdraw_delivery",
]
