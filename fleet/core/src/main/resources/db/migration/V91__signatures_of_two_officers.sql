-- Two officers who made a round together sign the same content, each on a phone of their own.
alter table patrol_signature drop constraint patrol_signature_pkey;
alter table patrol_signature add primary key (site, round, kind, hash, by_whom);
