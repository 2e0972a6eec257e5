"""The prompt files, as package data. `bot/prompt_files` reads them; nothing here is code."""
