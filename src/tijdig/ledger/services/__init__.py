"""Every write to the log: record what happened, seal it into the tree, erase by authority."""

from tijdig.ledger.services.checking import check_log
from tijdig.ledger.services.exporting import export_log
from tijdig.ledger.services.receipts import (
    ReceiptCheck,
    Subject,
    bind_pages,
    look_up_receipt,
    prove_receipt,
    record_receipt,
)
from tijdig.ledger.services.recording import Detail, Happened, record_event, record_events
from tijdig.ledger.services.redacting import redact_part, redact_records
from tijdig.ledger.services.sealing import Sealing, seal_log, seal_logs

__all__ = [
    "Detail",
    "Happened",
    "ReceiptCheck",
    "Sealing",
    "Subject",
    "bind_pages",
    "check_log",
    "export_log",
    "look_up_receipt",
    "prove_receipt",
    "record_event",
    "record_events",
    "record_receipt",
    "redact_part",
    "redact_records",
    "seal_log",
    "seal_logs",
]
