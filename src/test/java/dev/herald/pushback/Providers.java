package dev.herald.pushback;

import dev.herald.pushback.PushingSmtp.Rule;
import dev.herald.pushback.PushingTwilio.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** What well-known providers do. */
public final class Providers {
    private Providers() {}

    /** Office 365: all connections are refused while more than so many are open. */
    public static Rule whileMoreThan(int connections) {
        return (open, before, messages) -> open > connections
                ? "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
                : "";
    }

    /** Only those connections that came when so many were open already. */
    public static Rule beyond(int connections) {
        return (open, before, messages) -> before >= connections
                ? "432 4.3.2 Concurrent connections limit exceeded"
                : "";
    }

    /** SES. */
    public static Rule inASecond(int most) {
        Window second = new Window(most, Duration.ofSeconds(1));
        return (open, before, messages) -> second.take()
                ? ""
                : "454 4.7.0 Throttling failure: Maximum sending rate exceeded.";
    }

    /** Postfix with a full disk. */
    public static Rule full(Duration time) {
        AtomicLong end = new AtomicLong();
        return (open, before, messages) -> isBefore(end, time) ? "452 4.3.1 Insufficient system storage" : "";
    }

    /** A session ends after so many messages. */
    public static Rule inASession(int most) {
        return (open, before, messages) -> messages >= most ? "421 4.7.0 Too many messages in this session" : "";
    }

    /** Whoever has such a name is unknown at first. */
    public static Rule greylisting(String prefix, Duration time) {
        Map<String, Long> known = new ConcurrentHashMap<>();
        return new Rule() {
            @Override
            public String atMail(int open, int before, int messages) {
                return "";
            }

            @Override
            public String atRecipient(String recipient) {
                long now = System.nanoTime();
                return recipient.startsWith(prefix)
                        && now - known.computeIfAbsent(recipient, any -> now) < time.toNanos()
                                ? "451 4.7.1 Greylisting in action, please come back later"
                                : "";
            }
        };
    }

    /** Twilio. */
    public static IntFunction<Refusal> atOnce(int most) {
        return atWork -> atWork > most ? new Refusal(429, 20429) : Refusal.NONE;
    }

    /** Twilio when it is overloaded. */
    public static IntFunction<Refusal> overloaded(Duration time) {
        AtomicLong end = new AtomicLong();
        return atWork -> isBefore(end, time) ? new Refusal(503, 20503) : Refusal.NONE;
    }

    /** Whether it is less than that time since the first question. */
    private static boolean isBefore(AtomicLong end, Duration time) {
        long now = System.nanoTime();
        end.compareAndSet(0, now + time.toNanos());
        return now < end.get();
    }
}
