CREATE TABLE public.dossiers (
    id integer NOT NULL,
    created_at timestamp without time zone NOT NULL,
    deleted_at timestamp without time zone
);
CREATE SEQUENCE public.dossiers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.dossiers_id_seq OWNED BY public.dossiers.id;
CREATE TABLE public.versions (
    dossier_id integer NOT NULL,
    number integer NOT NULL,
    saved_at timestamp without time zone NOT NULL,
    author text NOT NULL,
    record text NOT NULL
);
ALTER TABLE ONLY public.dossiers ALTER COLUMN id SET DEFAULT nextval('public.dossiers_id_seq'::regclass);
INSERT INTO public.dossiers VALUES (1, '2026-11-27 15:32:02.922786', NULL);
INSERT INTO public.dossiers VALUES (2, '2026-11-27 15:32:02.960292', '2026-11-27 15:32:02.974406');
INSERT INTO public.dossiers VALUES (3, '2026-11-27 15:32:02.991432', NULL);
INSERT INTO public.versions VALUES (1, 1, '2026-11-27 15:32:02.926051', 'ana', '{"department": "Val-d’Ombre", "caf_name": null, "planned_actions": [{"objective": 1, "text": "Ouvrir une permanence à Arlac", "partners": ["UDAF"]}], "ma_clé": {"gardée": [1, true, null, 2.5]}}');
INSERT INTO public.versions VALUES (1, 2, '2026-11-27 15:32:02.949546', 'zoé', '{"department": "Val-d’Ombre", "constraints": "Pas de montant.\nNi de date."}');
INSERT INTO public.versions VALUES (2, 1, '2026-11-27 15:32:02.96081', '', '{"department": "Haute-Lande"}');
INSERT INTO public.versions VALUES (3, 1, '2026-11-27 15:32:02.991844', 'bob', '{"department": "Val-d’Ombre", "constraints": "Pas de montant.\nNi de date."}');
SELECT pg_catalog.setval('public.dossiers_id_seq', 3, true);
ALTER TABLE ONLY public.dossiers
    ADD CONSTRAINT dossiers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_pkey PRIMARY KEY (dossier_id, number);
ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES public.dossiers(id);
