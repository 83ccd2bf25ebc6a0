package dev.herald.benchmark.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A number of messages at once, over and over, until it is ended or one fails. */
public final class Load {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch running;
    private volatile boolean ended;

    public Load(int atOnce) {
        running = new CountDownLatch(atOnce);
    }

    /** Sends one message and returns when it was taken. */
    @FunctionalInterface
    public interface Sending {
        void send() throws Exception;
    }

    /** A load of as many threads as messages at once. */
    public static Load ofThreads(int atOnce, Sending sending) {
        Load load = new Load(atOnce);
        for (int thread = 0; thread < atOnce; thread++) {
            Thread.ofPlatform().daemon().name("load-" + thread).start(() -> load.keepSending(sending));
        }
        return load;
    }

    private void keepSending(Sending sending) {
        try {
            while (goesOn()) {
                sending.send();
            }
            finished(null);
        } catch (Exception e) {
            finished(e);
        }
    }

    /** Whether another message is to be sent. */
    public boolean goesOn() {
        return !ended;
    }

    /** Tells that one of those at once sends no more. */
    public void finished(@Nullable Throwable problem) {
        if (problem != null && goesOn()) {
            failure.compareAndSet(null, problem);
            ended = true;
        }
        running.countDown();
    }

    /** Lets what is in the air arrive, and no more. */
    public void end() throws Exception {
        ended = true;
        if (!running.await(20, TimeUnit.SECONDS)) {
            throw new TimeoutException("hangs");
        }
        Throwable problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
    }
}
