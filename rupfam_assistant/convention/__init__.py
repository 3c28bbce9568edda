"""What is written: the dossier, the trame and its blanks, article 2, the convention, its Word file."""
