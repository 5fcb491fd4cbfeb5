"""The monthly case meeting: plan it, put cases on the agenda on a basis, each participant its own cases, decisions."""
