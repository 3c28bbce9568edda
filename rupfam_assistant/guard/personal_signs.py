"""The signs by which personal data are known in French free text, in letters folded by `flatten` unless capitals stand in them."""

import re

MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
WAYS = (
    "rue|avenue|av\\.?|boulevard|bd|impasse|chemin|allees?|place|route|quai|cours|square|lotissement|residence"
    "|hameau|lieu-dit|passage|sentier|faubourg"
    "|montee|ruelle|esplanade|venelle|clos|traverse|cite"
)
IDENTIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "courriel",
            r"(?<![\w.+@-])[\w.+-]{1,64} ?(?:@|[(\[] ?(?:at|arobase|a) ?[)\]]|\barobase\b) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
        ),
        (
            "IBAN",
            r"\b[a-z]{2}\d{2}(?: ?[a-z\d]{4}){3,7}(?: ?[a-z\d]{1,3})?\b|(?<!\d)\d{5} ?\d{5} ?[a-z\d]{11} ?\d{2}(?!\d)",
        ),
        (
            "NIR",
            r"(?<![\d,.])[1278][ .-]?\d{2}[ .-]?\d{2}[ .-]?(?:\d{2}|2[ab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?/?[ .-]?\d{2})?(?![\d])",
        ),
        ("NIR", r"\b(?:nir|securite sociale|n° ?secu|numero de secu)\b[^\d\n]{0,12}\d(?:[ .-]?\d){5,14}"),
        (
            "téléphone",
            r"(?<![\d,/])(?:\+|00) ?(?:33|32|41|352|262|590|594|596|213|212|216|377|49|39|34|44)[ .(/-]{0,2}(?:0\)? ?)?\d(?:[ ./-]?\d){6,10}(?!\d)",
        ),
        ("téléphone", r"(?<![\d,/])0 ?[1-79](?:[ ./-]{0,2}\d{2}){4}(?!\d)"),
        (
            "téléphone",
            r"\b(?:tel|telephone|portable|mobile|joindre au|joignable au|appeler au)\b[^\d\n]{0,6}\d(?:[ ./-]?\d){5,12}",
        ),
        (
            "date de naissance",
            r"\b(?:(?:nee?s?|ne\(e\)) le|nee? en|ne\(e\) en) (?:\d{1,2}(?:er)? ?(?:[/.-] ?\d{1,2} ?[/.-]"
            rf"|{MONTHS}) ?)?(?:(?:{MONTHS}) )?\d{{2,4}}\b",
        ),
        ("date de naissance", r"\b(?:ddn|date de naissance)\b[^\d\n]{0,5}\d{1,2}[ /.-][\w/.-]{1,12}(?: \d{4})?"),
        (
            "numéro d’allocataire",
            r"\b(?:allocataire|matricule|beneficiaire)(?: caf| msa)?\W{0,3}(?:n°|no|num\w*)\W{0,3}\d(?:[ .]?\d){3,9}(?: ?[a-z]\b)?",
        ),
        (
            "numéro d’allocataire",
            r"\b(?:n°|no|num\w*) ?(?:d'|de |du )?(?:allocataire|matricule|beneficiaire|caf)\b\W{0,3}\d(?:[ .]?\d){3,9}(?: ?[a-z]\b)?",
        ),
        ("numéro d’allocataire", r"\b(?:alloc\w{0,8}\.?|matricule|dossier (?:caf|msa))[ :]{1,3}\d{5,8}(?: ?[a-z]\b)?"),
        (
            "numéro de dossier",
            r"\b(?:n° ?)?r\.?g\b\.?[ :]{0,2}(?:n°|no|num\w*)?[ :]{0,2}\d{2,4} ?[/-] ?\d{2,6}\b|(?<![\d/])\d{2}/\d{5}(?![\d/])",
        ),
        (
            "numéro de dossier",
            r"\b(?:dossier|affaire|proces-verbal|p\.?v\.?|minute|ecrou|procedure|jugement|ordonnance|plainte|main courante"
            r"|parquet|portalis|reference|ref\.?)"
            r"[ :]{0,3}(?:d'\w{1,9} )?(?:(?:n°|no|num\w*)[ :]{0,2}[a-z]{0,3}[ -]?\d[\d/.-]{0,14}(?<=\d)|\d{2,4} ?/ ?\d{3,6}|\d{5,10})\b(?! ?/ ?\d)",
        ),
        (
            "numéro de dossier",
            r"\b(?:arret|role|repertoire general|assistance educative|mesure|signalement|cabinet|assignation|requete|instruction)\b(?: \w+){0,2}"
            r"[ :]{0,3}(?:n°|no\b|num\w*)[ :]{0,2}[a-z]{0,3}[ -]?\d[\d ]{0,3}[/.-] ?\d[\d/.-]{1,12}(?<=\d)(?! ?,? (?:de la )?(?:cour de )?cassation)",
        ),
        (
            "numéro de dossier",
            r"\bdossiers?(?: (?:d'|de |du )?\w+){1,3}[ :]{1,3}(?!(?:0?[1-9]|1[0-2]|20\d\d) ?/ ?20\d\d)[a-z]?\d{2,4} ?/ ?\d{3,6}\b(?! ?/ ?\d)",
        ),
        (
            "numéro de dossier",
            r"(?<![\w-])[a-z\d]{4}-[a-z]-[a-z\d]{3}-[a-z\d]{3,5}(?![\w-])|\b(?:cellule|ecrou)[ :]{1,2}(?:n°|no)? ?[a-z]{0,2}\d[\d ]{0,6}",
        ),
        (
            "numéro de dossier",
            r"\b(?:n°|num\w*) ?(?:de |d'|du )(?:mesure|dossier|procedure|role|jugement|plainte|parquet|affaire|minute|suivi|decision|signalement"
            r"|ip)(?: \w+){0,2}"
            r"[ :]{1,3}[a-z]{0,3}-?\d[\d/.-]{2,14}",
        ),
        ("numéro d’allocataire", r"(?<![\w-])\d{7}[a-z](?![\w-])"),
        (
            "numéro d’identité",
            r"\b(?:cni|carte d'identite|passeport|titre de sejour|agdref|permis de conduire|(?:n°|numero) fiscal|spi)\W{0,3}(?:n°|no\b"
            r"|num\w*)?\W{0,3}(?=[a-z]{0,4}\d)[a-z\d]{6,14}\b",
        ),
        (
            "date d’audience",
            rf"\b(?:audience|convocation)\b(?! (?:solennelle|de rentree|publique|foraine))[^.;:()\n]{{0,30}}?\b(?:du|le|au"
            rf"|fixee? au) \d{{1,2}}(?:er)? ?(?:{MONTHS}|/ ?\d{{1,2}})"
            r"(?: ?/? ?20\d\d)?,? a \d{1,2} ?(?:h|heures|:)(?: ?\d{2})?",
        ),
        (
            "pseudonyme",
            r"\b(?:facebook|fb|insta(?:gram)?|snap(?:chat)?|whatsapp|telegram|tiktok)\b ?: ?@?(?=[\w.-]*[_\d.])[\w.-]{3,30}",
        ),
        ("immatriculation", r"\b[a-z]{2}-\d{3}-[a-z]{2}\b"),
    )
)
"""What identifies a person by its form alone, in a flattened text."""

HEARING = re.compile(
    rf"\b(?:audience|convocation|convoquee?s?|jugement|ordonnance|plainte|arret)\b[^.;()\n]{{0,40}}?\b(?:du|le|au) \d{{1,2}}(?:er)?"
    rf" ?(?:{MONTHS}|[/.-] ?\d{{1,2}}(?: ?[/.-] ?\d{{2,4}})?)(?: 20\d\d)?"
)
"""The date of an act of justice, which tells whose it is beside a name."""

ADDRESS = re.compile(
    r"\b(?:(?:(?:premier|deuxieme|troisieme|dernier|\d{1,2}(?:er|e|eme)) etage|rez-de-chaussee|rdc)(?: (?:gauche|droite))?,? (?:du |au )?)?"
    rf"\d{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?,? (?:{WAYS}) [^\W\d][^\n,;:()\[\]]{{0,50}}?(?=[,;:.()\[\]\n]| (?:a"
    r"|au|est|pour|ne|qui|et|depuis)\b|\Z)"
    r"(?:,? (?:bat|appt|escalier|etage)\.? ?\w{1,4})?(?:,? \d{5} [\w' -]{2,30})?"
)
DWELLING = re.compile(
    r"\b(?:domicili\w+|demeur\w+|habit(?:e|ent|ant)|loge[ea]?\w*|domicile|adresse (?:de|du|des)\b|chez (?:sa|son|ses|elle|lui))"
)
SERVICE = re.compile(
    r"\b(?:maisons?|espaces?|associations?|services?|salles?|mairies?|centres?|permanences?|antennes?|loca(?:l|ux)"
    r"|tribuna(?:l|ux)|caf|cmsa|msa|bureaux?"
    r"|accueil|lieux?|ecoles?|colleges?|lycees?|sites?|ouver\w+|install\w+|prefectures?|udaf|cidff|relais|points?"
    r"|poles?|hotel|siege|standard|ligne|numero vert"
    r"|foyer|hopital|departement\w*|cour d'appel|commissariat|gendarmerie|lieu|ccas|cmp|pmi|tiers-lieu|gratuit)\b"
)
SHELTER = re.compile(
    r"\b(?:(?:lieux?|appartements?|logements?|maisons?|espaces?|adresses?|foyers?) (?:\w+ )?(?:proteges?|protegees?|secrets?|secretes?|relais"
    r"|confidentiel\w*|de repli"
    r"|tenue?s? secret\w*)|mises? a l'abri|refuge|remises? des? enfants?|hebergement (?:\w+ )?(?:de |d'|des )?(?:\w+ )?(?:meres|femmes|urgence"
    r"|victimes)"
    r"|hebergees?|(?:a )?ne (?:pas|jamais) (?:diffuser|divulguer|communiquer|reveler|donner))\b"
)
"""A place whose address protects someone, though a service keeps it."""

SERVICE_MAIL = re.compile(
    r"(?:contact|accueil|info|secretariat|direction|mediation|service|espace|standard|caf|msa|asso\w*|mairie)\b"
)

CAPITAL = "[A-ZÀ-ÖØ-ÞŒ]"
PARTICLE = r"(?:[dD](?:e|u|a|i|el|os|es)|[lL][ea]|[eE]l|[aA]l|[bB]en|[vV]an|[vV]on|[dD]e [lL]a)\s"
ONE_WORD = rf"(?:[dDlL]['’])?{CAPITAL}[\w’'-]*"
FULL = rf"(?:{PARTICLE})?{ONE_WORD}(?:\s(?:{PARTICLE})?{ONE_WORD}){{0,3}}\.?"
CIVILITY_MARK = re.compile(r"(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame)(?:\s|\Z)")
FULL_NAME = re.compile(FULL)
WORD = re.compile(ONE_WORD)
CIVILITY = (
    r"(?:M\.?/Mme\s+|Mme/M\.?r?\s+|MM?\.\s*"
    r"|(?:M|Mr|Mrs|Mme|Mmes|Mlle|Mlles|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle|Me|Maître|Dr|Docteur)\.?\s+)"
)
NAMED = re.compile(rf"(?<![\w’'-]){CIVILITY}(?:(?:et|ou)\s+{CIVILITY})?(?P<name>{FULL}(?:\s(?:et|ou)\s{ONE_WORD})?)")
NAMED_LOW = re.compile(
    r"(?<![\w'-])(?:mr|mme|mlle|madame|monsieur|mademoiselle|m\.)\.? +(?:et +(?:mr|mme|madame)\.? +)?(?P<name>[a-z][\w'-]+)"
)
NOT_NAMES = frozenset(
    "la le les l et ou du de des a au aux grand grande petit petite beau belle arriere ex demi qui que est sont ne"
    " n en pour par avec sur dans se s y on il elle vous nous ce cette mme mr m monsieur madame".split()
)

KIN = (
    r"(?:(?:petite?s?|arriere|beaux?|belles?|ex|grande?s?|demie?)-)?(?:fils|filles?|enfants?|bebe|garcons?|freres?"
    r"|s(?:oe|œ)urs?|maris?|femme|epou[xs]e?"
    r"|conjointe?|compagn(?:on|e)|meres?|peres?|maman|papa|parents?|mere|tante|oncle|niece|neveu|cousine?|jumea?ux"
    r"|jumelles|ainee?s?|cadets?|cadettes?|benjamine?|dernier|derniere|ado|gamine?s?|gosses?|marraine|parrain|tuteur|tutrice|demi-soeur"
    r"|mari|veuve|ex)"
)
CASE_NOUN = (
    r"(?:familles?|epoux|enfants?|petite?s?|jeunes?|consorts|couple|fratrie|clan|foyer de|cas|affaire|dossiers?|menage|situation"
    rf"|bebe|succession|heritage|cliente?|denomme\w?|nomme\w?|prenomme\w?|{KIN})"
)
OF_A_CASE = re.compile(rf"\b{CASE_NOUN}(?: (?:aine|cadet|ainee|cadette|mineure?))?,? (?P<of>de |d'|des )?(?=[a-z])")
CASE_WORD = re.compile(CASE_NOUN)
HOME = re.compile(r"(?:familles?|epoux|consorts|couple|fils|filles?|menage|fratrie|soeur|frere)\b")
LOW_CASE = re.compile(rf"\b{CASE_NOUN} (?P<name>[a-z][\w-]+)")
LONG_WORD = re.compile(r"(?<![\w-])(?P<name>[a-z]{6,})(?![\w-])")
NOT_A_CASE = re.compile(
    r"(?:(?<=pere )noel\b|rura(?:l|ux|les?)|enfance|france|caf|services?|ourse|monoparental\w*|recompose\w*|loisirs|alzheimer|parkinson|down"
    r"|europe\w*|majeurs)\b"
)
INITIAL = re.compile(rf"{CAPITAL}\.?(?![\w’'-])")
CAPITALISED = re.compile(rf"(?<![\w’'-])(?:[dDlLJj]['’])?(?P<name>{FULL})")
LEVEL = r"(?:cp|ce1|ce2|cm1|cm2|[3-6]e|sixieme|cinquieme|quatrieme|troisieme|seconde|terminale|maternelle|(?:petite|moyenne|grande) section)"
AGED = re.compile(
    r"(?:,| \() ?(?:agee?s? de )?(?:\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize) (?:ans"
    r"|mois)(?=[),;.]| et|\Z)"
    rf"|(?:,| \() ?(?:eleve |scolarisee? )?(?:en |de )?(?:classe de )?{LEVEL}\b"
)
PUPIL = re.compile(
    r"\b(?:une?|l[ea]|l'|cet|cette|d'une?) ?(?:seule? |jeune )?(?:eleve|garcon|fille|fillette|enfant|collegien(?:ne)?|lyceen(?:ne)?|adolescente?"
    r"|ado|gamine?|ecolier|ecoliere)"
    rf" (?:scolarisee? |inscrite? )?(?:de|en) (?:classe de )?{LEVEL}\b(?! sur)"
)
INITIALS = re.compile(
    rf"(?<![\w.’'/-])(?:{CAPITAL}\.(?:[ -]?{CAPITAL}\.)? ?et (?:de )?{CAPITAL}\.(?![\w’'])"
    rf"|{CAPITAL}[a-zà-ÿ][\w’'-]+ {CAPITAL}\.(?![\w’'-])"
    rf"|{CAPITAL}\.(?:[ -]?{CAPITAL}\.)?[ -]?\s(?:{PARTICLE})?{CAPITAL}[\w’'-]{{2,}})"
)
"""Initials of persons in a text with its capitals: "K. et S.", "Gwladys P.", "A.-M. Duhamel"."""

NOT_INITIALS = re.compile(
    r"(?:annexe|plan|groupe|axe|bat|batiment|objectif|categorie|type|volet|hepatite|zone|salle|point|lot|ligne|option|scenario|partie|variante"
    r"|tableau"
    r"|vitamine|permis|niveau|article|titre|escalier|hall|etage|porte|quai|hypothese|version|etape|phase|colonne|liste|site|secteur|n|no|m)\b"
)
CALLED = re.compile(rf"\b(?:alias|surnomme[es]?|sobriquet)\b|(?<=[a-z]),? dite? (?=[«\"]|(?:l[ea] |l'){CAPITAL})")

BODY = re.compile(
    r"\b(?:association|asso|maisons?|espaces?|centres?|ecoles?|colleges?|lycees?|rue|avenue|place|boulevard|impasse"
    r"|chemin|allee|quai|square|salle|hopital"
    r"|residence|fondation|institut|chu|chs|ch|cmp|cms|foyer|stade|mediatheque|bibliotheque|pole|clinique|creche|quartier|cite|site|antenne|cabinet"
    r"|compagnie|loi|plan|methode|relais|point|tribunal|villa|ehpad|gymnase|theatre|groupe scolaire|campus|mutuelle|reseau|collectif|federation"
    r"|cour"
    r"|hotel|universite|pont|parc|port|gare|commune|ville|canton|saint|sainte|st|ste|comite|programme|dispositif|prix|rapport|lieu|caf|service)"
    r"(?: (?!et\b|ou\b|a\b|que\b|qui\b|dont\b|par\b|pour\b|avec\b|demande\w*)[a-z'-]+){0,3} ?(?:«|:)? ?(?:d'|de |des |du |la |le |les |l')?\Z"
)
"""A body, a street or a place whose name is that of someone."""

ACRONYM = re.compile(
    r"(?:[A-Z]{2,3}|[B-DF-HJ-NP-TV-Z]{4,}|CMSA|CNAF|AEEH|MDPH|ARIPA|DDETS|CDSF|UDAF|CIDFF|REAAP|CLAS|LAEP|PJJ|TISF|ANEF|CCAS|MSAP|EPCI|SPIP)s?\Z"
)

ROLE = (
    r"(?:vice-|sous-|co-)?(?:directeur|directrice|presidente?|prefete?|maire|adjointe?|procureure?|premier president"
    r"|premiere presidente|juge|magistrate?"
    r"|conseill(?:er|ere)|responsable|coordin\w+|coordonn\w+|cheff?e?|secretaire|mediat(?:eur|rice)|psychologue"
    r"|assistante? sociale?|travailleu[rs]e? sociale?"
    r"|referente?|chargee? d|delegue\w?|administrat\w+|elue?|senat\w+|deputee?|batonni\w+|avocate?|greffi\w+"
    r"|inspect\w+|educat\w+|animat\w+|recteur|rectrice|principale?|proviseure?"
    r"|commandant\w?|capitaine|intervenante?|representant\w?|tresori\w+|prefecture|garde des sceaux|ministre)"
)
ROLE_AFTER = re.compile(rf"\s?[,(]? ?(?:la |le |l')?{ROLE}\b")
ROLE_BEFORE = re.compile(
    rf"\b(?:{ROLE}\b(?: (?!pour\b|avec\b|et\b|par\b|sur\b|au sujet)[^ .;:,()]{{1,20}}){{0,6}}|represent\w+"
    r"|preside\w? par|pilote\w? par)\s?[:,(]?\s?\Z"
)
ROLE_NAME = re.compile(rf"(?:l[ea] |l')?{ROLE}\b")

HEALTH_WORD = re.compile(
    r"\b(?:psychiatri\w*|schizophren\w*|bipolai\w*|depressi(?:f|ve|on)s?|depression|alcooli\w*|toxicoman\w*"
    r"|drogue\w*|addict\w*|seropositi\w*|vih|sida"
    r"|cancer\w*|leucemi\w*|alzheimer|parkinson|suicid\w*|desintox\w*|cure|trisomi\w*|autis\w*|curatelle|tutelle"
    r"|handicap\w*|hospitalis\w*|intern[e]{1,2}s?"
    r"|epilep\w*|diabet\w*|sclerose|malad(?:e|ie)s?|enceinte|psychoti\w*|psychologi\w*|cmp|anorexi\w*|burn-?out"
    r"|invalid\w*|aveugle|demence|avc|sourde?"
    r"|avort\w*|fausse couche|sous traitement|antidepresseurs?|neuroleptiques?|pedopsychiatr\w*|hopital de jour|troubles?)\b"
)
STORY = re.compile(
    r"\b(?:ne voi(?:t|ent) (?:plus|[^.;:]{0,30} qu[e'])|s'est (?:separe|suicide|enfui|tue)\w*|se sont separes"
    r"|n'a (?:plus|pas|jamais) (?:re)?vu|n'a vu|a perdu|a porte plainte|ont porte plainte|s'arrachent|se disput\w+|se dechir\w+"
    r"|ne se parlent|ne paie plus|a frappe|a quitte|a fait|a tente|a ete|a demande|a appele|a menace|refuse"
    r"|attend depuis|prive\w? d|est suivie?|est hospital\w+"
    r"|est sous|est en|condamne\w?|incarcere\w?|ecroue\w?|licencie\w?|expulse\w?|bat |boit|trompe|a disparu|vit seule?|eleve seule?"
    r"|sans papiers|surendett\w+|interdit de|mis en examen|garde a vue|a signale|veu(?:f|ve))"
)
TRADE = (
    r"(?:boulanger(?:e)?|bouch(?:er|ere)|garagiste|coiffeu(?:r|se)|epici(?:er|ere)|fleuriste|buraliste|factrice"
    r"|menuisi(?:er|ere)|plombier|macon|cafeti(?:er|ere)"
    r"|restaurat(?:eur|rice)|hoteli(?:er|ere)|cordonnier|charcuti(?:er|ere)|patissi(?:er|ere)|poissonni(?:er|ere)"
    r"|libraire|forgeron|electricien(?:ne)?|couvreur"
    r"|peintre|agricult(?:eur|rice)|eleveu(?:r|se)|viticult(?:eur|rice)|maraich(?:er|ere)|bergere?|apicult(?:eur|rice)|bucheron|pecheur|aubergiste"
    r"|cantiniere?|concierge|serveu(?:r|se)|caissi(?:er|ere)|ouvri(?:er|ere)|ambulanci(?:er|ere)|patron(?:ne)?|gerante?|pasteur|imam"
    r"|opticien(?:ne)?"
    r"|entraineu(?:r|se)|comptable|banqui(?:er|ere)|musicien(?:ne)?|paysan(?:ne)?|fermi(?:er|ere)|tapissier|horloger"
    r"|cantonnier|legionnaire|militaire|soldat|photographe|potier|potiere|ceramiste|sculpt(?:eur|rice)|berger|meunier|tonnelier|vigneron(?:ne)?"
    r"|ostreicult(?:eur|rice)"
    r"|toilett(?:eur|euse)|croque-mort|antiquaire|brocanteu(?:r|se)|ebeniste|jardini(?:er|ere)|carreleu(?:r|se)|charpenti(?:er|ere)|fromag(?:er"
    r"|ere)|cavist?e|marchande?"
    r"|routi(?:er|ere)|commercante?|artisane?|employee? (?:municipale?|de mairie)|bijouti(?:er|ere)|estheticienne|traiteur)"
)
PROFESSION = (
    r"(?:pharmacien(?:ne)?|medecin|docteur|dentiste|veterinaire|notaire|infirmi(?:er|ere)|sage-femme|kine\w*|gendarme|polici(?:er|ere)|pompier"
    r"|institut(?:eur|rice)|maitresse|professeure?|prof|enseignante?|gardien(?:ne)?|secretaire de mairie|chauffeu(?:r|se)|aide-soignante?|facteur"
    r"|garde champetre|proviseure?|nourrice|assistante? maternelle|cure|pretre|rabbin|organiste|orthophoniste|puericultrice|osteopathe|huissi(?:er"
    r"|ere)|clerc)"
)
ONE = r"(?:\b(?:le|la|un|une|ce|cette|du|de la|au|son|sa) |\b[dl]'|\bde l')(?:jeune |vieux |vieille |ancien(?:ne)? |seule? )?"
TRADESMAN = re.compile(rf"{ONE}{TRADE}\b")
PROFESSIONAL = re.compile(rf"{ONE}{PROFESSION}\b(?! (?:scolaire|de pmi|de la pmi|traitant|coordinat))")
KIN_OF_ROLE = re.compile(
    rf"\b(?:l[ea]s? |l'|un |une |d'un |d'une )(?:\w+ )?(?:{KIN}|petite?s|gamine?s?|gosses?) (?:du |de la |de l'|d'un "
    rf"|d'une )(?:\w+ )?(?:{TRADE}|{PROFESSION}|{ROLE}|cure|adjoint)\b"
)
APPOSED = re.compile(
    rf"\b(?:l[ea] |l'|une? )(?:\w+ )?(?:{TRADE}|{PROFESSION}|{ROLE})\b[^,;:.()\n]{{0,40}}, (?:qui est |elle-meme "
    r"|lui-meme )?(?:(?:recemment|tout juste|fraichement|bientot|deux fois|jeune|nouvellement) )?(?:en (?:depression|cure|instance|arret|plein"
    r"|procedure)|sous"
    r"|suivie?|atteinte?|alcooli\w+|bipolaire|depressi\w+|schizo\w+|malade|veu[fv]e?|divorcee?|separee?|sans emploi"
    r"|incarceree?|condamnee?|handicapee?)\b"
)
ONLY_ONE = re.compile(
    r"\bseule?s? (?:et unique )?(?:pere|mere|homme|femme|couple|veuf|veuve|famille|enfant|eleve|garcon|fille|papa"
    r"|maman|parent|adolescente?|jeune|trisomique"
    r"|\w+ique)s?\b[^.;:,()\n]{0,40}?\b(?:du|de la|de l'|de|d'|a) ?(?:village|commune|ecole|canton|hameau|bourg"
    r"|quartier|classe|college|immeuble|(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
NOTABLE = re.compile(
    rf"\b(?:l[ea] |l'|une? )(?:ancien(?:ne)? |ex-)?(?:{ROLE}|{TRADE}|{PROFESSION})\b[^.;:,()\n]{{0,30}} dont (?:l[ea]s? |l'){KIN}\b"
    rf"|\b(?:l[ea] |l')(?:ancien(?:ne)? |ex-)?{ROLE}\b[^.;:()\n]{{0,40}}? et (?:sa|son|ses) {KIN}\b"
)
KEEPERS = re.compile(
    r"\bqui (?:tien(?:t|nent)|gere(?:nt)?|travaille(?:nt)? (?:a|au)|dirige(?:nt)?) (?:l'|le |la |un |une )?(?:hotel"
    r"|bar|cafe|epicerie|boulangerie|garage|pharmacie"
    r"|auberge|tabac|restaurant|camping|ferme|superette|salon|ecole|mairie|boucherie|gite)\b"
)
PARTNER_DEED = re.compile(
    r"\b(?:distribu\w+|relai\w+|accueill\w+|affich\w+|propos\w+|particip\w+|pret\w+|disposition|anim\w+|inform\w+"
    r"|orient\w+|remet\w*|depos\w+|diffus\w+|chez)\b"
)
SOMEONE = re.compile(
    r"(?:\A|[:;,(] ?|\b(?:cette?|cet) )(?:(?:une?|cette?|cet|l[ea]|chez une?) )?(?:jeune )?(?:(?:beau-|belle-|grand-"
    r"|ex-)?(?:pere|mere|mari|femme)|conjointe?|compagn(?:on|e)|maman|papa|homme|couple|dame|monsieur|famille"
    rf"|veuf|veuve|habitante?|adolescente?|enfant|garcon|fille|grand-mere|grand-pere|gamine?|{TRADE}|{PROFESSION})\b(?! (?:sur|et|ou)\b)"
)
DETAIL = re.compile(
    r"\b(?:de|du|d'|à|a|en|au) ?(?:(?:canton|village|hameau|bourg|commune|quartier) (?:de |d'"
    rf"|du ))?(?-i:[A-ZÀ-Þ][a-zà-ÿ])|\bdepuis\b|, suivie? (?:en|par|pour|au)\b|\b(?:en|de) (?:{MONTHS})\b"
    r"|\b\d{1,2} (?:ans|enfants)\b",
    re.IGNORECASE,
)

HIS_KIN = re.compile(rf"\b(?:sa|son) (?:futur(?:e)? )?{KIN}\b")
ANY_KIN = re.compile(rf"\b{KIN}\b")
CASE = re.compile(rf"\b(?:{CASE_NOUN}|cas|dossiers?|signal\w+)\b[^.;:]{{0,30}}\Z")
WELL_KNOWN = re.compile(
    r"\b(?:mere|pere|maman|papa|homme|femme|dame|monsieur|couple|fille|garcon|fils|jeune|famille|fratrie|voisine?|conjointe?"
    r"|ex)\b(?! sur |[^.;:,()]{0,20}\b(?:souvent|parfois|rarement|generalement|toujours|mieux|peu|mal)\b)[^.;:,()]{0,20}?"
    r" (?:(?:bien|tres|trop|deja|defavorablement|tristement|archi) )?connue?s? (?:de (?!la (?:mediation|loi))|des |du |d'|par |dans |a )"
)
WHOSE = re.compile(
    rf"\b(?:idee|demande|avis|cas|histoire|temoignage|divorce|separation|proposition|suggestion|plainte|plaintes|souhait|projet|appel|courrier"
    rf"|lettre|initiative|mot)"
    rf" (?:de la |du |d'une |d'un |de l')(?:\w+ )?(?:{TRADE}|{PROFESSION})\b"
)
OF_A_PLACE = re.compile(
    r"(?: \w+)?(?:,)? (?:de |d'|du |a |au )(?:(?:village|bourg|hameau|coin|quartier|canton)\b|[A-Z])"
)
LIVING = re.compile(r"\b(?:domicilie\w*|demeurant) (?:a |au |en |rue |chez )[^\n,;.()]{1,40}")
MOBILE = re.compile(r"(?:\A0 ?|\b33\W*0?\W*)[67]|\A(?:tel|port|mob|joi|app)\w*\W+0 ?[67]|\A\+(?!33)")

REFERRING = re.compile(
    r"(?:il|elle|ils|elles|son|sa|ses|leurs?|lui|celle-ci|celui-ci|l'interesse\w*|ce(?:t|tte)? (?:pere|mere|famille"
    r"|enfant|homme|femme|couple|dame|situation)|ces enfants"
    r"|la (?:mere|famille|maman|dame)|le (?:pere|papa|couple|monsieur)|les enfants)\b"
)
"""How a sentence goes on about someone named in the one before."""

SEPARATOR = re.compile(r"(?<!\d),(?!\d)|,(?= )|:(?= |\Z)| [–—-] ")
LEAD = re.compile(
    r"\s(?:(?:situee?s?|sise?s?|installee?s?|logee?s?|amenagee?s?|basee?s?) (?=au|a|dans|rue|du)|(?:au|a l'adresse(?: du)?|du|rue"
    r"|dans l'immeuble du)(?= ?\Z)|celles? de|celui de|ceux de|(?:idee|souhait|demande|voeu|suggestion|initiative|proposition) d|hors|hormis"
    r"|excepte|telle?s?|vu|sauf|\w+(?:ee?s?) par|dont|notamment|par exemple|comme|suite a|a la demande d|a la suite d|apres|pour|d'apres"
    r"|selon|concernant|grace a|y compris|cf|voir|sauf|avec"
    r"|chez|et|ainsi que|ou|parce que|car|quand|lorsqu|depuis que|une fois|si|sans oublier|en particulier|surtout|a commencer par)\b"
)
CONTACT = re.compile(
    r"(?:prevenir|appeler|rappeler|joindre|contacter|relancer|convoquer|recevoir|verifier|voir|revoir|penser a"
    r"|ne pas oublier|faire le point|prendre contact"
    r"|a (?:rappeler|contacter|prevenir|revoir|voir)|ecrire a|versement)\b"
)
"""How a task about one person opens, whatever its length."""

LABEL = re.compile(
    r"(?:cas|ex|exemple|par ex\w*|situation|contact|tel|telephone|adresse|note|cf|voir|a voir|signal\w+|dossier"
    r"|rappel\w*|temoignage|demandeu\w+|famille|mere|pere"
    r"|enfant|personne|reference|domicile|suite|prevenir|appeler|joindre|contacter|relancer|convoquer|recevoir"
    r"|prendre|faire le point|verifier|penser|ne pas oublier|mail"
    r"|courriel|coordonnees|urgent|important|a (?:rappeler|contacter|prevenir|revoir)|verse\w*|allocataire|nir"
    r"|numero|affaire|rendez-vous|rdv|attention|pour memoire)\b"
)
TURN = re.compile(
    r"(?:en|depuis|a|au|apres|avant|quand|lorsqu\w*|selon|dans|hier|chez|malgre|comme|si|suite|le \d|il y a|du"
    r"|pendant|lors|faute|afin|puisqu\w*|un (?:soir|jour)|"
    rf"(?:une?|l[ea]s?|l'|ce|cette|son|sa|ses|leurs?|deux|trois) ?(?:{KIN}|couple|famille|homme|dame|{TRADE}|{PROFESSION}))\b"
)
DATE_ALONE = re.compile(
    rf"\W*(?:(?:le|en|avant|apres|des|vers|d'ici|fin|mi|debut|courant|au|pour|a|la|l')[ -]?)*(?:\d{{1,2}}(?:er)? ?)?(?:{MONTHS}|rentree|printemps"
    rf"|ete|automne|hiver|[ts][1-4]"
    r"|(?:\d(?:er|e)|premier|deuxieme|troisieme|quatrieme|second) (?:trimestre|semestre)|\d{1,2}[/.-]\d{1,2}[/.-])? ?(?:de )?20\d\d\W*\Z"
)
"""A date said before someone is named, as that of a deadline."""

DATED = re.compile(rf"\s*(?:(?:bilan|rapport|enquete|{MONTHS}|\d+ (?:{MONTHS})) )?(?:de |au )?20\d\d\W*\Z")

NAMED_KIN = re.compile(
    rf"(?:\bm\.|\bmm\.|\b(?:mr|mme|mlle|monsieur|madame)\b) ?(?:et mme )?[\w'-]+(?: [\w'-]+)?,? (?:{KIN}|senior|junior|ancienne? (?:victime|place"
    rf"|detenu|usager)\w*|victime|temoin|detenu)\b"
    rf"|\A(?:la |une? )?(?:famille|couple|fratrie) (?!rura|de |des |d')[a-z]"
)
KIN_OF = re.compile(rf"\b(?:{KIN}|voisine?|amie?|collegues?) (?:de |d'|des petits? )(?P<name>[\w'-]+)")
"""Kinship told beside a name: a family's, even in the list of partners."""

ONE_FAMILY = re.compile(rf"{CAPITAL}[\w’-]+[^\Wsxz]")
"""One surname after "des": a family, where a plural is a place or a body."""

DOUBLED = frozenset("jean marie anne lou pierre paul louis charles rose lili mary emma ana maria ange".split())
JOINED = re.compile(rf"(?:{CAPITAL}[\w’'-]+(?:, | et ))+\Z")
AT_PLACE = re.compile(r"\b(?:a|au|aux|de|du|des|d'|entre|vers|le|la|les|en) ?\Z")

DANGLING = re.compile(
    r"[ ,;:–—-]*\b(?:dont|notamment|y compris|en particulier|surtout|comme|celles?|celui|ceux|et|ou|avec|pour|de|du|des|au|aux|chez|selon|d'apres"
    r"|sauf|hors|par|telle?s?|meme)\Z"
)
"""Words that would hang at the end of what is kept."""

HOUSE = re.compile(rf"(?:\(|\b(?:chez|avec|pour|par) )les {CAPITAL}(?=[a-zà-ÿ])[\w’-]+[^\Wsxz](?![\w’'-])")
"""A family by its surname in the plural: "chez les Vandamme"."""
