package dev.herald.sms;

import dev.herald.message.Choice;
import dev.herald.message.Outcome;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configured senders by name. */
final class SmsSenders implements AutoCloseable {
    private final Choice<TwilioSender> senders;

    SmsSenders(SmsSettings settings, InstantSource clock) {
        Map<String, TwilioSender> byName = new TreeMap<>();
        settings.senders().forEach((name, sender) -> byName.put(name,
                TwilioSender.of(SmsSettings.SENDERS + name, sender, settings.callback().url(), clock)));
        senders = new Choice<>("smsSender", SmsSettings.SENDERS, Collections.unmodifiableMap(byName));
    }

    /**
     * @param name as {@link Choice} takes it
     * @return empty where {@link #missing} tells why
     */
    Optional<TwilioSender> find(@Nullable String name) {
        return senders.find(name);
    }

    /** The outcome where {@link #find} finds nothing. */
    Outcome.Misconfigured missing(@Nullable String name) {
        return senders.missing(name);
    }

    Map<String, TwilioSender> byName() {
        return senders.byName();
    }

    @Override
    public void close() {
        byName().values().forEach(TwilioSender::close);
    }
}
