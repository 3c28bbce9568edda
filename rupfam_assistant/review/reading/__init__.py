"""What a local draft says, read by its form: lines, words, headings, blanks, parties."""
