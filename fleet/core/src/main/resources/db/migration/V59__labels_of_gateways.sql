-- Labels of gateways. They share their codes with those of devices, so that whoever scans one need not know which it is.
create table gateway_label (
    code       text primary key,
    site       text not null references site,
    serial     text,
    gateway    text references gateway,
    adopted_by text,
    adopted    timestamptz,
    created_by text not null,
    created    timestamptz not null
);
create unique index gateway_label_of on gateway_label (gateway) where gateway is not null;
