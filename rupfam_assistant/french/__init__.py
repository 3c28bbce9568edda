"""French, told once: letters, words, sentences, dates, agreement, typography, spelling."""
