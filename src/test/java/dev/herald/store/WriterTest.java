package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WriterTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private final AtomicBoolean isShort = new AtomicBoolean(true);
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>() {
        @Override
        public int drainTo(Collection<? super Waiting<?>> group, int most) {
            if (isShort.getAndSet(false)) {
                throw new OutOfMemoryError("that this test means to happen");
            }
            return super.drainTo(group, most);
        }
    };
    private final Waiting<String> end = new Waiting<>(session -> "", false);

    @Test
    void goesOnWhereMemoryWasShortAndLetsNobodyWaitForEver() throws InterruptedException {
        HikariDataSource closed = new HikariDataSource();
        closed.close();
        Thread thread = Thread.ofPlatform().daemon().start(
                new Writer(closed, Database.SQLITE, new LedgerFile(Optional.empty()), 1, queue, end));

        assertThat(commit()).failsWithin(WAIT).withThrowableOfType(ExecutionException.class).havingRootCause()
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(commit()).failsWithin(WAIT).withThrowableOfType(ExecutionException.class).havingRootCause()
                .withMessageContaining("has been closed");

        queue.add(end);
        thread.join();
    }

    private CompletableFuture<String> commit() {
        Waiting<String> waiting = new Waiting<>(session -> "committed", true);
        queue.add(waiting);
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(waiting.await());
            } catch (SQLException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
