-- What was sent for whom, where herald.guardrails limits it. Times are milliseconds since 1970 (UTC).
create table herald_budget (
    scope      text   not null primary key, -- instance:<process instance key> or hour:<hours since 1970>
    used       bigint not null,
    touched_at bigint not null
);

create index herald_budget_touched_at on herald_budget (touched_at);

-- Messages that were charged, so that none is charged twice.
create table herald_charge (
    job_key    bigint not null primary key,
    charged_at bigint not null
);

create index herald_charge_charged_at on herald_charge (charged_at);
