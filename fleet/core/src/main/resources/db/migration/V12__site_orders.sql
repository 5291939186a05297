-- What is asked of a site is a command of its gateway: device and gateway are the same then.
create index command_of_site on command (site, issued_at desc) where device = gateway;
