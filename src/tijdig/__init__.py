"""Tijdig: early help with rent arrears, under a signed covenant that the software executes.

The rooms of this package tell the month in order: ``covenant`` (what is agreed), ``intake`` (what landlords
deliver), ``residents`` (who lives there), ``linkage`` (who is meant), ``casework`` (who is helped first and how),
``feedback`` (what the landlord hears). ``disclosure`` is the only door through which personal data leaves a room.
"""
