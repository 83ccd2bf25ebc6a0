package dev.herald.ledger;

import dev.herald.ledger.Rows.Superseded;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.DatabaseProblem;
import dev.herald.store.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The ledger in a database. What this process has in the air, and what the database has not yet taken down, it knows by
 * itself.
 */
final class JdbcLedger implements Ledger {
    private final GroupCommit database;
    private final Sightings others;
    private final Standings standings;
    private final Epochs epochs;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final String process = UUID.randomUUID().toString();
    private final AtomicLong claims = new AtomicLong();
    /** By message: the claims in the air, and what could not be noted yet. */
    private final ConcurrentMap<MessageRef, Mine> mine = new ConcurrentHashMap<>();

    /**
     * @param alone whether no other process can be at work on this database, so that the claims of others are of the dead
     * @param epochs which cluster the rows are of
     * @param nanoTime as {@link System#nanoTime}
     */
    JdbcLedger(GroupCommit database, boolean alone, Epochs epochs, InstantSource clock, LongSupplier nanoTime) {
        this.database = database;
        this.others = new Sightings(nanoTime);
        this.standings = new Standings(alone, process, others, clock);
        this.epochs = epochs;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Claim claim(MessageRef ref, String fingerprint, Duration lease) {
        return claim(ref, fingerprint, lease, clock.instant(), Superseded.NOBODY);
    }

    @Override
    public Claim reclaim(MessageRef ref, String fingerprint, Duration lease, Instant patientSince) {
        return claim(ref, fingerprint, lease, patientSince, noted(session -> Rows.find(session, ref.jobKey()))
                .filter(row -> Standings.isDoubtful(standings.of(row, ref, fingerprint, epochs.lately())))
                .map(Superseded::other)
                .orElse(Superseded.NOBODY));
    }

    private Claim claim(MessageRef ref, String fingerprint, Duration lease, Instant patientSince,
            Superseded superseded) {
        noteWhatWaits(ref);
        Epochs.Known cluster = epochs.lately();
        Mine claim = inTheAir(Row.claimed(ref, new Row.Origin(cluster.epoch().number(), fingerprint), owner(),
                clock.millis(), lease, patientSince.toEpochMilli()));
        Mine known = mine.putIfAbsent(ref, claim);
        if (known != null) {
            return held(known);
        }
        Optional<Row> inTheWay;
        try {
            inTheWay = noted(session -> Rows.claim(session, claim.row(), cluster.epoch().validSince(), superseded));
        } catch (LedgerUnavailableException e) {
            // nobody knows whether it was committed; nothing will be sent for it
            mine.put(ref, claim.toNote(claim.row()));
            throw e;
        }
        Optional<Row> granted = inTheWay.filter(row -> row.owner().equals(claim.row().owner()));
        if (granted.isPresent()) {
            mine.put(ref, claim.with(granted.get()));
            return granted.get().granted();
        }
        mine.remove(ref, claim);
        Optional<Claim.Standing> standing = inTheWay.flatMap(row -> standings.of(row, ref, fingerprint, cluster));
        Optional<Row> dead = inTheWay.filter(row -> row.state() == Row.State.PENDING && standing.isEmpty());
        if (dead.isPresent() && superseded.equals(Superseded.NOBODY)) {
            return claim(ref, fingerprint, lease, patientSince, Superseded.pending(dead.get()));
        }
        boolean held = standing.filter(Claim.Held.class::isInstance).isPresent();
        if (!held && !epochs.now().equals(cluster)) {
            return claim(ref, fingerprint, lease, patientSince, superseded);
        }
        return standing.<Claim>map(Function.identity()).orElseGet(() -> standings.held(clock.instant(), Duration.ZERO));
    }

    @Override
    public void handOver(MessageRef ref, Progress before) {
        Mine known = mine.get(ref);
        if (known == null || !known.inTheAir()) {
            throw new IllegalStateException("handed over without a claim");
        }
        Row row = known.row().handedOver(before, clock.millis());
        if (!durably(session -> Rows.handOver(session, row))) {
            throw new LedgerUnavailableException(
                    "The ledger knows the claim of this message no more: another worker took it"
                            + " over, or its database lost it.");
        }
        mine.put(ref, known.with(row));
    }

    @Override
    public void giveBack(MessageRef ref) {
        Mine known = mine.get(ref);
        if (known != null) {
            Mine unused = known.toNote(known.row());
            mine.put(ref, unused);
            note(unused);
        }
    }

    @Override
    public Optional<Claim.Standing> find(MessageRef ref) {
        noteWhatWaits(ref);
        Mine known = mine.get(ref);
        if (known != null) {
            return Optional.of(held(known));
        }
        Optional<Row> found = noted(session -> Rows.find(session, ref.jobKey()));
        return found.flatMap(row -> standings.of(row, ref, null, epochs.lately())).isEmpty()
                ? Optional.empty()
                : found.flatMap(row -> standings.of(row, ref, null, epochs.now()));
    }

    @Override
    public void noteUnconfirmed(MessageRef ref) {
        noted(session -> Rows.find(session, ref.jobKey()))
                .filter(row -> standings.of(row, ref, null, epochs.lately())
                        .orElse(null) instanceof Claim.Unconfirmed attempt
                        && !attempt.noted())
                .ifPresent(died -> durably(session -> Rows.noteUnconfirmed(session, died, clock.millis())));
    }

    @Override
    public void settle(MessageRef ref, Outcome outcome, Progress progress) {
        Mine known = mine.get(ref);
        if (known == null && !(outcome instanceof Outcome.Accepted)) {
            return; // there is no claim to give back
        }
        long now = clock.millis();
        Mine claim = known == null
                ? inTheAir(Row.claimed(ref, new Row.Origin(epochs.lately().epoch().number(), null), owner(), now,
                        Duration.ZERO, now))
                : known;
        Mine settled = claim.toNote(claim.row().settled(outcome, progress, now));
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

    /** Where the loss of power undoes this, the claim stands, and where it was handed over its message is unconfirmed. */
    private void note(Mine settled) {
        noted(session -> settled.row().state() == Row.State.PENDING
                ? Rows.giveBack(session, settled.row())
                : Rows.settle(session, settled.row()));
        mine.remove(settled.row().ref(), settled);
    }

    private Claim.Standing held(Mine known) {
        Duration inTheAir = Duration.ofNanos(nanoTime.getAsLong() - known.since());
        return standings.held(clock.instant().minus(inTheAir), known.row().lease().minus(inTheAir));
    }

    private String owner() {
        return process + "/" + claims.incrementAndGet();
    }

    private Mine inTheAir(Row row) {
        return new Mine(row, true, nanoTime.getAsLong());
    }

    /** For what may be forgotten when the power is lost. */
    private <T> T noted(GroupCommit.Work<T> work) {
        try {
            return database.note(work);
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    private <T> T durably(GroupCommit.Work<T> work) {
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
     * @param row as it stands, or as it is still to be noted; pending where it is to be given back as if never claimed
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
