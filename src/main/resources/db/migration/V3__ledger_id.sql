-- One row: what tells the messages of this ledger from those of all others, where job keys repeat, and when the health check
-- last wrote (milliseconds since 1970).
create table herald_ledger (
    id         text   not null,
    checked_at bigint not null
);

insert into herald_ledger (id, checked_at) values ('${ledgerId}', 0);
