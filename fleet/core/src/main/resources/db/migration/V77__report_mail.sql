-- Reports that are mailed: who gets which, and which day the next one begins with.
create table report_subscription (
    site       text not null references site,
    id         text not null,
    name       text not null,
    route      text,
    counted_by text not null,
    every      text not null,
    hour       int not null,
    recipients text[] not null,
    format     text not null,
    language   text not null,
    enabled    boolean not null,
    made_by    text not null,
    changed    timestamptz not null,
    next_day   date not null,
    primary key (site, id)
);

-- One report that was due. The file is made once, so that all who get it get the same, also after a restart.
create table report_run (
    id           bigint generated always as identity primary key,
    site         text not null,
    subscription text not null,
    first_day    date not null,
    last_day     date not null,
    due          timestamptz not null,
    file_name    text,
    file         bytea,
    foreign key (site, subscription) references report_subscription (site, id) on delete cascade,
    unique (site, subscription, first_day)
);

create table report_mail (
    run       bigint not null references report_run on delete cascade,
    recipient text not null,
    state     text not null,
    attempts  int not null default 0,
    next      timestamptz,
    ended     timestamptz,
    error     text,
    primary key (run, recipient)
);
create index report_mail_due on report_mail (next) where state = 'WAITING';
