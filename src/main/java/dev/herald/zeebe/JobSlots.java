package dev.herald.zeebe;

import dev.herald.message.ActionType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * So many jobs of each type at once, on threads of their own. Whoever brings one is let go as soon as it is begun: the client
 * fetches no more until it has got rid of some of those before, so one that takes its time would keep the next in the engine.
 */
final class JobSlots {
    private final Map<ActionType, Semaphore> free;
    /** Daemons, which nobody ends: until the client is closed, after everything else, jobs may come. */
    private final Executor threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("job-", 1).factory());

    /** @param most how many jobs of a type */
    JobSlots(ToIntFunction<ActionType> most) {
        free = Stream.of(ActionType.values()).collect(
                Collectors.toUnmodifiableMap(Function.identity(), type -> new Semaphore(most.applyAsInt(type))));
    }

    /** Waits for a slot, and begins the job. */
    void take(ActionType type, Runnable job) {
        Semaphore slots = Objects.requireNonNull(free.get(type));
        slots.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                job.run();
            } finally {
                slots.release();
            }
        });
    }
}
