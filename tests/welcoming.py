"""A department’s dossier in which a partner finds its own part."""

DOSSIER = {
    "department": "Val-d’Ombre",
    "caf_name": "CAF du Val-d’Ombre",
    "signatories": [
        {
            "body": "CAF du Val-d’Ombre",
            "represented_by": "Mme Claire Dupré, directrice",
            "address": "27 rue du Pressoir, Ombreval",
        },
        {"body": "MSA des Coteaux", "represented_by": "M. Paul Martin, directeur"},
    ],
    "planned_actions": [
        {
            "objective": 1,
            "text": "Ouvrir un second espace de rencontre",
            "pilot": "MSA des Coteaux",
            "deadline": "juin 2027",
        },
        {
            "objective": 3,
            "text": "Écrire un guide commun",
            "pilot": "CAF du Val-d’Ombre",
            "partners": ["Préfecture du Val-d’Ombre"],
        },
        {"objective": 2, "text": "Aider la famille de Karim Benali, né le 3 mars 2011", "pilot": "MSA des Coteaux"},
    ],
    "instance": "CDSF",
    "frequency": "deux fois par an",
}
