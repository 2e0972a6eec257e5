"""briefbot: briefings for Slack and Discord in which every quotation is proven verbatim before it is posted."""

__version__ = "0.1.0"
