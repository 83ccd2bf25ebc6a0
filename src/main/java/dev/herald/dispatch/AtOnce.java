package dev.herald.dispatch;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many messages a provider takes at once, learned. After a round in which all of them went well it is one more, or twice
 * as many while that is far below what was too many; what was too many is tried again after 1, 2, 4, ... 60 s.
 */
final class AtOnce {
    private static final long FIRST_PROBE = Duration.ofSeconds(1).toNanos();
    private static final long LAST_PROBE = Duration.ofSeconds(60).toNanos();

    private final int most;
    private int now;
    private int fewest = 1;
    /** How many went well that began with so many in the air, since the provider last pushed back. */
    private final int[] wellWith;
    /** How many went well with all in the air. */
    private int inRound;
    private int tooMany = Integer.MAX_VALUE;
    private long probeAt;
    private long probeAfter = FIRST_PROBE;

    AtOnce(int most) {
        this.most = most;
        this.now = most;
        this.wellWith = new int[most + 1];
    }

    int now() {
        return now;
    }

    boolean isLimited() {
        return now < most;
    }

    /**
     * One went well.
     *
     * @param inFlight how many were in the air when it began
     */
    void wentWell(int inFlight, long time) {
        wellWith[Math.min(inFlight, most)]++;
        if (inFlight >= now && ++inRound >= now) {
            inRound = 0;
            grow(time);
        }
    }

    private void grow(long time) {
        if (now >= tooMany) {
            tooMany = Integer.MAX_VALUE; // not any more
            probeAfter = FIRST_PROBE;
        }
        if (now * 2 <= tooMany / 2) {
            now = Math.min(most, now * 2);
        } else if (now + 1 < tooMany || time >= probeAt) {
            now = Math.min(most, now + 1);
        }
    }

    /** So many in the air that as many as that went well since the provider last pushed back. */
    int proven() {
        int wellWithMore = 0;
        for (int together = most; together > 0; together--) {
            wellWithMore += wellWith[together];
            if (wellWithMore >= together) {
                return together;
            }
        }
        return 0;
    }

    /** The provider pushed back. */
    void startAnew() {
        Arrays.fill(wellWith, 0);
        inRound = 0;
    }

    /** The first of those in the air was pushed back because they were too many. */
    void shrink(int inFlight, long time) {
        fewest = Math.max(1, proven() / 2);
        now = Math.max(fewest, Math.min(now, inFlight - 1));
        tooMany = inFlight;
        probeAt = time + probeAfter;
        probeAfter = Math.min(LAST_PROBE, 2 * probeAfter);
    }

    /** Another of them was. */
    void shrinkFurther() {
        now = Math.max(fewest, now - 1);
    }
}
