package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Certificate;
import dev.herald.benchmark.local.HeraldChannels;
import dev.herald.benchmark.local.Load;
import dev.herald.message.Channel;
import dev.herald.message.Email;
import dev.herald.message.text.BodyFormat;
import java.util.List;
import java.util.Map;

/** Herald's email channel with its pool. */
final class HeraldClient implements MailClient {
    private static final String PRESET = "herald.smtp.presets.default.";
    private static final Email EMAIL = new Email(null, null, List.of(TO), List.of(), List.of(), List.of(), Map.of(),
            List.of(), SUBJECT, TEXT, BodyFormat.TEXT);

    private final HeraldChannels channels;

    HeraldClient(int port, Certificate certificate) {
        channels = new HeraldChannels(Map.of(PRESET + "host", "localhost", PRESET + "port", port, PRESET + "username",
                USER, PRESET + "password", PASSWORD, PRESET + "sender", FROM, PRESET + "max-connections", AT_ONCE,
                PRESET + "ssl-bundle", "sink", Certificate.TRUST, certificate.pem().toUri().toString()));
    }

    @Override
    public Load start() {
        Channel<Email> channel = channels.email();
        return Load.ofThreads(AT_ONCE, () -> channels.send(channel, EMAIL));
    }

    @Override
    public void close() {
        channels.close();
    }
}
