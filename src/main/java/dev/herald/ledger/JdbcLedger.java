package dev.herald.ledger;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.store.DatabaseProblem;
import dev.herald.store.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in a database. What this process has in the air, and what the database has not yet taken down, it knows by
 * itself.
 */
final class JdbcLedger implements Ledger {
    private final GroupCommit database;
    private final Sightings others;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong claims = new AtomicLong();
    /** By message: the claims in the air, and what could not be noted yet. */
    private final ConcurrentMap<MessageRef, Mine> mine = new ConcurrentHashMap<>();

    /**
     * @param alone whether no other process can be at work on this database
     * @param nanoTime as {@link System#nanoTime}
     */
    JdbcLedger(GroupCommit database, boolean alone, InstantSource clock, LongSupplier nanoTime) {
        this.database = database;
        this.others = new Sightings(alone, nanoTime);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Claim claim(MessageRef ref, Duration lease) {
        return claim(ref, lease, null);
    }

    @Override
    public Claim reclaim(MessageRef ref, Duration lease) {
        return claim(ref, lease,
                run(session -> Rows.find(session, ref.jobKey()))
                        .filter(standing -> verdict(standing, ref) instanceof Claim.Unconfirmed).map(Row::owner)
                        .orElse(null));
    }

    /** @param superseded the owner of the claim that this one may replace; null for none */
    private Claim claim(MessageRef ref, Duration lease, @Nullable String superseded) {
        noteWhatWaits(ref);
        Mine claim = inTheAir(Row.claimed(ref, owner(), clock.millis(), lease));
        Mine known = mine.putIfAbsent(ref, claim);
        if (known != null) {
            return held(known);
        }
        Optional<Row> standing;
        try {
            standing = run(session -> Rows.claim(session, claim.row(), superseded));
        } catch (LedgerUnavailableException e) {
            // nobody knows whether it was committed; nothing will be sent for it
            mine.put(ref, claim.toNote(claim.row().released(clock.millis())));
            throw e;
        }
        Optional<Row> granted = standing.filter(row -> row.owner().equals(claim.row().owner()));
        if (granted.isPresent()) {
            mine.put(ref, claim.with(granted.get()));
            return granted.get().granted();
        }
        mine.remove(ref, claim);
        return standing.map(row -> verdict(row, ref)).orElseGet(() -> held(Duration.ZERO));
    }

    @Override
    public Optional<Claim.Standing> find(MessageRef ref) {
        noteWhatWaits(ref);
        Mine known = mine.get(ref);
        return known != null
                ? Optional.of(held(known))
                : run(session -> Rows.find(session, ref.jobKey()))
                        .filter(row -> row.state() != Row.State.RELEASED).map(row -> verdict(row, ref));
    }

    @Override
    public void noteUnconfirmed(MessageRef ref) {
        Optional<Row> died = run(session -> Rows.find(session, ref.jobKey())).filter(
                row -> verdict(row, ref) instanceof Claim.Unconfirmed attempt && !attempt.noted());
        if (died.isPresent()) {
            run(session -> Rows.settle(session, died.get().unconfirmed(Map.of(), clock.millis())));
        }
    }

    @Override
    public void settle(MessageRef ref, Outcome outcome) {
        Mine known = mine.get(ref);
        if (known == null && !(outcome instanceof Outcome.Accepted)) {
            return; // there is no claim to give back
        }
        long now = clock.millis();
        Mine claim = known == null ? inTheAir(Row.claimed(ref, owner(), now, Duration.ZERO)) : known;
        Mine settled = claim.toNote(claim.row().settled(outcome, now));
        mine.put(ref, settled);
        note(settled);
    }

    /** Notes what could not be noted before. */
    void catchUp() {
        mine.values().stream().filter(known -> !known.inTheAir()).forEach(this::note);
        others.forgetOld();
    }

    private void noteWhatWaits(MessageRef ref) {
        Mine known = mine.get(ref);
        if (known != null && !known.inTheAir()) {
            note(known);
        }
    }

    /** Where the loss of power undoes this, the claim stands and its message is unconfirmed. */
    private void note(Mine settled) {
        try {
            database.note(session -> Rows.settle(session, settled.row()));
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
        mine.remove(settled.row().ref(), settled);
    }

    /** What a row that is in the way says to someone who wants to send its message. */
    private Claim.Standing verdict(Row standing, MessageRef ref) {
        if (!standing.ref().isSame(ref)) {
            return new Claim.Foreign();
        }
        return switch (standing.state()) {
            case ACCEPTED, QUEUED -> new Claim.Settled(standing.outcome());
            case UNCONFIRMED -> unconfirmed(standing, true);
            case RELEASED -> held(Duration.ZERO); // just now
            case CLAIMED -> {
                // what this process has in the air, it would have known
                Duration remaining = standing.owner().startsWith(process) ? Duration.ZERO : others.remaining(standing);
                yield remaining.isPositive() ? held(remaining) : unconfirmed(standing, false);
            }
        };
    }

    private static Claim.Standing unconfirmed(Row standing, boolean noted) {
        return new Claim.Unconfirmed(Instant.ofEpochMilli(standing.claimedAt()), noted, standing.details());
    }

    private Claim.Standing held(Mine known) {
        return held(known.row().lease().minusNanos(nanoTime.getAsLong() - known.since()));
    }

    private Claim.Standing held(Duration remaining) {
        return new Claim.Held(clock.instant().plus(remaining.isPositive() ? remaining : Duration.ZERO));
    }

    private String owner() {
        return process + "/" + claims.incrementAndGet();
    }

    private Mine inTheAir(Row row) {
        return new Mine(row, true, nanoTime.getAsLong());
    }

    private <T> T run(GroupCommit.Work<T> work) {
        try {
            return database.run(work);
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    private static LedgerUnavailableException unavailable(Exception cause) {
        return new LedgerUnavailableException(DatabaseProblem.report(cause), cause);
    }

    /**
     * A claim of this process.
     *
     * @param row as it stands, or as it is still to be noted
     * @param inTheAir whether someone is about it
     * @param since when it began, as {@link System#nanoTime}
     */
    private record Mine(Row row, boolean inTheAir, long since) {

        Mine with(Row newRow) {
            return new Mine(newRow, inTheAir, since);
        }

        Mine toNote(Row settled) {
            return new Mine(settled, false, since);
        }
    }
}
