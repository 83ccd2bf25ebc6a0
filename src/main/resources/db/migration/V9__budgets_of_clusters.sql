-- Of which cluster a charged message is, see V8: another gives the same keys to others.
alter table herald_charge add column epoch bigint not null default 1;
