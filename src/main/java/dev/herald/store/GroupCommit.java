package dev.herald.store;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Runs small pieces of work on the database and returns when they are committed. Whatever waits at the same time goes
 * into one transaction, so that many threads share the cost of one.
 */
public final class GroupCommit implements AutoCloseable {
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final Waiting<?> end = new Waiting<>(session -> "");
    private final List<Thread> writers;
    private volatile boolean closed;

    GroupCommit(DataSource source, Database database) {
        this.writers = IntStream.range(0, database.writers()).mapToObj(i -> Thread.ofPlatform()
                .name("ledger-writer-" + i).daemon().start(new Writer(source, database, queue, end))).toList();
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
        queue.add(end);
        for (Thread writer : writers) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Some statements, without effects elsewhere. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Session session) throws SQLException;
    }
}
