"""The words of the project and the rules that decide what may be printed.

Standard library only; no clock, no network, no database. Adapters and flows speak in these types.
"""
