"""The only place that opens transactions and calls ports; every flow reads top to bottom."""
