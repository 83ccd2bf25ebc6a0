package dev.herald.benchmark.ledger;

import dev.herald.benchmark.local.KnownCluster;
import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.ledger.Claim;
import dev.herald.ledger.Ledger;
import dev.herald.ledger.LedgerConfiguration;
import dev.herald.ledger.LedgerSettings;
import dev.herald.message.Cluster;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.StoreConfiguration;
import dev.herald.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Messages a second that are claimed, marked as handed over and settled, by transactions at once. */
public final class LedgerPart implements Part {
    private static final int[] TRANSACTIONS = {1, 4, 16};
    private static final int AT_ONCE = 256;
    private static final Duration LEASE = Duration.ofMinutes(1);
    /** What a message's claim is told by from another's. */
    private static final String FINGERPRINT = "0123456789abcdef0123456789abcdef";

    private final AtomicLong keys = new AtomicLong(System.currentTimeMillis() << 20);
    private final AtomicLong done = new AtomicLong();

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Path folder = Files.createTempDirectory(options.folder(), "ledger");
        TestPostgres server = TestPostgres.shared();
        for (int round = 0; round < options.rounds(); round++) {
            for (int transactions : TRANSACTIONS) {
                measure("PostgreSQL, " + transactions + " at once", server.newDatabase(),
                        "spring.datasource.hikari.maximum-pool-size=" + (transactions + 2), options, report);
            }
            measure("the file", "jdbc:sqlite:" + folder.resolve(round + ".db"), "spring.datasource.name=file",
                    options, report);
        }
    }

    private void measure(String setup, String url, String setting, Options options, Report report) throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("spring.datasource.url=" + url, setting).applyTo(context);
            context.registerBean(LedgerSettings.class, () -> new LedgerSettings("", Duration.ofDays(30)));
            context.registerBean(InstantSource.class, InstantSource::system);
            context.registerBean(Cluster.class, KnownCluster::new);
            context.register(StoreConfiguration.class, LedgerConfiguration.class);
            context.register(AutoConfigurations.getClasses(
                    AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class)));
            context.refresh();
            Ledger ledger = context.getBean(Ledger.class);
            for (int i = 0; i < 100; i++) {
                work(ledger);
            }
            report.add(name(), setup, "one at a time, each", "µs", 1e6 / measure(1, ledger, options));
            report.add(name(), setup, AT_ONCE + " at a time", "messages/s", measure(AT_ONCE, ledger, options));
        }
    }

    private double measure(int atOnce, Ledger ledger, Options options) throws Exception {
        Load load = Load.ofThreads(atOnce, () -> work(ledger));
        double rate = Stopwatch.perSecond(done::get, options.length());
        load.end();
        return rate;
    }

    private void work(Ledger ledger) {
        MessageRef ref = new MessageRef(keys.incrementAndGet(), 7);
        if (!(ledger.claim(ref, FINGERPRINT, LEASE) instanceof Claim.Granted)) {
            throw new IllegalStateException("not granted");
        }
        ledger.handOver(ref, Progress.NONE);
        ledger.settle(ref, new Outcome.Accepted("<" + ref.jobKey() + "@herald.example>", Map.of()), Progress.NONE);
        done.incrementAndGet();
    }
}
