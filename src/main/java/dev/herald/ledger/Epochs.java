package dev.herald.ledger;

import dev.herald.message.Cluster;
import dev.herald.message.Cluster.Memory;
import dev.herald.store.DatabaseProblem;
import dev.herald.store.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cluster is still the one that the ledger's rows are of. It is asked now and then, and each time before a row is
 * taken for the answer to a job.
 */
final class Epochs {
    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);
    private static final long NOW_AND_THEN = Duration.ofSeconds(10).toNanos();

    private final GroupCommit database;
    private final Cluster cluster;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known;
    private volatile long asked;

    /**
     * What is known of the cluster.
     *
     * @param sure whether it is the one of this epoch, which Herald may have no right to ask
     */
    record Known(Epoch epoch, boolean sure) {}

    /** @param nanoTime as {@link System#nanoTime} */
    Epochs(GroupCommit database, Cluster cluster, Epoch first, LongSupplier nanoTime) {
        this.database = database;
        this.cluster = cluster;
        this.nanoTime = nanoTime;
        this.known = new Known(first, false);
        this.asked = nanoTime.getAsLong() - NOW_AND_THEN;
    }

    /** What was known a moment ago. */
    Known lately() {
        if (nanoTime.getAsLong() - asked >= NOW_AND_THEN && asking.tryLock()) {
            try {
                ask();
            } catch (LedgerUnavailableException e) {
                // what was known holds until it matters
            } finally {
                asked = nanoTime.getAsLong();
                asking.unlock();
            }
        }
        return known;
    }

    /**
     * What is known now.
     *
     * @throws LedgerUnavailableException where the cluster or the database does not say
     */
    Known now() {
        asking.lock();
        try {
            return ask();
        } finally {
            asking.unlock();
        }
    }

    private Known ask() {
        Epoch epoch = committed(Epoch::current);
        if (!epoch.cluster().equals(known.epoch().cluster())) {
            throw new LedgerUnavailableException(
                    "herald.ledger.cluster is " + epoch.cluster() + " for another Herald, which"
                            + " has begun anew: give all of them the same name and start them again.");
        }
        String tenant = epoch.markedTenant();
        Memory memory = memoryOf(epoch, tenant == null ? cluster.tenantId() : tenant);
        if (memory == Memory.UNTOLD) {
            known = new Known(epoch, false);
        } else if (tenant == null) {
            known = new Known(memory == Memory.KNOWN ? noted(epoch) : marked(epoch), true);
        } else {
            known = new Known(memory == Memory.KNOWN ? epoch : begun(epoch), true);
        }
        return known;
    }

    private Memory memoryOf(Epoch epoch, String tenantId) {
        try {
            return cluster.memoryOf(epoch.mark(), tenantId);
        } catch (RuntimeException e) {
            throw unsaid(e);
        }
    }

    /** Another cluster: its mark comes after the note, so that nobody takes it for that of the cluster before. */
    private Epoch begun(Epoch epoch) {
        Epoch next = committed(epoch::next);
        LOG.warn(
                "The Zeebe cluster does not know the ledger: it was set up anew, or is another. What the ledger knows of the"
                        + " one before is no answer to a job of this one (herald.ledger.cluster)");
        return next.markedTenant() == null ? marked(next) : next;
    }

    private Epoch marked(Epoch epoch) {
        try {
            cluster.leave(epoch.mark(), cluster.tenantId());
        } catch (RuntimeException e) {
            throw unsaid(e);
        }
        return noted(epoch);
    }

    private Epoch noted(Epoch epoch) {
        return committed(session -> epoch.marked(session, cluster.tenantId()));
    }

    private static LedgerUnavailableException unsaid(RuntimeException e) {
        return new LedgerUnavailableException(
                "The engine did not say whether it is the one that the ledger belongs to.", e);
    }

    private <T> T committed(GroupCommit.Work<T> work) {
        try {
            return database.run(work);
        } catch (SQLException | RuntimeException e) {
            throw new LedgerUnavailableException(DatabaseProblem.report(e), e);
        }
    }
}
