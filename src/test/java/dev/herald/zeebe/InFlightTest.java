package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
        inFlight.begin();
        CompletableFuture<Void> shutdown = CompletableFuture.runAsync(inFlight::stop, threads);
        Awaitility.await().until(() -> !inFlight.isRunning());
        inFlight.begin(); // came late, and has to be given back

        inFlight.end();
        assertThat(shutdown).isNotDone();
        inFlight.end();
        shutdown.get();
    }

    @Test
    void doesNotWaitLongerThanAJobMayTake() {
        InFlight impatient = new InFlight(Duration.ofMillis(10));
        impatient.begin();

        impatient.stop();

        assertThat(impatient.isRunning()).isFalse();
    }
}
