-- Which replica is about work that one at a time does, as reading a mailbox. Whose beat stands still for a minute has lost it.
create table herald_turn (
    work  text   not null primary key,
    owner text   not null,
    beat  bigint not null
);
