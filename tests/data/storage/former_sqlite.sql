BEGIN TRANSACTION;
CREATE TABLE dossiers (
	id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "dossiers" VALUES(1,'2026-11-27 15:31:47.314010',NULL);
INSERT INTO "dossiers" VALUES(2,'2026-11-27 15:31:47.341568','2026-11-27 15:31:47.354846');
INSERT INTO "dossiers" VALUES(3,'2026-11-27 15:31:47.357818',NULL);
CREATE TABLE versions (
	dossier_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	saved_at DATETIME NOT NULL, 
	author TEXT NOT NULL, 
	record TEXT NOT NULL, 
	PRIMARY KEY (dossier_id, number), 
	FOREIGN KEY(dossier_id) REFERENCES dossiers (id)
);
INSERT INTO "versions" VALUES(1,1,'2026-11-27 15:31:47.314627','ana','{"department": "Val-d’Ombre", "caf_name": null, "planned_actions": [{"objective": 1, "text": "Ouvrir une permanence à Arlac", "partners": ["UDAF"]}], "ma_clé": {"gardée": [1, true, null, 2.5]}}');
INSERT INTO "versions" VALUES(1,2,'2026-11-27 15:31:47.329839','zoé','{"department": "Val-d’Ombre", "constraints": "Pas de montant.\nNi de date."}');
INSERT INTO "versions" VALUES(2,1,'2026-11-27 15:31:47.341788','','{"department": "Haute-Lande"}');
INSERT INTO "versions" VALUES(3,1,'2026-11-27 15:31:47.357929','bob','{"department": "Val-d’Ombre", "constraints": "Pas de montant.\nNi de date."}');
COMMIT;
