package dev.herald.store;

import dev.herald.store.GroupCommit.Work;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A piece of work whose caller waits for its commit. */
final class Waiting<T> {
    private final Work<T> work;
    private final boolean durable;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable T value;

    /** @param durable whether the loss of power may not undo it */
    Waiting(Work<T> work, boolean durable) {
        this.work = work;
        this.durable = durable;
    }

    boolean isDurable() {
        return durable;
    }

    void run(Session session) throws SQLException {
        value = work.on(session);
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
