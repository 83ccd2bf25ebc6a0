-- Zeebe gives no key twice, but another cluster, or one that was set up anew, begins from the same. An epoch is the time of one
-- cluster; of the rows of those before nothing can be said.
alter table herald_ledger add column epoch bigint not null default 1;
alter table herald_ledger add column valid_since bigint not null default 1; -- rows of epochs before count no more: an operator said so
alter table herald_ledger add column cluster text not null default '';      -- as herald.ledger.cluster names it
alter table herald_ledger add column marked_tenant text;                    -- for whom the epoch's mark was left in the cluster; null while it was not

alter table herald_message add column epoch bigint not null default 1;
alter table herald_message add column fingerprint text; -- keyed hash of recipients and content
