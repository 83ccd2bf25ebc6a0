package dev.herald.dispatch;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may begin now, and when the others may come: what a provider's answers and the settings allow. Times are
 * {@link System#nanoTime}.
 *
 * <p>A provider that pushes back is left alone for a moment, which doubles as long as the one message that then tries it is
 * pushed back as well. What is learned depends on what went well since the last time. Where fewer were in the air, they were
 * too many: as many as were pushed back are taken off, a share of them (multiplicative decrease). Where as many had been in
 * the air, they came too fast: the pace falls below what was taken lately. Both grow again with what goes well, by little at a
 * time (additive increase).
 */
final class Throttle {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_PAUSE = SECOND / 10;
    private static final long LONGEST_FIRST_PAUSE = 10 * SECOND;
    private static final long LONGEST_PAUSE = 30 * SECOND;
    private static final long LONGEST_WISH = 300 * SECOND;
    private static final int SHUT = 5;
    private static final long SHORTEST_RETURN = SECOND / 2;
    /** Messages come back faster than they can be sent: who comes too early is told again, by what is known then. */
    private static final double EARLY = 2;
    /** Those that may be in the air together begin one after the other. */
    private static final double EVEN = 0.8;

    private final double mostPerSecond;
    private final DoubleSupplier random;
    private final AtOnce atOnce;
    private final Pace pace = new Pace();
    /** How long one takes, on average, in nanoseconds. */
    private double duration = SECOND / 10.0;
    private int inFlight;
    private long nextSlot = Long.MIN_VALUE;

    /** How often in a row the provider has pushed back. */
    private int strikes;
    private long pausedUntil = Long.MIN_VALUE;
    /** Grows with each strike: who began before knew less. */
    private int epoch;
    private int inFlightOfEpoch;
    /** The epoch that ended because too many were in the air. */
    private int crowded = -1;

    /** How many were told to come back and are not due yet. */
    private double told;
    private long toldAt;

    /**
     * @param most how many at once
     * @param mostPerSecond the most in a second; infinite for no limit
     * @param random between 0 and 1
     */
    Throttle(int most, double mostPerSecond, DoubleSupplier random) {
        this.mostPerSecond = mostPerSecond;
        this.random = random;
        this.atOnce = new AtOnce(most);
    }

    /**
     * The start of one attempt.
     *
     * @param inFlight how many are in the air with it
     * @param paced whether it had to wait for its slot
     * @param spare how many connections may stay open that are not in use
     */
    record Start(long at, int epoch, int inFlight, boolean paced, int spare) {}

    /** What a provider's answer means for others. */
    enum Answer {
        /** It took or refused this one message. */
        WELL,
        /** It wants fewer, or slower. */
        PUSHBACK,
        /** It does not say how much it takes. */
        NEUTRAL
    }

    /** How many may be in the air. */
    synchronized int atOnce() {
        return atOnce.now();
    }

    /** How many may begin in a second; infinite for no limit. */
    synchronized double perSecond() {
        return Math.min(pace.perSecond(), mostPerSecond);
    }

    /** Whether the provider allows less than the settings do. */
    synchronized boolean isLimited() {
        return strikes > 0 || atOnce.isLimited() || pace.perSecond() < mostPerSecond;
    }

    /** Whether the provider has pushed back several times in a row. */
    synchronized boolean isShut() {
        return strikes >= SHUT;
    }

    /**
     * When the next attempt may begin. Up to {@code latest} that is this one's own time.
     */
    synchronized long slot(long now, long latest) {
        pace.forgetOld(now);
        long slot = free(now);
        if (isTried()) {
            slot = Math.max(slot, now + SHORTEST_PAUSE / 2);
        }
        if (slot <= latest) {
            double even = pace.isWary() ? EVEN * duration / atOnce.now() : 0;
            nextSlot = slot + (long) Math.max(SECOND / perSecond(), even);
        }
        return slot;
    }

    private long free(long now) {
        return Math.max(now, Math.max(nextSlot, pausedUntil));
    }

    /** Whether the one message is in the air that shows whether the provider still pushes back. */
    private boolean isTried() {
        return strikes > 0 && inFlightOfEpoch > 0;
    }

    /**
     * Begins an attempt whose slot has come.
     *
     * @return null where the provider has pushed back meanwhile: it needs another slot
     */
    synchronized @Nullable Start begin(long now, boolean paced) {
        if (now < pausedUntil || isTried()) {
            return null;
        }
        inFlight++;
        inFlightOfEpoch++;
        return new Start(now, epoch, inFlight, paced, strikes > 0 ? 0 : Math.max(0, atOnce.now() - inFlight));
    }

    /**
     * Learns from the end of an attempt.
     *
     * @param wish how long the provider asks to wait; 0 where it does not say
     */
    synchronized void end(Start start, Answer answer, long wish, long now) {
        switch (answer) {
            case WELL -> wentWell(start, now);
            case PUSHBACK -> pushedBack(start, wish, now);
            case NEUTRAL -> {
            }
        }
        inFlight--;
        if (start.epoch == epoch) {
            inFlightOfEpoch--;
        }
    }

    private void wentWell(Start start, long now) {
        duration += (now - start.at - duration) / 8;
        pace.wentWell(start.paced && start.epoch == epoch, now);
        if (start.epoch == epoch) {
            strikes = 0;
            atOnce.wentWell(start.inFlight, now);
        }
    }

    private void pushedBack(Start start, long wish, long now) {
        if (start.epoch == crowded) {
            atOnce.shrinkFurther();
        }
        if (start.epoch != epoch) {
            return;
        }
        if (strikes == 0) {
            learn(now);
        }
        strikes++;
        epoch++;
        inFlightOfEpoch = 0;
        double first = Math.clamp(SECOND / perSecond(), (double) SHORTEST_PAUSE, (double) LONGEST_FIRST_PAUSE);
        double pause = Math.min((double) LONGEST_PAUSE, first * Math.pow(2, strikes - 1))
                * (0.75 + random.getAsDouble() / 2);
        // alone it was not one of too many, so that it is a matter of time
        pausedUntil = now + Math.max((long) pause, inFlight == 1 ? Math.min(wish, LONGEST_WISH) : 0);
    }

    private void learn(long now) {
        boolean tooMany = inFlight > Math.max(1, atOnce.proven());
        if (tooMany) {
            atOnce.shrink(inFlight, now);
            crowded = epoch;
        }
        atOnce.startAnew();
        pace.pushedBack(!tooMany, now);
    }

    /** After how many nanoseconds a message that found no place may come back; each is told another time. */
    synchronized long comeBack(long now) {
        double back = EARLY * Math.min(perSecond(), atOnce.now() * SECOND / duration);
        told = Math.max(0, told - (now - toldAt) / (double) SECOND * back) + 1;
        toldAt = now;
        return Math.max(SHORTEST_RETURN, Math.max(free(now) - now, (long) (told / back * SECOND)));
    }
}
