package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
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
        AtomicBoolean open = new AtomicBoolean();
        inFlight.answering(open::set).run();
        assertThat(open).isTrue();
        Runnable job = inFlight.answering(open::set);
        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(inFlight::stop, threads);
        Awaitility.await().until(() -> !inFlight.isRunning());
        inFlight.answering(open::set).run();

        assertThat(open).isFalse();
        assertThat(shutdown).isNotDone();
        job.run();
        shutdown.get();
    }

    @Test
    void doesNotWaitLongerThanAJobMayTake() {
        InFlight impatient = new InFlight(Duration.ofMillis(10));
        Runnable unused = impatient.answering(open -> {});

        impatient.stop();

        assertThat(impatient.isRunning()).isFalse();
    }

    @Test
    void forgetsAJobThatFails() {
        assertThatThrownBy(inFlight.answering(open -> {
            throw new IllegalStateException();
        })::run).isInstanceOf(IllegalStateException.class);

        inFlight.stop();

        assertThat(inFlight.isRunning()).isFalse();
    }
}
