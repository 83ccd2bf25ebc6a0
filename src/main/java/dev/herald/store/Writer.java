package dev.herald.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Takes what waits, and commits it as one. */
final class Writer implements Runnable {
    private static final int LARGEST_GROUP = 128;
    /** A pool takes it that a connection used a moment ago still works. */
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_SESSION = Duration.ofSeconds(30).toNanos();

    private final DataSource source;
    private final Database database;
    private final LedgerFile file;
    private final int writers;
    private final BlockingQueue<Waiting<?>> queue;
    private final Waiting<?> end;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Session session;
    private long opened;
    private long used;

    /**
     * @param writers how many share the queue
     * @param end ends the writer, and stays in the queue for the others
     */
    Writer(DataSource source, Database database, LedgerFile file, int writers, BlockingQueue<Waiting<?>> queue,
            Waiting<?> end) {
        this.source = source;
        this.database = database;
        this.file = file;
        this.writers = writers;
        this.queue = queue;
        this.end = end;
    }

    @Override
    public void run() {
        boolean open = true;
        while (open) {
            try {
                Waiting<?> first = queue.take();
                turn.lock();
                try {
                    open = commitWith(first);
                } finally {
                    turn.unlock();
                }
            } catch (InterruptedException e) {
                // only the end ends a writer
            }
        }
    }

    /** Commits the work on the caller's thread, which saves the way to another, unless this writer is at work. */
    boolean tryCommit(Waiting<?> work) {
        if (turn.hasQueuedThreads() || !turn.tryLock()) {
            return false; // its own thread comes before
        }
        try {
            commitWith(work);
        } finally {
            turn.unlock();
        }
        return true;
    }

    /** @return whether there will be more */
    private boolean commitWith(Waiting<?> first) {
        List<Waiting<?>> group = new ArrayList<>(List.of(first));
        try {
            // each writer its share
            queue.drainTo(group, Math.min(LARGEST_GROUP, queue.size() / writers));
            boolean ends = group.remove(end);
            if (!group.isEmpty()) {
                commit(group);
            }
            if (ends) {
                release();
                queue.add(end);
            }
            return !ends;
        } catch (RuntimeException | Error e) { // as where memory is short: nobody waits for ever
            group.forEach(waiting -> waiting.fail(e));
            return true;
        }
    }

    private void commit(List<Waiting<?>> group) {
        try {
            commit(session(), group);
        } catch (SQLException | RuntimeException | Error e) {
            release();
            if (group.size() == 1 || isDisconnected(e)) {
                group.forEach(waiting -> waiting.fail(e));
            } else {
                group.forEach(waiting -> commit(List.of(waiting)));
            }
            return;
        }
        group.forEach(Waiting::committed);
    }

    private void commit(Session session, List<Waiting<?>> group) throws SQLException {
        boolean durable = group.stream().anyMatch(Waiting::isDurable);
        file.check();
        database.begin(session, durable);
        try {
            for (Waiting<?> waiting : group) {
                waiting.run(session);
            }
            database.commit(session, durable);
        } catch (SQLException | RuntimeException | Error e) {
            try {
                database.rollback(session);
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private Session session() throws SQLException {
        long now = System.nanoTime();
        if (session != null && (now - used > LONGEST_PAUSE || now - opened > LONGEST_SESSION)) {
            release(); // so that its pool looks after it
        }
        if (session == null) {
            session = new Session(source.getConnection());
            opened = now;
        }
        used = now;
        return session;
    }

    private void release() {
        Session released = session;
        session = null;
        if (released != null) {
            try {
                released.close();
            } catch (SQLException e) {
                // the pool throws away what it can't use again
            }
        }
    }

    /** Whether the database was not reached, so that trying each piece alone would only take time. */
    private static boolean isDisconnected(Throwable e) {
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return e instanceof SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }
}
