package dev.herald.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/** Many messages, a lane as {@link Lane} is one and a provider that pushes back, in time that is only counted. */
final class Simulation {
    private static final long MILLISECOND = 1_000_000;
    private static final long LONGEST_WAIT = Lane.LONGEST_WAIT_ALONE.toNanos();

    /** A provider. Times are in nanoseconds. */
    interface Provider {
        /**
         * Answers one message.
         *
         * @param connections how many are open, this one included
         * @return how long it takes; negative where it pushes back
         */
        long answer(long now, int connections);
    }

    /** What came of it. */
    record Result(int sent, int refused, int heldBack, Duration took) {}

    private record Event(long at, long number, Runnable what) {}

    private final Random random = new Random(5);
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Throttle throttle;
    private final Provider provider;
    private final int slots;
    private final Deque<Integer> ready = new ArrayDeque<>();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private long now = MILLISECOND;
    private long numbers;
    private int busySlots;
    private int places;
    private int taken;
    private int idle;
    private int inTheAir;
    private int sent;
    private int refused;
    private int heldBack;
    private long last;

    private record Waiter(int message, long latest) {}

    Simulation(int most, double perSecond, int slots, Provider provider) {
        this.throttle = new Throttle(most, perSecond, random::nextDouble);
        this.provider = provider;
        this.slots = slots;
        this.places = most;
    }

    Result run(int messages) {
        for (int i = 0; i < messages; i++) {
            ready.add(i);
        }
        fetch();
        while (!events.isEmpty() && sent < messages) {
            Event next = events.poll();
            now = next.at;
            next.what.run();
        }
        return new Result(sent, refused, heldBack, Duration.ofNanos(last));
    }

    private void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), numbers++, what));
    }

    private void fetch() {
        while (busySlots < slots && !ready.isEmpty()) {
            int message = ready.poll();
            busySlots++;
            after(5 * MILLISECOND, () -> enter(new Waiter(message, now + LONGEST_WAIT)));
        }
    }

    private void enter(Waiter waiter) {
        if (taken < places && queue.isEmpty()) {
            taken++;
            start(waiter);
        } else {
            queue.add(waiter);
            after(waiter.latest - now, () -> {
                if (queue.remove(waiter)) {
                    comeBack(waiter.message);
                }
            });
        }
    }

    private void start(Waiter waiter) {
        long asked = now;
        long slot = throttle.slot(now, waiter.latest);
        if (slot > waiter.latest) {
            comeBack(waiter.message);
            giveBack();
            return;
        }
        after(slot - now, () -> {
            Throttle.Start start = throttle.begin(now, slot > asked);
            if (start == null) {
                start(waiter);
            } else {
                send(waiter, start);
            }
        });
    }

    private void send(Waiter waiter, Throttle.Start start) {
        idle = Math.min(Math.max(0, idle - 1), start.spare());
        inTheAir++;
        long answer = provider.answer(now, inTheAir + idle);
        after(Math.abs(answer), () -> {
            inTheAir--;
            boolean pushback = answer < 0;
            Waiter again = null;
            throttle.end(start, pushback ? Throttle.Answer.PUSHBACK : Throttle.Answer.WELL, 0, now);
            if (pushback) {
                refused++;
                if (now < waiter.latest) {
                    again = waiter;
                } else {
                    retry(waiter.message, throttle.comeBack(now));
                }
            } else {
                idle++;
                sent++;
                last = now;
                busySlots--;
                fetch();
            }
            giveBack();
            if (again != null) {
                enter(again);
            }
        });
    }

    private void giveBack() {
        taken--;
        places = throttle.atOnce();
        while (taken < places && !queue.isEmpty()) {
            taken++;
            start(queue.poll());
        }
    }

    private void comeBack(int message) {
        heldBack++;
        retry(message, throttle.comeBack(now));
    }

    private void retry(int message, long in) {
        busySlots--;
        fetch();
        after(in + random.nextLong(100 * MILLISECOND), () -> {
            ready.add(message);
            fetch();
        });
    }
}
