package dev.herald.ledger;

import dev.herald.message.MessageRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a row says to someone who wants to send its message. */
final class Standings {
    private final boolean alone;
    private final String process;
    private final Sightings others;
    private final InstantSource clock;

    /**
     * @param alone whether no other process can be at work on this database, so that the claims of others are of the dead
     * @param process with which the owners of this process's claims begin
     */
    Standings(boolean alone, String process, Sightings others, InstantSource clock) {
        this.alone = alone;
        this.process = process;
        this.others = others;
        this.clock = clock;
    }

    /**
     * Empty where the row leaves its message free.
     *
     * @param fingerprint null where it is not known
     */
    Optional<Claim.Standing> of(Row row, MessageRef ref, @Nullable String fingerprint, Epochs.Known cluster) {
        long epoch = row.origin().epoch();
        if (epoch < cluster.epoch().validSince()) {
            return Optional.empty();
        }
        boolean claimed = row.state() == Row.State.PENDING || row.state() == Row.State.HANDED_OVER;
        Optional<Claim.Standing> held = claimed ? heldByAnother(row) : Optional.empty();
        if (held.isPresent()) {
            return held;
        }
        boolean same = row.ref().isSame(ref) && isSame(row.origin().fingerprint(), fingerprint);
        if (epoch != cluster.epoch().number()) {
            return row.isUntouched() ? Optional.empty() : Optional.of(new Claim.Foreign(same));
        }
        if (!row.ref().isSame(ref) || (!cluster.sure() && !same && !row.isUntouched())) {
            return Optional.of(new Claim.Foreign(false));
        }
        return switch (row.state()) {
            case ACCEPTED, QUEUED -> Optional.of(new Claim.Settled(row.outcome()));
            case UNCONFIRMED -> Optional.of(unconfirmed(row, true));
            case HANDED_OVER -> Optional.of(unconfirmed(row, false));
            case PENDING, RELEASED -> Optional.empty();
        };
    }

    /** Whether somebody has to decide what becomes of the message. */
    static boolean isDoubtful(Optional<Claim.Standing> standing) {
        return standing.filter(doubt -> doubt instanceof Claim.Unconfirmed || doubt.equals(new Claim.Foreign(true)))
                .isPresent();
    }

    /** @param remaining of the lease; none where it is negative */
    Claim.Standing held(Instant since, Duration remaining) {
        return new Claim.Held(since, clock.instant().plus(remaining.isPositive() ? remaining : Duration.ZERO));
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one == null || other == null || one.equals(other);
    }

    private static Claim.Standing unconfirmed(Row row, boolean noted) {
        Long over = row.settledAt();
        return new Claim.Unconfirmed(Instant.ofEpochMilli(row.claimedAt()),
                Instant.ofEpochMilli(over == null ? row.claimedAt() : over), noted, row.details(), row.tried());
    }

    /** Empty once the claim's worker is dead. */
    private Optional<Claim.Standing> heldByAnother(Row row) {
        if (alone || row.owner().startsWith(process)) {
            return Optional.empty(); // what this process has in the air, it would have known
        }
        Duration seen = others.seen(row);
        Duration remaining = row.lease().minus(seen);
        return remaining.isPositive() ? Optional.of(held(clock.instant().minus(seen), remaining)) : Optional.empty();
    }
}
