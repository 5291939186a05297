-- A guard's own phone: paired once by a code that is shown as a QR code; of its key only a hash is kept.
create table patrol_phone (
    id          text primary key,
    site        text not null references site,
    officer     text not null,
    code_hash   text,
    code_ends   timestamptz,
    key_hash    text unique,
    made_by     text not null,
    made_at     timestamptz not null,
    paired_at   timestamptz,
    last_heard  timestamptz,
    revoked_at  timestamptz
);
create index patrol_phone_site on patrol_phone (site, made_at);

-- What a phone told that is no scan: incidents, calls for help, the beginning and end of duty. The same id is the same.
create table patrol_report (
    site        text not null references site,
    id          text not null,
    kind        text not null,
    officer     text not null,
    at          bigint not null,
    received_at bigint not null,
    content     jsonb not null,
    primary key (site, id)
);
create index patrol_report_at on patrol_report (site, at desc);

create table patrol_photo (
    site        text not null references site,
    id          text not null,
    officer     text not null,
    media_type  text not null,
    received_at bigint not null,
    bytes       bytea not null,
    primary key (site, id)
);
