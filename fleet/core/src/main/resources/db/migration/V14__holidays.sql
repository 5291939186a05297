-- Years of the holiday calendar that were published after this version was made, as somebody imported them.
create table holiday_year (
    year        int primary key,
    content     text not null,
    imported_at timestamptz not null,
    imported_by text not null
);
