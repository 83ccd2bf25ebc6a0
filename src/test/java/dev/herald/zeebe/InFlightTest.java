package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(Duration.ofMinutes(1));
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    @Test
    void waitsAtShutdownForWhatIsInTheAirAndTakesNothingNew() throws InterruptedException, ExecutionException {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        CompletableFuture<Boolean> job = CompletableFuture.supplyAsync(() -> inFlight.run(() -> {
            atWork.countDown();
            await(sent);
        }), threads);
        await(atWork);
        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(inFlight::stop, threads);
        Awaitility.await().until(() -> !inFlight.isRunning());

        assertThat(inFlight.run(() -> {})).isFalse();
        assertThat(shutdown).isNotDone();
        sent.countDown();
        shutdown.get();
        assertThat(job.get()).isTrue();
    }

    @Test
    void doesNotWaitLongerThanAJobMayTake() {
        InFlight impatient = new InFlight(Duration.ofMillis(10));
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch atWork = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> impatient.run(() -> {
            atWork.countDown();
            await(never);
        }));
        await(atWork);

        impatient.stop();

        assertThat(impatient.isRunning()).isFalse();
        never.countDown();
    }

    @Test
    void forgetsAJobThatFails() {
        assertThatThrownBy(() -> inFlight.run(() -> {
            throw new IllegalStateException();
        })).isInstanceOf(IllegalStateException.class);

        inFlight.stop();

        assertThat(inFlight.isRunning()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
