-- What a technician checked before a device was put into service. One row for each check of each box; the latest counts.
create table check_result (
    site      text not null,
    device    text not null,
    round     int not null,
    check_key text not null,
    started   timestamptz not null,
    command   text,
    outcome   text not null,
    finding   text,
    cause     text,
    seen      jsonb,
    confirmed boolean,
    reason    text,
    by        text not null,
    decided   timestamptz,
    primary key (site, device, round, check_key)
);

create table photo (
    id        text primary key,
    site      text not null,
    device    text not null,
    round     int not null,
    check_key text,
    media     text not null,
    bytes     bytea not null,
    sha256    text not null,
    taken     timestamptz not null,
    by        text not null
);
create index photo_of_device on photo (site, device, taken);

-- Signed and never changed; content is what was signed, byte for byte.
create table commissioning_record (
    id        text primary key,
    site      text not null,
    device    text not null,
    round     int not null,
    verdict   text not null,
    at        timestamptz not null,
    by        text not null,
    content   bytea not null,
    signature bytea not null
);
create index commissioning_record_of on commissioning_record (site, device, at);
