package dev.herald.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes old rows, a few in each transaction. A clock that was set makes rows old at once, also those that keep a
 * message from going out twice: until it has been even for a whole period, nothing is deleted.
 */
final class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final Duration EVEN = Duration.ofMinutes(1);

    private final GroupCommit database;
    private final List<Deletion> deletions;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Instant lastTime;
    private long lastNanos;

    Pruning(GroupCommit database, List<Deletion> deletions, InstantSource clock, LongSupplier nanoTime) {
        this.database = database;
        this.deletions = deletions;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastTime = clock.instant();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Deletes what is old by now. */
    void run() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration jump = Duration.between(lastTime, now).minusNanos(nanos - lastNanos).abs();
        lastTime = now;
        lastNanos = nanos;
        if (jump.compareTo(EVEN) > 0) {
            LOG.warn("The clock was set by {}: old rows of the ledger stay until the next round", jump);
            return;
        }
        for (Deletion deletion : deletions) {
            delete(deletion, now);
        }
    }

    private void delete(Deletion deletion, Instant now) {
        try {
            while (database.run(session -> deletion.delete(session, now)) > 0) {
                // senders come in between
            }
        } catch (SQLException e) {
            LOG.debug("Old rows of the ledger stay until its database answers", e);
        }
    }
}
