package dev.herald.sms;

import dev.herald.message.Outcome;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configured senders by name. */
final class SmsSenders implements AutoCloseable {
    private static final String DEFAULT = "default";

    private final Map<String, TwilioSender> senders = new TreeMap<>();

    SmsSenders(SmsSettings settings, InstantSource clock) {
        settings.senders().forEach((name, sender) -> senders.put(name,
                TwilioSender.of(SmsSettings.SENDERS + name, sender, settings.callback().url(), clock)));
    }

    /** The sender of that name; for null the one named {@code default}, or the only one. Null where there is none. */
    @Nullable
    TwilioSender find(@Nullable String name) {
        if (name != null) {
            return senders.get(name);
        }
        return senders.size() == 1 ? senders.values().iterator().next() : senders.get(DEFAULT);
    }

    /** What to tell where {@link #find} found none. */
    Outcome.Misconfigured missing(@Nullable String name) {
        String configured = senders.isEmpty()
                ? "no sender is configured"
                : "configured are: " + String.join(", ", senders.keySet());
        return new Outcome.Misconfigured(
                SmsSettings.SENDERS + (name == null ? DEFAULT : name) + " is not configured; " + configured + ". "
                        + (name == null
                                ? "Name one of them in smsSender, or configure it."
                                : "Correct smsSender, or configure it."));
    }

    /** All of them, by name. */
    Map<String, TwilioSender> all() {
        return Collections.unmodifiableMap(senders);
    }

    @Override
    public void close() {
        senders.values().forEach(TwilioSender::close);
    }
}
