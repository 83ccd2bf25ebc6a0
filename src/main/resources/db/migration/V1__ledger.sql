-- Every message that was handed to a provider, or is about to be. Times are milliseconds since 1970 (UTC).
create table herald_message (
    job_key              bigint  not null primary key,
    process_instance_key bigint  not null,
    state                text    not null check (state in ('claimed', 'released', 'accepted', 'queued', 'unconfirmed')),
    owner                text    not null, -- the claim: <process>/<number>
    claimed_at           bigint  not null,
    lease_until          bigint  not null,
    first_attempt_at     bigint,           -- since when patience counts; null lets it start anew
    attempts             integer not null,
    message_id           text,
    details              text,             -- JSON, the rest of what an accepted message reports
    settled_at           bigint
);

create index herald_message_settled_at on herald_message (settled_at)
    where state in ('released', 'accepted', 'queued');
