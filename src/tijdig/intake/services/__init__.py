"""The public face of intake's writes: receive, confirm columns, withdraw, hand back, drop old files, remind."""

from tijdig.intake.services.confirming import choose_sheet, confirm_columns, withdraw_delivery
from tijdig.intake.services.files import drop_kept_files, fetch_returned_file
from tijdig.intake.services.looking import WaitingFile, look_at_waiting_file
from tijdig.intake.services.receiving import receive_delivery
from tijdig.intake.services.remembering import forget_columns
from tijdig.intake.services.reminding import remind_partners
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.waiving import set_expectations, waive_concerns

__all__ = [
    "ReceivedDelivery",
    "WaitingFile",
    "choose_sheet",
    "confirm_columns",
    "drop_kept_files",
    "fetch_returned_file",
    "forget_columns",
    "look_at_waiting_file",
    "receive_delivery",
    "remind_partners",
    "set_expectations",
    "waive_concerns",
    "withdraw_delivery",
]
