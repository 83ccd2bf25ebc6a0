package dev.herald.zeebe;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The threads on which the client asks for jobs: our own, which it does not interrupt when it is closed. A job, which is only
 * begun by its handler, is brought by the thread that has received it, for which it waits where there is no slot.
 *
 * <p>From the beginning of the shutdown on they do what is there, and nothing that is for later: a stream that the client
 * opens again once its worker is closed would keep a lock, and the client's own closing would wait for it for ever
 * (camunda-client-java 8.8).
 */
final class JobThreads extends ScheduledThreadPoolExecutor implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(JobThreads.class);

    private volatile boolean closing;

    JobThreads(int threads) {
        super(threads);
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        beginShutdown();
    }

    void beginShutdown() {
        closing = true;
        getQueue().removeIf(task -> task instanceof Delayed later && later.getDelay(TimeUnit.NANOSECONDS) > 0);
    }

    @Override
    public void execute(Runnable task) {
        // Such a task opens a stream again that has ended. Run by the code of the client that ends it, that code would then
        // forget the new stream.
        if (isShutdown() || task instanceof AsynchronousCompletionTask) {
            super.execute(task);
        } else {
            task.run();
        }
    }

    /** What ends a task is told nowhere else: it may be the one that asks for jobs. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        if (task instanceof Future<?> future && future.state() == Future.State.FAILED) {
            Throwable e = future.exceptionNow();
            LOG.error("The client failed unexpectedly, see whether it still asks for jobs: {} at {}",
                    e.getClass().getName(), Arrays.stream(e.getStackTrace()).limit(10).toList());
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return closing && delay > 0 ? super.schedule(() -> {}, 0, unit) : super.schedule(task, delay, unit);
    }
}
