package dev.herald.store;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Runs small pieces of work on the database and returns when they are committed. Whatever waits at the same time goes
 * into one transaction, so that many threads share the cost of one.
 */
public final class GroupCommit implements AutoCloseable {
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final Waiting<?> end = new Waiting<>(session -> "", false);
    private final List<Writer> writers;
    private final List<Thread> threads;
    private volatile boolean closed;

    /** @param transactions how many there may be at once */
    GroupCommit(DataSource source, Database database, LedgerFile file, int transactions) {
        writers = Stream.generate(() -> new Writer(source, database, file, transactions, queue, end))
                .limit(transactions).toList();
        threads = writers.stream().map(writer -> Thread.ofPlatform().name("ledger-writer").daemon().start(writer))
                .toList();
    }

    /**
     * Runs the work and waits for its commit, not to be interrupted. It may run a second time after a rollback, and its
     * failure does not harm what shared its transaction. Neither kill -9 nor the loss of power undoes it.
     *
     * @throws SQLException when it failed, or when nobody can tell whether it was committed
     */
    public <T> T run(Work<T> work) throws SQLException {
        return run(new Waiting<>(work, true));
    }

    /**
     * As {@link #run}, for what may be forgotten when the power is lost or a database server crashes, though not when this
     * process is killed: the commit then does not wait for the disk.
     */
    public <T> T note(Work<T> work) throws SQLException {
        return run(new Waiting<>(work, false));
    }

    private <T> T run(Waiting<T> waiting) throws SQLException {
        if (closed || writers.stream().noneMatch(writer -> writer.tryCommit(waiting))) {
            queue.add(waiting);
            if (closed && queue.remove(waiting)) {
                waiting.fail(new SQLException("The ledger is closed."));
            }
        }
        return waiting.await();
    }

    /** Commits what waits and ends. */
    @Override
    public void close() {
        closed = true;
        queue.add(end);
        for (Thread thread : threads) {
            try {
                thread.join();
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
