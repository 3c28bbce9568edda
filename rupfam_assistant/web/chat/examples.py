"""Example questions by role, shown before the first question."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "À la CAF": ("Que faut-il compléter à l’article 2 ?", "Quel est le préavis pour dénoncer la convention ?"),
    "À la MSA": ("Qui signe la convention départementale ?",),
    "À la cour d’appel": ("Que faire en cas de litige entre les signataires ?",),
    "Dans une association": ("Qu’est-ce qu’un espace de rencontre ?",),
    "Dans une commune": ("Les communes peuvent-elles signer ?",),
}
