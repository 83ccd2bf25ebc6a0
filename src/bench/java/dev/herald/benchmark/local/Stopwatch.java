package dev.herald.benchmark.local;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Counts how much happens in a time. */
public final class Stopwatch {
    private Stopwatch() {}

    /** How much the count grows in a second, over {@code length} from now. */
    public static double perSecond(LongSupplier count, Duration length) {
        long begin = System.nanoTime();
        long before = count.getAsLong();
        pass(length);
        return (count.getAsLong() - before) * 1e9 / (System.nanoTime() - begin);
    }

    /** Lets time pass. */
    public static void pass(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
