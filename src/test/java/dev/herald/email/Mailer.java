package dev.herald.email;

import dev.herald.email.mime.MessageComposer;
import dev.herald.message.Attempts;
import dev.herald.message.Channel;
import dev.herald.message.Delivery;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/** The email channel with its presets, as the application would wire it. */
public final class Mailer implements AutoCloseable {
    static final MessageRef REF = new MessageRef(2251799813685249L, 2251799813685200L);

    static final LedgerId LEDGER = new LedgerId("0123456789abcdef");

    private final SmtpAccounts accounts;
    private final EmailChannel channel;

    private Mailer(Map<String, SmtpPreset> presets, SslBundles bundles) {
        accounts = SmtpAccounts.open(new SmtpSettings(presets), bundles, LEDGER);
        channel = new EmailChannel(accounts,
                new MessageComposer(LEDGER, InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"))), LEDGER);
    }

    public static Mailer with(Presets preset) {
        return with(Map.of("default", preset.build()));
    }

    public static Mailer with(Map<String, SmtpPreset> presets) {
        return new Mailer(presets, new DefaultSslBundleRegistry());
    }

    public static Mailer with(Presets preset, SslBundles bundles) {
        return new Mailer(Map.of("default", preset.build()), bundles);
    }

    SmtpAccount account(String preset) {
        return accounts.find(preset).orElseThrow();
    }

    public Channel.Preparation prepare(Email email) {
        return prepare(email, REF);
    }

    Channel.Preparation prepare(Email email, MessageRef ref) {
        return channel.prepare(email, ref);
    }

    /** What the email can be sent with. */
    public Delivery delivery(Email email) {
        return switch (prepare(email)) {
            case Channel.Preparation.Ready ready -> ready.delivery();
            case Channel.Preparation.NotSendable no -> throw new AssertionError("not sendable: " + no.outcome());
        };
    }

    /** What becomes of the email. */
    public Outcome send(Emails email) {
        return switch (prepare(email.build())) {
            case Channel.Preparation.Ready ready -> ready.delivery().send(Attempts.FIRST).outcome();
            case Channel.Preparation.NotSendable no -> no.outcome();
        };
    }

    @Override
    public void close() {
        accounts.close();
    }
}
