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
    private static final int LARGE = 400_000;

    private final Map<ActionType, Semaphore> free;
    private final Asking asking;
    private final Executor threads;

    /** In KB. */
    private final Semaphore memory;
    private final int allMemory;

    /**
     * @param most how many jobs of a type
     * @param heap in bytes; a quarter is for what large jobs hold
     * @param asking hears of those who wait
     */
    JobSlots(ToIntFunction<ActionType> most, long heap, Asking asking) {
        // Daemons, which nobody ends: until the client is closed, after everything else, jobs may come.
        this(most, heap, asking,
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("job-", 1).factory()));
    }

    JobSlots(ToIntFunction<ActionType> most, long heap, Asking asking, Executor threads) {
        this.asking = asking;
        this.threads = threads;
        allMemory = (int) Math.min((heap / 4) >> 10, Integer.MAX_VALUE);
        memory = new Semaphore(allMemory, true);
        free = Stream.of(ActionType.values()).collect(
                Collectors.toUnmodifiableMap(Function.identity(), type -> new Semaphore(most.applyAsInt(type))));
    }

    /**
     * Waits for a slot and, where the job is large, for memory, and begins the job; does it, where there is no thread for it.
     *
     * @param bytes that it takes
     */
    void take(ActionType type, long bytes, Runnable job) {
        Semaphore slots = Objects.requireNonNull(free.get(type));
        int kilobytes = bytes < LARGE ? 0 : (int) Math.min(bytes >> 10, allMemory);
        Runnable whole = () -> {
            try {
                job.run();
            } finally {
                memory.release(kilobytes);
                slots.release();
            }
        };
        asking.heldBack(type, () -> {
            slots.acquireUninterruptibly();
            if (kilobytes > 0) { // who wants none would queue behind a large job all the same
                memory.acquireUninterruptibly(kilobytes);
            }
        });
        try {
            threads.execute(whole);
        } catch (OutOfMemoryError e) { // unable to create native thread
            whole.run();
        }
    }
}
