package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class JobThreadsTest {
    private final JobThreads threads = new JobThreads(1);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void doesWhatIsThereAndNothingThatIsForLaterOnceTheShutdownHasBegun() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        ScheduledFuture<?> first = threads.schedule(() -> await(busy), 0, TimeUnit.SECONDS);
        ScheduledFuture<?> now = threads.schedule(() -> count(1), 0, TimeUnit.SECONDS);
        ScheduledFuture<?> later = threads.schedule(() -> count(10), 1, TimeUnit.HOURS);

        threads.beginShutdown();
        ScheduledFuture<?> tooLate = threads.schedule(() -> count(100), 1, TimeUnit.HOURS);
        busy.countDown();

        first.get();
        now.get();
        tooLate.get();
        assertThat(done).hasValue(1);
        assertThat(threads.getQueue()).doesNotContain((Runnable) later);
    }

    @Test
    void haveAJobBegunByTheThreadThatBringsItAndTheEndOfAStreamSeenToByOneOfTheirOwn() {
        CompletableFuture<Thread> job = new CompletableFuture<>();
        threads.execute(() -> job.complete(Thread.currentThread()));

        assertThat(job).isCompletedWithValue(Thread.currentThread());
        assertThat(CompletableFuture.supplyAsync(Thread::currentThread, threads)).succeedsWithin(10, TimeUnit.SECONDS)
                .isNotEqualTo(Thread.currentThread());
    }

    @Test
    void tellTheLogOfATaskThatFailsAndDoTheNext(CapturedOutput output) throws Exception {
        var failed = threads.schedule(() -> {
            throw new OutOfMemoryError("Java heap space");
        }, 0, TimeUnit.SECONDS);
        var next = threads.schedule(() -> count(1), 0, TimeUnit.SECONDS);

        next.get();
        assertThat(done).hasValue(1);
        assertThat(failed.state()).isEqualTo(Future.State.FAILED);
        assertThat(output).contains("The client failed unexpectedly", "java.lang.OutOfMemoryError at [");
    }

    @Test
    void takeNothingOnceTheyAreShutDown() {
        threads.shutdown();

        assertThatThrownBy(() -> threads.execute(() -> count(1))).isInstanceOf(RejectedExecutionException.class);
        assertThat(done).hasValue(0);
    }

    private void count(int tasks) {
        done.addAndGet(tasks);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
