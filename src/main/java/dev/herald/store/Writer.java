package dev.herald.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Takes what waits, and commits it as one. */
final class Writer implements Runnable {
    private static final int LARGEST_GROUP = 128;
    /** After so many groups the connection is offered to others: a pool may have only one. */
    private static final int LONGEST_SESSION = 50;

    private final DataSource source;
    private final Database database;
    private final BlockingQueue<Waiting<?>> queue;
    private final Waiting<?> end;
    private @Nullable Session session;
    private int groups;

    /** @param end ends the writer, and stays in the queue for the others */
    Writer(DataSource source, Database database, BlockingQueue<Waiting<?>> queue, Waiting<?> end) {
        this.source = source;
        this.database = database;
        this.queue = queue;
        this.end = end;
    }

    @Override
    public void run() {
        List<Waiting<?>> group = new ArrayList<>();
        boolean open = true;
        while (open) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                continue; // only the end ends a writer
            }
            // each writer its share
            queue.drainTo(group, Math.min(LARGEST_GROUP, queue.size() / database.writers()));
            if (group.remove(end)) {
                queue.add(end);
                open = false;
            }
            if (!group.isEmpty()) {
                commit(group);
            }
            if (queue.isEmpty() || ++groups >= LONGEST_SESSION) {
                release();
            }
        }
        release();
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
        database.begin(session.connection());
        try {
            for (Waiting<?> waiting : group) {
                waiting.run(session);
            }
            database.commit(session.connection());
        } catch (SQLException | RuntimeException | Error e) {
            try {
                database.rollback(session.connection());
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private Session session() throws SQLException {
        if (session == null) {
            session = new Session(source.getConnection());
            groups = 0;
        }
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
