package dev.herald.email;

import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** The presets at work, by name. */
final class SmtpAccounts implements AutoCloseable {
    private static final String DEFAULT = "default";

    private static final Duration EVICTION = Duration.ofSeconds(10);

    private final Map<String, SmtpAccount> accounts;
    private final ScheduledExecutorService alarms;

    private SmtpAccounts(Map<String, SmtpAccount> accounts, ScheduledExecutorService alarms) {
        this.accounts = accounts;
        this.alarms = alarms;
    }

    /**
     * Makes the presets ready; connects to nothing.
     *
     * @throws dev.herald.message.InvalidSettingException naming the first property that is wrong
     */
    static SmtpAccounts open(SmtpSettings settings, SslBundles bundles) {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("smtp-alarms").factory());
        alarms.setRemoveOnCancelPolicy(true);
        SmtpAccountFactory factory = new SmtpAccountFactory(bundles, alarms);
        Map<String, SmtpAccount> accounts = new TreeMap<>();
        settings.presets().forEach((name, preset) -> accounts.put(name, factory.open(setting(name), preset)));
        ScheduledFuture<?> unused = alarms.scheduleWithFixedDelay(
                () -> accounts.values().forEach(account -> account.pool().evict()),
                EVICTION.toSeconds(), EVICTION.toSeconds(), TimeUnit.SECONDS);
        return new SmtpAccounts(accounts, alarms);
    }

    /** The property of a preset. */
    static String setting(String name) {
        return "herald.smtp.presets." + name;
    }

    /**
     * @param name null for the preset named {@code default}, or the only one
     * @return empty where {@link #missing} tells why
     */
    Optional<SmtpAccount> find(@Nullable String name) {
        if (name != null) {
            return Optional.ofNullable(accounts.get(name));
        }
        return accounts.size() == 1
                ? accounts.values().stream().findFirst()
                : Optional.ofNullable(accounts.get(DEFAULT));
    }

    /** The outcome where {@link #find} finds nothing. */
    Outcome.Misconfigured missing(@Nullable String name) {
        String configured = accounts.isEmpty()
                ? "No preset is configured"
                : "Configured: " + String.join(", ", accounts.keySet());
        if (name == null) {
            return new Outcome.Misconfigured("smtpAuthPreset: none is named, and there is no " + setting(DEFAULT) + ". "
                    + configured + ".");
        }
        return new Outcome.Misconfigured("smtpAuthPreset: there is no " + setting(name) + ". " + configured + ".");
    }

    Map<String, SmtpAccount> byName() {
        return accounts;
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        accounts.values().forEach(account -> account.pool().close());
    }
}
