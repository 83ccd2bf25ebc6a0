package dev.herald.email;

import dev.herald.email.report.MailboxReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** Reads the mailboxes of all presets that have one, each on a thread of its own. */
final class ReportMailboxes implements SmartLifecycle {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Map<String, MailboxReader> readers;
    private List<Thread> threads = List.of();

    /** @param readers by preset */
    ReportMailboxes(Map<String, MailboxReader> readers, MeterRegistry meters) {
        this.readers = Map.copyOf(readers);
        readers.forEach((preset, reader) -> {
            Gauge.builder("herald.mailbox.reachable", reader, mailbox -> mailbox.isReachable() ? 1 : 0)
                    .description("1 while the mailbox for reports can be read or another replica reads it, else 0")
                    .tag("preset", preset).register(meters);
            Gauge.builder("herald.mailbox.last.read", reader, mailbox -> mailbox.lastRead().getEpochSecond())
                    .description("When all of the mailbox for reports had last been read by this replica, since 1970")
                    .baseUnit("seconds").tag("preset", preset).register(meters);
        });
    }

    Map<String, MailboxReader> byPreset() {
        return readers;
    }

    /** What health tells of one. */
    static HealthIndicator health(MailboxReader reader) {
        return () -> switch (reader.state()) {
            case MailboxReader.State.Waiting() -> Health.up().withDetail("state", "another replica reads it").build();
            case MailboxReader.State.Reading() -> Health.up().withDetail("lastRead", reader.lastRead()).build();
            case MailboxReader.State.Unreachable(String problem) ->
                Health.down().withDetail("problem", problem).build();
        };
    }

    @Override
    public void start() {
        threads = readers.values().stream()
                .map(reader -> Thread.ofPlatform().daemon().name("report-mailbox").start(reader)).toList();
    }

    @Override
    public void stop() {
        readers.values().forEach(MailboxReader::stop);
        Instant until = Instant.now().plus(LONGEST_STOP);
        for (Thread thread : threads) { // so that another replica need not wait until this one is taken for dead
            try {
                thread.join(Duration.between(Instant.now(), until));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads = List.of();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }
}
