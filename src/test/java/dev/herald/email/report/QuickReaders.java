package dev.herald.email.report;

import dev.herald.message.Turns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/** Readers that wait for nothing long. */
public final class QuickReaders {
    private static final MailboxReader.Times SHORT = new MailboxReader.Times(Duration.ofMillis(100),
            Duration.ofMillis(50), Duration.ofMillis(600), Duration.ofSeconds(5), Duration.ofMillis(5),
            Duration.ofMillis(20));

    private QuickReaders() {}

    public static MailboxReader reader(String setting, ImapServer server, Reports reports, Turns turns,
            ScheduledExecutorService alarms) {
        return new MailboxReader(setting, server, reports, turns, alarms, InstantSource.system(), SHORT);
    }
}
