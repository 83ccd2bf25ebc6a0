package dev.herald.email;

import dev.herald.message.Choice;
import dev.herald.message.LedgerId;
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
    private static final String PRESETS = "herald.smtp.presets.";
    private static final Duration EVICTION = Duration.ofSeconds(10);

    private final Choice<SmtpAccount> accounts;
    private final ScheduledExecutorService alarms;

    private SmtpAccounts(Map<String, SmtpAccount> accounts, ScheduledExecutorService alarms) {
        this.accounts = new Choice<>("smtpAuthPreset", PRESETS, accounts);
        this.alarms = alarms;
    }

    /**
     * Makes the presets ready; connects to nothing.
     *
     * @throws dev.herald.message.setting.InvalidSettingException naming the first property that is wrong
     */
    static SmtpAccounts open(SmtpSettings settings, SslBundles bundles, LedgerId ledger) {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("smtp-alarms").factory());
        alarms.setRemoveOnCancelPolicy(true);
        SmtpAccountFactory factory = new SmtpAccountFactory(bundles, alarms, ledger);
        Map<String, SmtpAccount> accounts = new TreeMap<>();
        settings.presets().forEach((name, preset) -> accounts.put(name, factory.open(setting(name), preset)));
        ScheduledFuture<?> unused = alarms.scheduleWithFixedDelay(
                () -> accounts.values().forEach(account -> account.pool().evict()),
                EVICTION.toSeconds(), EVICTION.toSeconds(), TimeUnit.SECONDS);
        return new SmtpAccounts(accounts, alarms);
    }

    /** The property of a preset. */
    static String setting(String name) {
        return PRESETS + name;
    }

    /**
     * @param name as {@link Choice} takes it
     * @return empty where {@link #missing} tells why
     */
    Optional<SmtpAccount> find(@Nullable String name) {
        return accounts.find(name);
    }

    /** The outcome where {@link #find} finds nothing. */
    Outcome.Misconfigured missing(@Nullable String name) {
        return accounts.missing(name);
    }

    Map<String, SmtpAccount> byName() {
        return accounts.byName();
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        byName().values().forEach(account -> account.pool().close());
    }
}
