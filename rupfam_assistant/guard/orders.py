"""Orders: the parts of a dossier that talk to the program, or dictate how it writes, instead of telling the department's facts."""

import base64
import re
from collections.abc import Iterator

from rupfam_assistant.french.clauses import bracket_spans, part_spans, tidy
from rupfam_assistant.french.words import flatten

MACHINE = (
    r"(?:i\.?a\.?|intelligence artificielle|modele(?: de langage)?|llm|chatbot|chat ?gpt|gpt|claude|mistral|copilot"
    r"|gemini|bot|robot|agent conversationnel|algorithme"
    r"|assistant(?! familial| de service| social| maternel| d'education)(?: ia| automatique| virtuel| de redaction)?"
    r"|redact(?:eur|ion) (?:automatique|ia)|generateur"
    r"|redacteur(?= ?:)|logiciel|programme informatique|outil (?:de redaction|automatique|ia)|systeme(?= ?:(?! ?(?:un|une|le|la|les|des|du|l')\b))"
    r"|machine)"
)
ARTICLE = (
    r"(?:l'|le |la |les |un |une |ton |ta |tes |votre |vos |cette |ce |cet |ces |tout(?:e|es)? (?:l[ea]s? |l')?"
    r"|tous (?:les )?|chaque |d'|de |des |aucune? )"
)
OURS = (
    r"(?:trame|modele(?: national)?|consignes?(?: (?:precedentes?|ci-dessus|donnees|recues|anterieures|initiales))?"
    r"|instructions?|regles?|prompt|contraintes?|avertissements?"
    r"|alertes?|anomalies?|blancs?|\W{0,3}a completer\W?|garde-fous?|filtres?|provenance|ce qui (?:precede|a ete dit"
    r"|est ecrit)|precedent\w*|tout ce qui)"
)
"""What the program works with, that no department's action is about."""

READER = (
    r"(?:i\.?a\.?\b|intelligence artificielle|modele de langage|llm\b|chatbot|chat ?gpt|gpt\b|agent conversationnel|assistant (?:ia|automatique"
    r"|virtuel|de redaction|numerique)"
    r"|redact(?:eur|ion) (?:automatique|ia)|redacteur\b|generateur(?: de (?:textes?|projets?|conventions?))?|outil (?:de redaction|automatique|ia)"
    r"|systeme (?:automatique|ia))"
)
"""What can only be the program."""

PROGRAM = rf"(?:{READER}|programme|outil|logiciel|machine|assistant|robot|modele|systeme|algorithme|appli(?:cation)?)"
"""What is the program when it is to write."""

MATTER = (
    r"(?:«|\"|\b(?:objectifs?|articles?|trame|consignes|blancs?|crochets?|a completer|alertes?|avertissements?|phrases?|paragraphes?|dossier"
    r"|champs?"
    r"|en anglais|chaque (?:montant|objectif|article|chiffre)|tous les (?:montants|chiffres|taux|pourcentages|objectifs)|contradictions?"
    r"|incoherences?|anomalies?)\b)"
)
"""What the program writes or works with."""

PAPER = (
    r"(?:convention|article|objectif|projet|texte|trame|phrases?|mots?|blancs?|reponse|redaction|document"
    r"|paragraphes?|dossier|sortie|conclusion|tirets?|titres?|a completer)"
)
CLAIM = (
    r"(?:la (?:presente )?convention (?:est|a|sera|dure|court|prend|vaut)|tout (?:est|a ete)|le projet est"
    r"|tou[st]\w* (?:les )?\w+ (?:ont|sont|est|valid)|l'etat (?:verse|finance)"
    r"|la caf (?:verse|finance|s'engage)|le (?:prefet|budget|montant|financement) (?:a|est|s)|les? \w+ (?:est|sont|a"
    r"|ont) (?:deja )?(?:signe|valide|approuve|acquis|vote))"
)
PLAIN_ORDER = (
    r"(?:ecris|reecris|reponds|redis|dis|traduis|produis|conclus|fais|retiens|obeis|remplis|reprends|resous|agis"
    r"|sois|tais-toi|transcris|decris|poursuis|inscris|introduis|maintiens|fournis|garantis|definis|reduis|etablis"
    r"|rends|convertis|souviens-toi|suis (?:plutot|ces|ceci|mes|les instructions)|abstiens-toi|choisis"
    r"|mets(?= (?:le|la|les|l|un|une|des|dans|en|a|ce|chaque|tou|fin|«|\"))|oublie|ignore|affirme|invente|recopie"
    r"|decode|recommence|arrondis|gonfle|(?:double|triple|multiplie)(?= (?:chaque|tou[st]|toutes|(?:le |les )?(?:montants?|chiffres?|taux"
    r"|budgets?)))|considere que|suppose que|imagine que|note que|indique que|precise que)"
)
LONG_ORDER = (
    r"(?:supprime|remplace|ajoute|redige|repete|genere|efface|insere|confirme|valide|complete|indique|signale"
    r"|affiche|mentionne|donne|laisse|revele|reformule|resume|presente"
    r"|modifie|change|retire|enleve|copie|colle|execute|applique|respecte|garde|montre|cite|declare|note(?= que| bien| la | le | les )|passe"
    r"|termine|commence|arrete|cesse|chiffre|traite|utilise|evite|cache|masque|saute|omets|tais|corrige|rajoute|liste(?= les | tous | toutes )"
    r"|parle|adopte|prends)"
)
POLITE_VERB = (
    r"(?:indiquer|ecrire|considerer|valider|supprimer|signaler|ajouter|remplacer|mentionner|retirer|laisser|passer"
    r"|affirmer|preciser|noter|inscrire|faire (?:figurer|apparaitre|comme)"
    r"|rediger|inserer|completer|remplir|ignorer|oublier|confirmer|afficher|mettre|effacer|tenir|traiter|repondre"
    r"|generer|inventer|chiffrer|porter|reprendre|recopier|conclure|terminer|commencer|finir|arrondir|doubler|tripler|gonfler|multiplier|relever"
    r"|passer sous silence"
    r"|reformuler|traduire|presenter|vous (?:contenter|limiter|en tenir)|te (?:contenter|limiter)|bien vouloir \w+)"
)
VOUS = (
    r"(?:ignorez|oubliez|ecrivez|repondez|redigez|affirmez|inventez|supprimez|remplacez|ajoutez|considerez|indiquez"
    r"|mentionnez|remplissez|completez|validez|mettez|faites|inserez"
    r"|effacez|relevez|corrigez|arrondissez|doublez|gonflez|sautez|concluez|terminez|commencez|traduisez|resumez|reformulez|recopiez|confirmez"
    r"|precisez|notez|generez|affichez|signalez|laissez|retirez|inscrivez)"
)
SAYING = (
    r"(?:ecri\w*|affirm\w*|indiqu\w*|not(?:er|ez|e)|declar\w*|consider\w*|mentionn\w*|precis(?:er|ez|e)|inscri\w*"
    r"|confirm\w*|repond\w*|ajout\w*|dir?e|dis)"
)
OPENING = (
    r"(?:(?<=[.!?…:;,(\[{«\"»>—–*#|\]\n])|(?<= -)|\A|\b(?:puis|ensuite|alors|donc|enfin|et|merci|stp|svp|maintenant"
    r"|attention|important|urgent))[ *_#>«\"-]{0,8}"
)
START = r"(?:\A|(?<=[.!?…:(\[{>—–\n\]]))[ *_#>«\"-]{0,8}"

ORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{START}(?:a |pour |au )(?:l'|le |la )?{MACHINE}\b",
        rf"\b(?:l'|le |la |les |un |une |cet |cette |ce |chere? |tout |toute )?{READER} (?:ne |n')?(?:doit|devra|devrait|peut|pourra|pourrait"
        rf"|est (?:prie|tenu|invite|autorise|charge|libre)"
        r"|sera|voudra|veillera|est en droit|a (?:le droit|pour consigne|interdiction|ordre)|ignor|ecri|redig|affirm)\w*",
        rf"{START}(?:cher |chere )?(?!programme){PROGRAM} ?[:,] ?(?:merci de |ne |n')?(?:{PLAIN_ORDER}|{LONG_ORDER}|{VOUS}|{POLITE_VERB})\b",
        rf"\b(?:l'|le |la |les |cet |cette |ce ){PROGRAM}(?: (?!de\b|d')[a-z]+)? (?:ne |n')?(?:doit|devra|devrait|peut|pourra|pourrait|est (?:prie"
        rf"|tenu|invite"
        rf"|autorise)\w*|voudra bien|veillera|est invite)\b"
        rf"[^.!?\n]{{0,120}}?{MATTER}",
        rf"\b(?:autoris|pri|demand|invit|charg|ordonn|permet|interdi|impos|rappel|confi)\w* (?:a )?(?:l'|le |la |cet |cette |ce |au |aux |un "
        rf"|une ){READER}",
        rf"\b(?:(?:il (?:serait|sera|est) (?:bon|souhaitable|utile|preferable|bienvenu|judicieux|opportun|heureux|bien)|(?:on|je) (?:souhait\w+"
        rf"|aimer\w+|voudr\w+|veux|veut|propos\w+)"
        rf"|nous (?:souhait\w+|aimer\w+|voudri\w+|voulons)|il (?:faut|faudrait|convient|importe)) que|pourvu que) (?:l'|le |la |cet |cette |ce "
        rf"|votre ){PROGRAM}\b[^.!?\n]{{0,120}}?{MATTER}",
        r"\b(?:texte|document|projet|contenu|article|resume) (?:genere|produit|rendu|qui sera (?:genere|produit)"
        r"|de sortie)\b[^.!?\n]{0,20}?\b(?:affirm|di[st]|ecri|mentionn|indiqu|contienn|comport|laiss|taise|soit|doi|ne |reprenn|cit)\w*",
        rf"\b(?:ayez|auriez-vous|aurais-tu|aie|aies|veuillez avoir) l(?:'|a )(?:amabilite|obligeance|gentillesse|bonte|courtoisie"
        rf"|extreme amabilite|delicatesse)[^.!?\n]{{0,12}}(?:, ?[^,]{{2,40}},)?"
        rf" ?d(?:e |')(?:ne (?:pas |rien )?)?(?:{POLITE_VERB}|ignor|oubli)\w*",
        rf"\b(?:vous seriez|tu serais|vous serait-il|te serait-il|serait-il) (?:bien )?(?:aimables?|gentils?|possible)[^.!?\n]{{0,8}} (?:de "
        rf"|d'){POLITE_VERB}\b[^.!?\n]{{0,120}}?{MATTER}",
        r"\b(?:merci|priere|veuillez|pri\w+)(?: d'avance| par avance| bien| vivement)? (?:de |d')?(?:bien vouloir )?(?:ne (?:pas "
        r"|plus )?)?(?:conclure|terminer|commencer|finir|debuter|ouvrir|clore)"
        r"[^.!?\n]{0,40}?(?:par|avec|sur) ?[«\"“]",
        r"\b(?:arrondir|doubler|tripler|gonfler|multiplier|majorer|minorer|maquiller|falsifier) (?:[^.!?\n]{0,25} )?(?:tou\w+ (?:les )?|chaque "
        r"|l[ea]s? )(?:montants?|chiffres?|pourcentages?|taux|budgets?|sommes?)\b",
        r"\b(?:il (?:convient|importe|y a lieu|est important|est necessaire|est indispensable|vous appartient|t'appartient)|pensez|pense|veillez"
        r"|veille) (?:bien )?(?:de |d'|a )(?:ne (?:pas |rien )?)?"
        r"(?:faire (?:apparaitre|figurer|comme)|ecrire|rediger|supprimer|affirmer|masquer|inventer"
        r")\b[^.!?\n]{0,80}?(?:\bpartout\b|\bque\b|«|\bobjectifs?\b|\bblancs?\b|\balertes?\b|\btrame\b)",
        r"\b(?:document|texte|projet|convention|article|redaction|reponse|sortie|version finale|rendu|livrable)\b[^.!?\n]{0,60}?\b(?:doi(?:t|vent)"
        r"|devr\w+|ser(?:a|ont)|soi(?:t|ent)) (?:imperativement |absolument )?"
        r"(?:etre )?(?:rendue?|ecrite?|redigee?|livree?|remise?|presentee?|produite?|generee?|sortir?|exempte?|depourvue?|vide|sans)s?\b"
        r"[^.!?\n]{0,40}?\b(?:(?:sans|d'|de|des?) ?(?:aucune? |les? |tout )?(?:blancs?|crochets?|alertes?|avertissements?|a completer|trous?"
        r")"
        r"|en (?:anglais|espagnol|vers|alexandrins|majuscules|une (?:seule )?(?:phrase|ligne|page)))\b",
        r"\b(?:aucune?|pas d[e']|plus d[e']|plus aucune?|zero|nulle?) ?(?:blancs?|crochets?|alertes?|avertissements?|«? ?\[?a completer\]? ?»?"
        r"|anomalies?|trous?|signalements?)\b[^.!?\n]{0,20}?"
        r"(?:\bne (?:doi|devr|saur|peu|ser|subsist|rest|figur)|\bsur ce (?:point|dossier|champ|sujet)|\bdans (?:le|ce|la|ta|votre) (?:projet|texte"
        r"|document|convention|reponse|redaction|resultat)"
        r"|\bsvp|\bstp|s'il (?:te|vous) plait|\ba (?:l'agent|l'utilisateur|afficher|lever|l'ecran)|\bmerci)",
        r"\b(?:reponse|sortie|texte|resultat|conclusion) (?:attendue?|souhaitee?|voulue?|exigee?|finale?|unique|a (?:donner|produire|rendre"
        r"|afficher|recopier)) ?: ?[«\"“]",
        r"\b(?:ce|cet|le present|cette|la presente|l'actuel\w*|ces) (?:champ|case|message|texte|ligne|note|consigne|instruction|paragraphe"
        r"|ordre)s? (?:annule|remplace|prime|prevau|l'emporte|a priorite|fait foi|rend (?:caduc|nul))\w*",
        r"\bannul\w* et rempla\w* (?:[^.!?\n]{0,20} )?(?:consignes|instructions|trame|regles|dossier|ce qui|le reste|tout)",
        r"\btout ce qui (?:suit|precede|vient|est ecrit)[^.!?\n]{0,20} (?:remplace|annule|est (?:faux|nul|caduc|sans)|doit|ne compte|prime"
        r"|fait foi)|\b(?:a partir|au-dela) (?:d'ici|de cette ligne|de ce point)\b",
        rf"{START}stop ?(?:[.!:;,—–]|\Z|\n)",
        rf"\bsi (?:tu es|vous etes|tu lis|vous lisez|ceci est lu par|ce texte est lu par) (?:une? |l'|le |la |cec|ce )?(?:{MACHINE}|ci|programme"
        rf"|texte|message|ligne)",
        r"\b(?:toi|vous) qui (?:me |nous |le |la )?(?:redig|lis|lit|ecri|traite|gener|produi|resum)\w*",
        r"\b(?:please|kindly|pls)\b|\b(?:omit|skip|drop|leave|decode|execute|rewrite|approve|increase|decrease|make|keep|set|hide|sign|change"
        r"|pretend|conclude) (?:the|all|no|this|that|any|every|out|sure|it|everything|each)\b"
        r"|\b(?:do not|don't|never|always) (?:mention|include|show|flag|write|list|report|leave|say|warn|alert|add|follow|use)\b|\b(?:your"
        r"|the) (?:instructions|guidelines|answer|output|reply|task)\b",
        r"\b(?:escrib[ae]|respond[ae]|olvid[ae]|elimina|anad[ae]|agrega|schreibe?|antworte|ignoriere|vergiss|losche|scrivi|rispondi|dimentica"
        r"|aggiungi|escreva|esqueca)"
        r" (?:que|el|la|los|las|todo|todas?|solo|en|dass|alle[sn]?|die|das|den|nur|che|il|tutt[oei]|in|em|as|os|so|somente|apenas|auf)\b",
        r"(?<!pas )\b(?:ignorer|oublier) (?:tou\w+ )?(?:les |la |ces |l')(?:autres |presentes? )?(?:consignes|instructions|trame|prompt|regles)\b",
        rf"{OPENING}(?:cher |chere |hey |bonjour |ok |dear )?(?:l')?{MACHINE} ?[:,!—–>]",
        r"\b(?:system|user|assistant|developer|human|ai)(?: prompt| message)? ?:",
        r"\b(?:consignes?|notes?|messages?|instructions?|demandes?|attention|rappel|avis|mot|ordres?|information"
        r"|recommandation|mention)(?: \w+)? ?(?:a |au |aux |pour |destinee?s? (?:a |au )"
        rf"|a l'(?:attention|intention|usage) d[eu] ?|de )(?:l'|le |la |les )?{MACHINE}\b",
        rf"\b(?:a l'(?:attention|intention) d[eu]|destine\w* (?:a|au)|adresse\w* (?:a|au)) ?(?:l'|la |le )?{MACHINE}\b",
        rf"{START}(?:\W{{0,4}}(?:debut|fin|voici|suivent) (?:des?|de la|les) )?(?:nouvel(?:le|les)|derniere|vraie"
        r"|autre)s? (?:consigne|tache|instruction|regle|mission)s? ?(?:[:.;,—–]|\Z)",
        r"\b(?:nouvel(?:le|les)|vraie|seule) (?:consigne|tache|instruction)s? ?[:=]",
        r"\b(?:consignes?|instructions?|ordres?|directives?) (?:systeme|cachees?|secretes?|prioritaires?|speciales?"
        r"|au systeme|internes?|supplementaires? ?:|(?:pour|de) (?:la )?redaction)\b",
        rf"{START}(?:instructions?|consignes?|commande|prompt|ordre) ?: ?(?:{PLAIN_ORDER}|{LONG_ORDER}|{VOUS}|ne )",
        r"\b(?:fin|debut) (?:du|des|de l'|de la|d') ?(?:dossier|donnees|document|texte|entrees?|contexte"
        r"|nouvelles instructions|instructions|prompt|fichier|saisie)(?: utilisateur)? ?(?=[;:.\])—–>|]|- )",
        r"</?(?:dossier|system|user|assistant|instructions?|prompt|data|donnees?|context|contexte|document|texte|input"
        r"|output|s|sys|im_\w+|tool\w*|fiche|besoins?|script)\b[^<>\n]{0,40}>",
        r"[{,\[] ?[\"'“«]? ?(?:role|system|content|instructions?|prompt|messages?|assistant|user|task|command|action|tool\w*"
        r"|function)[\"'”»]? ?[\"'”»]? ?[:=]",
        r"\brole ?: ?[\"']?(?:system|user|assistant)\b|<<\w{1,20}>>",
        r"\b(?:taches?|consignes?|instructions?|commandes?|ordres?) (?:supplementaire|additionnelle|suivante|prioritaire|reelle|secrete|finale"
        r"|imperative|complementaire)s? ?:",
        rf"{START}(?:consignes?|instructions?|commande|ordre) ?: ?tou\w* (?:\w+er|\w+ir)\b",
        r"\b(?:rend|valid|produi|gener|livr|sort|redig|ecri|present|remett|etabli)\w*\b[^.!?\n]{0,60}?\bsans (?:aucune? |la moindre |le moindre "
        r"|un seul )(?:alerte|blanc|avertissement|crochet|anomalie|signalement)",
        r"\b(?:je suis|c'est|ici) (?:ton|votre) (?:administrateur|developpeu|createur|maitre|superviseur|concepteur|proprietaire)"
        r"|\bmode administrateur\b",
        rf"\bque (?:l'|le |la |cet |cette ){READER} \w+",
        r"\b(?:vous|te|t'en|en) saur\w+ gre d(?:e |')(?:ne pas |bien vouloir )?(?:omettre|oublier|ignorer|supprimer|effacer|retirer|ecrire|rediger"
        r"|affirmer|conclure|remplacer|inventer)\b",
        rf"{START}faire comme si\b|\bqu'(?:il soit|on) (?:ecri|not|indiqu|mentionn|affirm|precis)\w* que\b",
        r"\{ ?[\"'“]|[\"'”] ?: ?[\"'“{\[]|&(?:lt|gt|#\d{2,4}|#x[\da-f]{2,4});|<\|\w|\|>",
        r"</?(?:td|tr|th|table|tbody|script|iframe|style|img|svg|object|embed|form|input|body|html|head|meta|link|a|div|span|textarea"
        r"|title)\b[^<>\n]{0,200}>?",
        r"\b(?:javascript|vbscript|data:text)\b ?:|\bon(?:error|load|click) ?=|\b(?:drop|alter|truncate) table\b|\bdelete from\b|\binsert into\b"
        r"|\bselect [*\w, ]{1,30} from\b|\bunion select\b",
        r"\b(?:prompt|shell|cmd|bash|root|admin|user|system) ?(?:>|\$)|[#*_=~]{1,4} ?(?:system|systeme|assistant|admin|root|developer"
        r"|user) ?[#*_=~]{1,4}",
        r"<!--|<\|\w|\[/?inst\]|<<sys>>|\{\{|\{%|```|\[/?(?:system|systeme|assistant|user|sys)\]|(?:begin|end) (?:system|of|prompt"
        r"|instructions?)\b",
        rf"{OPENING}(?:ignore[zsr]?|oublie[zsr]?|neglige[zr]?|contourne[zr]?|outrepasse[zr]?|desactive[zr]?|enfreins"
        r"|fais abstraction|passe outre) (?:donc |bien |completement )?"
        rf"(?:d')?{ARTICLE}?{ARTICLE}?(?:autres? |\w+s )?{OURS}",
        r"\b(?:ignore|oublie)[zsr]? (?:absolument |completement )?(?:tou\w+ )?(?:l[ea]s? |tes "
        r"|vos )(?:\w+ )?(?:(?:consigne|instruction|regle)s? (?:precedent|ci-dessus|anterieur|initial|du systeme|donnee|recue)\w*"
        r"|prompt|trame\b)",
        r"\bne (?:tiens|tenez|tenir) (?:pas|plus|aucun) (?:de )?compte d",
        r"(?<!« )\b(?:tu (?:dois|vas|peux|es|n'|ne |ignore|ecri|repond|oubli|rempl|as |devras|mett|supprim|ajout|affirm"
        r"|invent|pourras|seras|indiqu|laiss|redige|considere|feras)"
        r"|(?:ton|ta|tes) (?:prompt|consignes?|instructions?|reponses?|taches?|role|regles?|createurs?|redaction|texte|config\w*|memoire|sortie"
        r"|version|concepteur|administrateur)"
        r"|peux-tu|pourrais-tu|dois-tu|veux-tu|je te (?:demande|prie|dis|donne))",
        rf"{OPENING}{PLAIN_ORDER}\b(?!-)",
        rf"{START}{LONG_ORDER} (?:moi |bien |uniquement |seulement |aussi |egalement )?(?:{ARTICLE}|que |dans |tout|tous"
        r"|toute|ceci|cela|ca |a la |au |partout|par |(?:deux|trois|dix|\d+) |librement|ensuite |«|\"|seulement"
        r"|uniquement|\W)[^.!?\n]{0,160}?"
        rf"(?:\b{PAPER}s?\b|«|\"|\b{CLAIM}|\bque\b|\bdate\b|\bmontants?\b|€|\beuros?\b|\b{OURS})",
        rf"{OPENING}(?:n'|ne )(?:y )?(?:affiche|mets|mettez|laisse|laissez|signale|signalez|mentionne|ecri\w+|dis|dites"
        r"|indique|indiquez|ajoute|pose|respecte|respectez|fais|faites|tiens|cite|reponds|remplis"
        r"|affichez|garde|leve|suis|suivez|parle|parlez|releve|relevez|corrige|corrigez|compte|comptez|utilise|utilisez|redige)[sz]? (?:pas|plus"
        r"|jamais|que|rien|aucune?|surtout|en)\b",
        r"\b(?:ne (?:pas|jamais|plus) (?:afficher|signaler|mettre|laisser|lever|emettre|faire apparaitre|indiquer"
        r"|generer)|ne (?:signaler|laisser|afficher|lever|emettre)) (?:d'|de |les |aucune? |l'|la |le |\W)?"
        r"(?:alertes?|blancs\b|blanc (?:dans|a)|blanc\W*\Z|\W{0,3}a completer|avertissements?|anomalies? (?:a|dans|sur)|anomalies?\W*\Z)",
        rf"(?:{OPENING}|\b)(?:merci (?:d'avance |par avance |bien |vivement |infiniment )?(?:de |d')|veuillez |vous (?:devez|devrez"
        rf"|etes prie\w* d[e']|pouvez) ?|priere (?:de "
        r"|d')|il (?:vous|t')? ?(?:est|faut) (?:demande|imperatif|obligatoire)? ?(?:de |d')"
        r"|(?:je|nous|on) (?:vous |te )(?:demand\w+|prie|pri\w+|invit\w+)(?: instamment)? (?:de |d'|a )|pourriez-vous "
        r"|pouvez-vous |j'aimerais que (?:tu|vous) )(?:ne (?:pas |plus |rien |jamais )?)?"
        rf"(?:aussi |bien |donc |egalement |y )?{POLITE_VERB}\b[^.!?\n]{{0,160}}?(?:\b{PAPER}\b|\b{CLAIM}|{OURS}\b|\bcomme (?:acquis|valide|pret"
        rf"|signe|approuve|officiel|conforme|clos|definiti)|€|\bpourcentages?\b)",
        rf"{START}(?:n(?:e |'))?{VOUS} (?:pas |plus |aucune? |rien )?[^.!?\n]{{0,160}}?(?:\b{PAPER}\b|\b{CLAIM}|\b{OURS}|«|€|\bque\b)",
        rf"\b{SAYING}\b(?: \w+){{0,5}} (?:que |: ?[«\"]? ?){CLAIM}",
        rf"\b{SAYING} que (?:la |le |les |l')[\w' -]{{2,30}}? (?:finance(?:nt|ra)?|vers(?:e|ent|era)|pai(?:e|era)"
        r"|prend en charge|s'engage|approuv\w+|valid\w+|a (?:deja )?(?:signe|valide|approuve|vote|donne))\b",
        rf"{OPENING}(?:important|attention|urgent|nb|ps|n\.b\.|p\.s\.) ?[:,!] ?(?:bien |il faut "
        rf"|penser a )?{POLITE_VERB} (?:que|dans|partout|tout)\b",
        r"\b(?:considerer|tenir|traiter|supposer) (?:que |tout |toutes |l'ensemble |cette "
        r"|la )(?:[\w']+ ){0,4}(?:comme )?(?:est |ont ete |a ete |sont )?(?:valide|signe|acquis|approuve|vote)",
        r"\b(?:a partir de maintenant|desormais|dorenavant),? (?:tu|vous etes|vous repond|reponds|ecris|le texte"
        r"|la reponse)|\bfais comme si\b|\bfaites comme si\b",
        r"\ben tant qu(?:e |')(?:modele|ia\b|intelligence artificielle|assistant(?:e)? (?:ia|virtuel|de redaction)|llm"
        r"|assistant,)|\b(?:joue|jouez|prends) le role\b|\bagi[st] (?:comme|en tant)"
        r"|\bmode (?:developpeur|debug|admin\w*|sans filtre|libre|maintenance|dieu|dan|test|expert)\b|\bimagine que tu\b|\bjailbreak",
        r"\b(?:override|bypass|sudo) ?:|\b(?:prompt|invite) (?:systeme|initial|system)|\b(?:mon|ton|votre|le|son) prompt\b|\binjection de prompt",
        r"\b(?:ignore|disregard|forget|override|bypass|overrule) (?:all|any|the|your|my|previous|prior|above|everything"
        r"|what|every|these|this|instructions)\b",
        r"\byou (?:are|must|should|will|can|have to|need|shall)\b|\bas an? (?:ai|language|large)\b|\bfrom now on\b"
        r"|\bact as\b|\bpretend\b|\b(?:new|previous|system) (?:instructions?|task|prompt|rules?)\b",
        r"\b(?:write|print|output|say|add|respond|reply|answer|remove|replace|delete|state|translate|include|do not"
        r"|don't|fill|reveal|show|repeat|summari[sz]e) (?:that|the|only|with|all|in|an?|as|your|any|every"
        r"|include|mention|show|leave|it|blanks?)\b",
        r"\b(?:ignora|olvida|ignoriere|vergiss|dimentica|ignorare) (?:las?|los?|todas?|alle|die|tutte|le|tutto|todo)\b",
        r"(?<![\w+/=])(?=[\w+/=]{0,60}\d)[a-z\d+/]{40,}={0,2}(?![\w+/=])|(?:%[\da-f]{2}){6,}"
        r"|(?:\\[xu]\w{2,4}){4,}|\b(?:base64|rot13|hexadecimal)\b",
        "[\U000e0020-\U000e007f]{2,}",
    )
)
"""What orders look like, in a flattened text; lookbehinds stand on the mark that opens a clause."""

TO_YOU = re.compile(
    r"(?<![\w'-])(?:tu (?:ne |n'|me |m'|te |t'|l'|le |la |les |lui |y |en )*[a-z]+(?:s|x)|(?:dis|fais|ecris|mets|laisse)-(?:le|la|les|moi|toi)"
    r"|(?:pour|avec) toi)(?![\w-])"
)
"""A sentence that says "tu", as no officer does but in a quotation."""

QUOTED = re.compile(r"«[^«»\n]*»|\"[^\"\n]*\"|“[^”\n]*”")
ENCODED = re.compile(r"(?<![\w+/=-])[A-Za-z\d+/]{16,4000}={0,2}(?![\w+/=])")
COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|\{\{.*?(?:\}\}|\Z)|<script.*?(?:</script>|\Z)|<\|im_start\|>.*?(?:<\|im_end\|>|\Z)|<\|(?:system|user"
    r"|assistant)\|>.*?(?:<\|end\|>|</s>|\Z)"
    r"|\[inst\].*?(?:\[/inst\]|\Z)|<<sys>>.*?(?:<</sys>>|\Z)|```.*?(?:```|\Z)|<(?:system|systeme|assistant|user|instructions?"
    r"|prompt)>.*?(?:</[a-z]*>?|\Z)",
    re.DOTALL,
)
CLAUSE = re.compile(r"(?<=[:;,])\s|\s[–—-]{1,3}\s|\s(?:et|puis|mais|alors|ensuite)\s|[(\[{<«]")
PAYLOAD = re.compile(
    r"€|\beuros?\b|\bk€|\bmontants?\b|\bsigne\w*|\bvalide\w*|\bapprouve\w*|\bverse\w*|\bconvention\b|\bobjectifs?\b"
    r"|\btrame\b|\bblancs?\b|\ba completer\b|\balertes?\b|%|\bprefet\b|\bfinance\w*"
    r"|\A(?:ensuite|puis|enfin|ne|n'|cela|ceci|c'est|ces|cette|sinon|merci|ainsi|yes|no|oui|the|it|this|aucun|rien|tout)\b"
)
"""What shows that the sentence after an order is still its matter."""


def find_orders(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each part that gives an order, in order, without overlap."""
    flat = flatten(text)
    comments = [match.span() for match in COMMENT.finditer(flat)]
    shown = COMMENT.sub(lambda match: " " * len(match[0]), flat)
    return _merged(sorted([*comments, *_encoded(text), *_ordering_sentences(text, shown)]))


def without_orders(text: str) -> tuple[str, bool]:
    """A text without its orders, "" when nothing else is left, and whether it held one."""
    spans = find_orders(text)
    if not spans:
        return text, False
    left, at = "", 0
    for start, end in spans:
        left += text[at:start].rstrip() + " "
        at = end
    left = tidy(left + text[at:], text)
    return (left if re.search(r"\w{2}", left) else ""), True


def _encoded(text: str) -> Iterator[tuple[int, int]]:
    """The runs of letters that hide a text in base 64."""
    for match in ENCODED.finditer(text):
        bare = match[0].rstrip("=")
        try:
            hidden = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
        except ValueError:
            continue
        if re.fullmatch(r"[\w\s.,;:!?'’«»\"()<>{}\[\]/%€-]+", hidden) and re.search(r"[a-z]{3}", hidden):
            yield match.span()


def _ordering_sentences(text: str, flat: str) -> Iterator[tuple[int, int]]:
    """The part of each sentence from its first order on, and the sentences after it that carry its matter."""
    brackets = bracket_spans(text)
    at, ordered = 0, False
    for start, end in part_spans(text):
        while at < len(brackets) and brackets[at][1] <= start:
            at += 1
        if start and text[start - 1] == "\n":
            ordered = False
        first = _first_order(flat[start:end])
        if first is None:
            ordered = ordered and PAYLOAD.search(flat[start:end]) is not None
            if ordered:
                yield start, end
            continue
        ordered = True
        inside = next((span for span in brackets[at : at + 50] if span[0] <= start + first < span[1] <= end), None)
        if inside:
            ordered = False
            yield inside
            second = _first_order(flat[inside[1] : end])
            if second is not None:
                yield inside[1] + _clause_start(flat[inside[1] : end], second), end
        else:
            yield start + _clause_start(flat[start:end], first), end


def _first_order(sentence: str) -> int | None:
    """Where the first order of a flattened sentence starts, blanks and marks left aside."""
    unquoted = QUOTED.sub(lambda match: " " * len(match[0]), sentence)
    found = [match for match in (*(pattern.search(sentence) for pattern in ORDERS), TO_YOU.search(unquoted)) if match]
    return min((match.end() - len(match[0].lstrip(' *_#>«"-')) for match in found), default=None)


def _clause_start(sentence: str, at: int) -> int:
    """Where the clause that holds offset `at` starts: what stands before is not the order's."""
    starts = [
        mark.start() if mark[0][-1] in "([{<«" or mark[0].strip() else mark.end()
        for mark in CLAUSE.finditer(sentence, 0, at + 1)
        if mark.start() <= at
    ]
    return starts[-1] if starts else 0


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
