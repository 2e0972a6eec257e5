"""What is found in a text: sentences, quotations with speakers, numbers, dates, names, what a sentence is about."""
