-- One row: what tells the messages of this ledger from those of all others, where job keys repeat.
create table herald_ledger (
    id text not null
);

insert into herald_ledger (id) values ('${ledgerId}');
