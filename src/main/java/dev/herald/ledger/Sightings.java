package dev.herald.ledger;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Since when this process has seen the claims of others stand. A claim has run out once it was seen for as long as its
 * lease: no two clocks are compared, and none that can be set is asked.
 */
final class Sightings {
    private static final long KEPT = Duration.ofDays(1).toNanos();

    private final LongSupplier nanoTime;
    private final ConcurrentMap<Long, Sighting> sightings = new ConcurrentHashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Sightings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** For how long the claim has been seen by now. */
    Duration seen(Row claim) {
        long now = nanoTime.getAsLong();
        Sighting first = sightings.compute(claim.ref().jobKey(),
                (key, known) -> known != null && known.owner.equals(claim.owner())
                        ? known
                        : new Sighting(claim.owner(), now));
        return Duration.ofNanos(now - first.nanos);
    }

    /** Forgets claims that have not been asked about for long. */
    void forgetOld() {
        long now = nanoTime.getAsLong();
        sightings.values().removeIf(sighting -> now - sighting.nanos > KEPT);
    }

    private record Sighting(String owner, long nanos) {}
}
