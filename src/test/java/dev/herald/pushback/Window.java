package dev.herald.pushback;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many were taken lately. */
final class Window {
    private final int most;
    private final long length;
    private final Deque<Long> taken = new ArrayDeque<>();

    Window(int most, Duration length) {
        this.most = most;
        this.length = length.toNanos();
    }

    /** @return whether there was room for one more in any window of that length */
    synchronized boolean take() {
        long now = System.nanoTime();
        while (!taken.isEmpty() && now - taken.peek() >= length) {
            taken.poll();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.add(now);
        return true;
    }
}
