package dev.herald.email;

import dev.herald.email.smtp.Deadline;
import dev.herald.email.smtp.SmtpConnector;
import dev.herald.email.smtp.SmtpException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Whether a preset could send: connects, protects the connection and logs in, at most once a minute, over a connection of
 * its own and never on the way of a message.
 */
final class SmtpHealth implements HealthIndicator {
    private static final long FRESH = Duration.ofMinutes(1).toNanos();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final SmtpReasons reasons;
    private final SmtpConnector connector;
    private final ScheduledExecutorService alarms;
    private Health last = Health.unknown().build();
    private long asked;
    private boolean known;

    SmtpHealth(SmtpAccount account) {
        reasons = account.reasons();
        connector = account.connector();
        alarms = account.alarms();
    }

    @Override
    public synchronized Health health() {
        if (!known || System.nanoTime() - asked > FRESH) {
            last = ask();
            asked = System.nanoTime();
            known = true;
        }
        return last;
    }

    private Health ask() {
        try (Deadline deadline = new Deadline(LIMIT, alarms)) {
            try {
                connector.open(deadline).quit(GOODBYE);
                return Health.up().build();
            } catch (SmtpException e) {
                return Health.down().withDetail("problem", reasons.of(e, false)).build();
            }
        }
    }
}
