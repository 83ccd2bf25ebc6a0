package dev.herald.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many messages a provider takes in a second, learned; infinite until there is a reason to think otherwise. */
final class Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** Two pushbacks within this time have one cause. */
    private static final long RECENT = Duration.ofSeconds(10).toNanos();
    /** What was learned so long ago counts no more. */
    private static final long FORGOTTEN = Duration.ofMinutes(10).toNanos();
    /** So many in a second are no coincidence. */
    private static final int BURST = 5;
    private static final double SLOWEST = 1 / 60.0;
    private static final double SLOWER = 0.95;
    /** What is added with each message, and at most in a second; twice as much after each 10 s in which all went well. */
    private static final double FASTER = 0.0015;
    private static final double FASTER_IN_A_SECOND = 0.03;
    /** Until a second pushback confirms what was learned from the first. */
    private static final double UNCONFIRMED = 10;

    private double perSecond = Double.POSITIVE_INFINITY;
    private boolean confirmed;
    private long grownAt;
    private final Recent lately = new Recent();
    private int since;
    private @Nullable Long pushedBackAt;

    double perSecond() {
        return perSecond;
    }

    void forgetOld(long time) {
        if (pushedBackAt != null && time - pushedBackAt > FORGOTTEN) {
            perSecond = Double.POSITIVE_INFINITY;
            confirmed = false;
        }
    }

    /** Whether the provider has ever pushed back. */
    boolean isWary() {
        return pushedBackAt != null;
    }

    /** @param paced whether it had to wait for those before it */
    void wentWell(boolean paced, long time) {
        lately.add(time);
        since++;
        if (paced && pushedBackAt != null && Double.isFinite(perSecond)) {
            double part = Math.min(FASTER, FASTER_IN_A_SECOND * (time - grownAt) / SECOND)
                    * Math.pow(2, (time - pushedBackAt) / (double) RECENT);
            perSecond *= 1 + Math.min(1, confirmed ? part : part * UNCONFIRMED);
        }
        grownAt = time;
    }

    /** @param tooFast whether it was because of the pace */
    void pushedBack(boolean tooFast, long time) {
        if (tooFast) {
            slowDown(lately.inASecond(time), pushedBackAt == null ? Long.MAX_VALUE : time - pushedBackAt);
        }
        since = 0;
        pushedBackAt = time;
    }

    private void slowDown(int inASecond, long quiet) {
        if (Double.isFinite(perSecond)) {
            confirmed = true;
            perSecond = SLOWER * (quiet > SECOND ? Math.min(perSecond, inASecond + 1) : perSecond);
        } else if (inASecond >= BURST) {
            perSecond = SLOWER * inASecond;
        } else if (quiet < RECENT) {
            perSecond = SLOWER * Math.max(inASecond, since / ((double) quiet / SECOND));
        }
        perSecond = Math.max(perSecond, SLOWEST);
    }

    /** How many there were in the last second, to a tenth. */
    private static final class Recent {
        private static final int PARTS = 10;
        private final int[] counts = new int[PARTS];
        private final long[] parts = new long[PARTS];

        void add(long time) {
            long part = Math.floorDiv(time, SECOND / PARTS);
            int i = Math.floorMod(part, PARTS);
            if (parts[i] != part) {
                parts[i] = part;
                counts[i] = 0;
            }
            counts[i]++;
        }

        int inASecond(long time) {
            long part = Math.floorDiv(time, SECOND / PARTS);
            int sum = 0;
            for (int i = 0; i < PARTS; i++) {
                sum += part - parts[i] < PARTS ? counts[i] : 0;
            }
            return sum;
        }
    }
}
