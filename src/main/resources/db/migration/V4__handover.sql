-- A claim says nothing any more about whether its message was sent: only what was handed over can have been. The claims of
-- the version before may have been. Its state 'claimed' is gone for good, so that a worker of that version, still at work on
-- this ledger, can't claim and is told so; what it has in the air it can still settle.
alter table herald_message rename to herald_message_until_v4;

create table herald_message (
    job_key              bigint  not null primary key,
    process_instance_key bigint  not null,
    tenant_id            text    not null default '<default>',
    state                text    not null check (state in
                             ('pending', 'handed_over', 'released', 'accepted', 'queued', 'unconfirmed')),
    owner                text    not null, -- the claim: <process>/<number>
    claimed_at           bigint  not null,
    lease_until          bigint  not null,
    first_attempt_at     bigint,           -- since when patience counts; null lets it start anew
    attempts             integer not null,
    progress             text,             -- JSON, which of several recipients are settled
    message_id           text,
    details              text,             -- JSON, the rest of what an accepted message reports
    settled_at           bigint            -- when its state came about, but for 'pending'
);

insert into herald_message (job_key, process_instance_key, state, owner, claimed_at, lease_until, first_attempt_at,
    attempts, message_id, details, settled_at)
select job_key, process_instance_key, case state when 'claimed' then 'handed_over' else state end, owner, claimed_at,
    lease_until, first_attempt_at, attempts, message_id, details, coalesce(settled_at, claimed_at)
from herald_message_until_v4;

drop table herald_message_until_v4;

create index herald_message_settled_at on herald_message (settled_at)
    where state in ('released', 'accepted', 'queued');

create index herald_message_message_id on herald_message (message_id) where message_id is not null;
