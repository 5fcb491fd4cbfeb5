"""Contact with the tenant: what is planned, appointments, house visits, letters and messages (R18, R23, R30, R35)."""
