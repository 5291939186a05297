-- What devices are to run with, from the general to the particular: a profile's own, a site's for a profile, a device's. Each
-- layer has its version; two people who change the same one from the same version do not both succeed.
create table setting_layer (
    scope      text not null,
    site       text not null default '',
    key        text not null,
    settings   jsonb not null,
    version    bigint not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (scope, site, key)
);

-- What a device is to run with and what it says that it runs with; the ages are by field, in milliseconds since 1970.
create table device_twin (
    site             text not null references site,
    device           text not null,
    desired          jsonb not null,
    desired_version  bigint not null,
    desired_ages     jsonb not null default '{}',
    reported         jsonb not null default '{}',
    reported_version bigint,
    reported_ages    jsonb not null default '{}',
    reported_at      timestamptz,
    command          text,
    primary key (site, device)
);

-- A gateway's own configuration, signed, and the last one that proved itself there.
create table gateway_configuration (
    gateway            text primary key references gateway,
    settings           jsonb not null,
    version            bigint not null,
    changed_by         text not null,
    changed_at         timestamptz not null,
    command            text,
    confirmed          jsonb not null default '{}',
    confirmed_version  bigint
);
