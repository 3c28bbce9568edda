"""The officer's words as a line, and the infinitive that an action might rather open with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.wording import is_infinitive, own_words, proposed_line, unranked
from rupfam_assistant.french.words import fold

PROPOSED = {
    "Réduction des délais": "Réduire les délais",
    "Réduction du délai de première visite": "Réduire le délai de première visite",
    "Maintien de la permanence de Dole": "Maintenir la permanence de Dole",
    "Création d’une antenne": "Créer une antenne",
    "Création d’antennes": "Créer des antennes",
    "Création de 3 places": "Créer 3 places",
    "Création de places": "Créer des places",
    "Prise en charge du trajet": "Prendre en charge le trajet",
    "Mise en œuvre du protocole": "Mettre en œuvre le protocole",
    "Enquête auprès des pères": "Mener une enquête auprès des pères",
    "Trois soirées pour les pères": "Organiser trois soirées pour les pères",
    "Rencontres avocats-CAF": "Organiser des rencontres avocats-CAF",
    "Flyer dans les mairies": "Diffuser un flyer dans les mairies",
    "Fiche 1.3 | Réduction du délai à 3 mois | +1 intervenant": "Réduire le délai à 3 mois, +1 intervenant",
    "Fiche 1.1 | Antenne à Sornac | 1 samedi sur 2": "Antenne à Sornac, 1 samedi sur 2",
    "L1.1 – Ouverture d’une antenne à Sornac [validé COPIL]": "Ouvrir une antenne à Sornac",
    "Décision n° 5 : enquête auprès des parents": "Mener une enquête auprès des parents",
}
AS_THEY_ARE = (
    "Ouvrir un point d’accueil",
    "Ne plus fermer l’été",
    "Recrutement et formation de 3 médiateurs",
    "Ouverture le dimanche",
    "REDUCTION DU DELAI A TROIS MOIS",
    "Trois soirées débat, à Sornac, porteront sur le parent",
    "Fiche « Grands-parents » remise dans les mairies",
    "60 grands-parents rencontrés à domicile",
    "CAF : stand au forum",
    "« Café des pères » à Sornac",
    "Espace de rencontre",
    "Journal des pères",
    "Calendrier de garde des médiateurs : modèle de clause",
    "Protocole de transmission, jamais signé. À reprendre",
    "Stand au forum (MSA) ; affiches en mairie (CAF)",
    "Charte des médiateurs, à revoir",
)


@pytest.mark.parametrize(("line", "proposed"), PROPOSED.items())
def test_a_verb_is_proposed_when_the_noun_gives_it_for_sure(line: str, proposed: str) -> None:
    assert proposed_line(line) == proposed


@pytest.mark.parametrize("line", AS_THEY_ARE)
def test_nothing_is_proposed_when_no_verb_is_sure_or_one_is_there(line: str) -> None:
    assert proposed_line(line) == ""


@pytest.mark.parametrize("name", ["noun_verbs", "deverbals"])
def test_each_verb_opens_what_is_proposed_for_its_example(name: str) -> None:
    told = read_list(name)
    assert [verb for verb in told.groups if not proposed_line(f"{told.examples[verb]} x").startswith(f"{verb} ")] == []


@given(st.sampled_from([*PROPOSED, *AS_THEY_ARE, "- navette ;", "• Groupe de parole.\n"]))
def test_the_officer_s_words_are_all_kept(fragment: str) -> None:
    assert fold(own_words(fragment)) in fold(fragment)


@pytest.mark.parametrize(
    ("line", "told"),
    [("Se réunir chaque mois", True), ("S’appuyer sur les mairies", True), ("Atelier des pères", False)],
)
def test_an_infinitive_is_told_from_a_noun(line: str, told: bool) -> None:
    assert is_infinitive(line) is told


@pytest.mark.parametrize(
    "rank",
    [
        "L1.2 – ",
        "P0 — ",
        "P1 – P2 : ",
        "(P1) ",
        "1.2 – ",
        "L1.2 ",
        "n° 3 : ",
        "Fiche action 2 : ",
        "Axe 2 / Action 3 : ",
    ],
)
def test_a_partner_reads_neither_the_rank_nor_the_note_of_an_action(rank: str) -> None:
    assert unranked(f"{rank}ouvrir une antenne [validé COPIL]") == "Ouvrir une antenne"


@pytest.mark.parametrize("line", ["3 médiateurs à recruter", "20 places – La Passerelle", "Visites [à compléter]"])
def test_a_number_that_tells_how_many_is_no_rank(line: str) -> None:
    assert unranked(line) == line


SHORTHAND = {
    "UDAF, RA 2025": "UDAF, rapport d’activité 2025",
    "CR comité des financeurs": "compte rendu du comité des financeurs",
    "Renforcer l’équipe : + 2 ETP": "Renforcer l’équipe : 2 ETP de plus",
    "Solitude TRÈS forte des parents": "Solitude très forte des parents",
    "Vidéos de 1 min sur les RS": "Vidéos de 1 min sur les réseaux sociaux",
    "les places dispo au lieu neutre": "les places disponibles au lieu neutre",
    "une salle dispo": "une salle disponible",
    "CR sous 15 jours": "Compte rendu sous 15 jours",
    "effectifs, ss données nominatives": "effectifs, sans données nominatives",
    "Stand du 10/07 au 1/08": "Stand du 10 juillet au 1er août",
    "nb de visites": "nombre de visites",
    "Nb de familles": "Nombre de familles",
    "2 tournées/mois": "2 tournées par mois",
    "2x/an (juin, novembre)": "2 fois par an (juin, novembre)",
    "1x/an": "une fois par an",
    "12 h/sem de médiation": "12 h par semaine de médiation",
    "T3 2027": "3e trimestre 2027",
    "S1 27": "1er semestre 2027",
    "de sept. 26 à janv. 2028": "de septembre 2026 à janvier 2028",
    "06/27": "juin 2027",
    "12/2026": "décembre 2026",
    "le 4 nov. 2025": "le 4 novembre 2025",
    "+ de 5 mois": "plus de 5 mois",
    "286 k€": "286\u202f000\u202f€",
    "12,5 k€": "12\u202f500\u202f€",
    "M. Leroy, Pdt": "M. Leroy, président",
    "Euh un lieu à Orgnac virgule le dimanche": "un lieu à Orgnac, le dimanche",
    "Un lieu le soir point d'interrogation": "Un lieu le soir ?",
    "délai : 9 sem. (8 sem. en 2025)": "délai : 9 semaines (8 semaines en 2025)",
    "2nd sem. 2027": "2nd semestre 2027",
    "2 trim. de suivi": "2 trimestres de suivi",
    "nb 1x/sem.": "nombre 1x/sem.",
    "Q3 2027": "3e trimestre 2027",
    "SPIP, T2 2026": "SPIP, 2e trimestre 2026",
    "rapport pour le 30/9/27": "rapport pour le 30 septembre 2027",
    "le 01/09/27": "le 1er septembre 2027",
    "en avril vingt-sept": "en avril 2027",
    "2EME SEM. 2027": "2EME SEMESTRE 2027",
    "à la rentrée 27": "à la rentrée 2027",
    "suivi pdt les vacances": "suivi pendant les vacances",
    "bilan 1x/trim. avec la PMI": "bilan une fois par trimestre avec la PMI",
    "tous les ans, oct.": "tous les ans, octobre",
    "NB FAMILLES REÇUES EN SEPT. OU OCT. 27": "NOMBRE DE FAMILLES REÇUES EN SEPTEMBRE OU OCTOBRE 2027",
    "nb d enfants": "nombre d’enfants",
    "moins d attente à l espace de rencontre": "moins d’attente à l’espace de rencontre",
    "une ecole du departement, jusqu a midi": "une école du département, jusqu’à midi",
    "nb distribués": "nombre distribué",
    "relance tél. sous 8 j si convoc. sans réponse": "relance par téléphone sous 8 jours si convocation sans réponse",
    "interprétariat par tel pr tous": "interprétariat par téléphone pour tous",
    "navette le sam. et le merc. soir": "navette le samedi et le mercredi soir",
    "tous les sam. matin, 3 we / an": "tous les samedis matin, 3 week-ends par an",
    "cellule 1 x/2 mois": "cellule une fois tous les 2 mois",
    "1 sam./2": "un samedi sur deux",
    "tableau commun, maj trimestrielle": "tableau commun, mise à jour trimestrielle",
    "MAJ du site": "Mise à jour du site",
    "délai : 7 -> 3 mois": "délai : de 7 à 3 mois",
    "fugues -> la maison des ados": "fugues ; la maison des ados",
    "gare <-> prison": "gare – prison",
    "rentrée 27 -> juin 28": "rentrée 2027 à juin 2028",
    "fiche OP -> EDR": "fiche OP → EDR",
    "maison des assos, 6 réu. et 4 maj par an": "maison des associations, 6 réunions et 4 mises à jour par an",
    "L2 – MAJ du site": "L2 – Mise à jour du site",
    "c/o UDAF, 3 rue Haute": "chez UDAF, 3 rue Haute",
    "rentree deux mille vingt sept": "rentrée 2027",
    "de janvier deux mille vingt sept a juin deux mille vingt-huit": "de janvier 2027 a juin 2028",
    "deux mille vingt-sept": "2027",
    "nb salariés": "nombre de salariés",
    "1er trimestre 28": "1er trimestre 2028",
    "premier trimestre 28": "premier trimestre 2028",
    "saison 27": "saison 2027",
    "2028-29": "2028-2029",
    "fermé qd il y a un gpe": "fermé quand il y a un groupe",
    "Besoin ++ de places !!": "Besoin de places",
    "ARIPA, 31/12/2025": "ARIPA, 31 décembre 2025",
    "Partenariat +++ MSA et CIDFF pour les familles": "Partenariat MSA et CIDFF pour les familles",
    "Logement ! Des couples cohabitent, dc rien ne bouge": "Logement. Des couples cohabitent, donc rien ne bouge",
    "Commune de Le Palaisec, à Le Palaisec": "Commune du Palaisec, au Palaisec",
    "St-Gaspard, à l'école": "Saint-Gaspard, à l’école",
    "3 enft exposés": "3 enfants exposés",
    "des ven et des dim": "des vendredis et des dimanches",
    "1 jour/2 à Sornac": "un jour sur deux à Sornac",
    "en conflit av. le beau-père": "en conflit avec le beau-père",
    "hiver 26-27": "hiver 2026-2027",
    "commune de Les Orgières": "commune des Orgières",
    "nb prévues": "nombre prévu",
    "une rupture TOTALE": "une rupture totale",
    "de T2 2027 à T4 2028": "du 2e trimestre 2027 au 4e trimestre 2028",
    "le 31/12/2025": "le 31 décembre 2025",
    "ODJ envoyé 8 j avant": "Ordre du jour envoyé 8 jours avant",
    "présidence CAF → DDETS → Département": "présidence CAF, puis DDETS, puis Département",
    "la vallée : RIEN l’hiver": "la vallée : rien l’hiver",
    "Le SEUL espace de rencontre est à Brézanc": "Le seul espace de rencontre est à Brézanc",
    "Donner leur place aux pères ET à la famille élargie": "Donner leur place aux pères et à la famille élargie",
    "Réunir CAF ET MSA": "Réunir CAF ET MSA",
    "un service ÉTÉ COMME HIVER": "un service été comme hiver",
    "de 2025 -> 2026": "de 2025 à 2026",
    "ouvert à/c du 1er mars 2027": "ouvert à compter du 1er mars 2027",
    "A/c de septembre": "À compter de septembre",
    "2 fois par an mini": "2 fois par an au minimum",
    "une fois par semestre mini, au tribunal": "une fois par semestre au minimum, au tribunal",
    "2 réunions mini par an": "2 réunions au minimum par an",
    "Mini 2 fois par an": "Au minimum 2 fois par an",
    "tenir mini 3 réunions": "tenir au minimum 3 réunions",
    "comité tech. en mars, conseillères tech. CAF": "comité technique en mars, conseillères techniques CAF",
}
NO_SHORTHAND = (
    "UDAF - 3 places",
    "CAF + 3 communes",
    "27 mars 26 familles",
    "12 min de trajet",
    "la méd. légale",
    "trois virgule cinq ETP",
    "fin 27 familles",
    "un tel lieu",
    "maj. Puyo, gendarmerie",
    "EHPAD Sam Dupont",
    "au printemps vingt-six familles attendent",
    "deux mille vingt-sept familles",
    "ex. : la CAF",
    "webinaire, 1x/sem.",
    "un délai de 2 sem. au plus",
    "avril vingt-sept-mille",
    "axe d handicap",
    "2026-12",
    "Ouvrir un accueil tel que celui de Sornac",
    "Un suivi tel que prévu",
    "Un accueil tel qu’il existe",
    "Des entretiens par tel ou tel service",
    "Appliquer l’article 373-2 → 373-4",
    "Porter de 3 → 5 les permanences",
    "Porter le budget de 12 000 → 15 000\u202f€",
    "Ouvrir une permanence 1 jour/2 semaines à Sornac",
    "Un lieu ouvert 1 mois/2 jours",
    "Une réunion où en mars trente à quarante familles sont attendues",
    "Au printemps vingt-quatre à trente familles",
    "En juin trente et une familles viennent",
    "Former Lou et Sam à la médiation",
    "Réunir Léa et Ven",
    "2 tél.",
    "7 av. la Fontaine",
    "av. l’été",
    "31/02/2027",
    "LES PETITS PAS à Sornac",
    "Centre COMME À LA MAISON",
    "Maison POUR TOUS",
    "la ligne du RA",
    "Association « PAS À PAS »",
    "camion A/C",
    "2 mini bus",
    "une mini-crèche de 12 places",
    "un délai mini",
    "3 jours mini. Puis un bilan",
    "le lycée tech. de Gap",
    "la tech",
    "les RS de la CAF",
    "le CR de Bretagne",
    "ss réserve du vote",
    "les dispo de la salle",
)


@pytest.mark.parametrize(("typed", "written"), [*SHORTHAND.items(), *zip(NO_SHORTHAND, NO_SHORTHAND, strict=True)])
def test_shorthand_is_written_out_where_it_is_sure_and_once(typed: str, written: str) -> None:
    assert write_out(typed) == write_out(written) == written


@pytest.mark.parametrize("long", read_list("shorthand").groups)
def test_each_abbreviation_is_written_out_in_its_example(long: str) -> None:
    assert long in write_out(read_list("shorthand").examples[long])
