package dev.herald.email.mime;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Large texts are rendered a few at once: each can take 60 MB meanwhile. */
final class LargeTexts {
    private static final int LARGE = 30_000;
    private static final long MEMORY = 128L << 20;
    private static final long LONGEST_WAIT = 20;
    private static final Semaphore TURNS = new Semaphore(
            Math.clamp(Runtime.getRuntime().maxMemory() / MEMORY, 1, Runtime.getRuntime().availableProcessors()));

    private LargeTexts() {}

    /** @throws BusyException where too many others are before it */
    static String render(String text, UnaryOperator<String> rendering) {
        if (text.length() < LARGE) {
            return rendering.apply(text);
        }
        try {
            if (!TURNS.tryAcquire(LONGEST_WAIT, TimeUnit.SECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
        try {
            return rendering.apply(text);
        } finally {
            TURNS.release();
        }
    }
}
