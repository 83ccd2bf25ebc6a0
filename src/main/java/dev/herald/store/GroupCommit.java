package dev.herald.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs small pieces of work on the database and returns when they are committed. Whatever waits at the same time goes
 * into one transaction, so that many threads share the cost of one.
 */
public final class GroupCommit implements AutoCloseable {
    private static final int LARGEST_GROUP = 128;
    private static final Waiting<?> END = new Waiting<>(connection -> "");

    private final DataSource source;
    private final Database database;
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads;
    private volatile boolean closed;

    GroupCommit(DataSource source, Database database) {
        this.source = source;
        this.database = database;
        this.threads = IntStream.range(0, database.writers())
                .mapToObj(i -> Thread.ofPlatform().name("ledger-writer-" + i).daemon().start(this::write)).toList();
    }

    /**
     * Runs the work and waits for its commit, not to be interrupted. It may run a second time after a rollback, and its
     * failure does not harm what shared its transaction.
     *
     * @throws SQLException when it failed, or when nobody can tell whether it was committed
     */
    public <T> T run(Work<T> work) throws SQLException {
        Waiting<T> waiting = new Waiting<>(work);
        queue.add(waiting);
        if (closed && queue.remove(waiting)) {
            waiting.fail(new SQLException("The ledger is closed."));
        }
        return waiting.await();
    }

    /** Commits what waits and ends. */
    @Override
    public void close() {
        closed = true;
        queue.add(END);
        for (Thread writer : threads) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write() {
        List<Waiting<?>> group = new ArrayList<>();
        boolean open = true;
        while (open) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                continue; // only close() ends a writer
            }
            queue.drainTo(group, Math.min(LARGEST_GROUP, queue.size() / database.writers()));
            if (group.remove(END)) {
                queue.add(END);
                open = false;
            }
            commit(group);
        }
    }

    private void commit(List<Waiting<?>> group) {
        try (Connection connection = source.getConnection()) {
            commit(connection, group);
        } catch (SQLException | RuntimeException | Error e) {
            if (group.size() == 1 || isDisconnected(e)) {
                group.forEach(waiting -> waiting.fail(e));
            } else {
                group.forEach(waiting -> commit(List.of(waiting)));
            }
            return;
        }
        group.forEach(Waiting::committed);
    }

    private void commit(Connection connection, List<Waiting<?>> group) throws SQLException {
        database.begin(connection);
        try {
            for (Waiting<?> waiting : group) {
                waiting.run(connection);
            }
            database.commit(connection);
        } catch (SQLException | RuntimeException | Error e) {
            try {
                database.rollback(connection);
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Whether the database was not reached, so that trying each piece alone would only take time. */
    private static boolean isDisconnected(Throwable e) {
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return e instanceof SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }

    /** Some statements, without effects elsewhere. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private static final class Waiting<T> {
        private final Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable T value;

        Waiting(Work<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            value = work.on(connection);
        }

        void committed() {
            result.complete(Objects.requireNonNull(value));
        }

        void fail(Throwable e) {
            result.completeExceptionally(e);
        }

        T await() throws SQLException {
            try {
                return result.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof SQLException sql) {
                    throw new SQLException(sql.getMessage(), sql.getSQLState(), sql.getErrorCode(), sql);
                }
                throw e;
            }
        }
    }
}
