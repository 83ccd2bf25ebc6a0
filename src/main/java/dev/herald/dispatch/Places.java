package dev.herald.dispatch;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Places for so many at once, of which there can become fewer and more. Who waits longest comes first. */
final class Places {
    private final Permits free;
    private int places;

    Places(int places) {
        this.free = new Permits(places);
        this.places = places;
    }

    /** @return whether one was free within that time */
    boolean take(long nanos) {
        try {
            return free.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param newPlaces how many there are from now on */
    synchronized void giveBack(int newPlaces) {
        if (newPlaces < places) {
            free.reducePermits(places - newPlaces);
            free.release();
        } else {
            free.release(1 + newPlaces - places);
        }
        places = newPlaces;
    }

    private static final class Permits extends Semaphore {
        Permits(int permits) {
            super(permits, true);
        }

        @Override
        protected void reducePermits(int reduction) {
            super.reducePermits(reduction);
        }
    }
}
