"""What is said back: question, extract, reply."""
