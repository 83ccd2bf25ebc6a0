package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.crash.ForkedJvm;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledLedgerTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final String HASH = "0123456789abcdef";

    @Test
    void kill9LosesNothingThatWasNoted(@TempDir Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
        List<String> noted;
        try (ForkedJvm worker = new ForkedJvm(Worker.class, url)) {
            worker.awaitLines(lines -> lines.size() >= 500);
            worker.kill();
            noted = worker.lines();
        }

        try (TestStore store = new TestStore(url)) {
            Ledger ledger = ledger(store);
            assertThat(keys(noted, "handed over")).hasSizeGreaterThan(100)
                    .allSatisfy(key -> assertThat(ledger.claim(ref(key), HASH, LEASE))
                            .isInstanceOfAny(Claim.Settled.class, Claim.Unconfirmed.class));
            assertThat(keys(noted, "accepted")).hasSizeGreaterThan(100)
                    .allSatisfy(key -> assertThat(ledger.claim(ref(key), HASH, LEASE))
                            .isEqualTo(new Claim.Settled(accepted(key))));
        }
    }

    private static Stream<Long> keys(List<String> lines, String what) {
        return lines.stream().filter(line -> line.matches(what + " \\d+"))
                .map(line -> Long.parseLong(line.substring(what.length() + 1)));
    }

    private static Ledger ledger(TestStore store) {
        return new JdbcLedger(store.commits(), store.isExclusive(), FakeCluster.epochs(store), InstantSource.system(),
                System::nanoTime);
    }

    private static MessageRef ref(long key) {
        return new MessageRef(key, 7);
    }

    private static Outcome accepted(long key) {
        return new Outcome.Accepted("<" + key + "@acme.example>", Map.of());
    }

    /** Claims and settles, and says so, until it is killed. */
    static final class Worker {

        public static void main(String[] arguments) {
            Ledger ledger = ledger(new TestStore(arguments[0]));
            AtomicLong keys = new AtomicLong();
            for (int i = 0; i < 8; i++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        long key = keys.incrementAndGet();
                        ledger.claim(ref(key), HASH, LEASE);
                        System.out.println("claimed " + key);
                        ledger.handOver(ref(key), Progress.NONE);
                        System.out.println("handed over " + key);
                        ledger.settle(ref(key), accepted(key), Progress.NONE);
                        System.out.println("accepted " + key);
                    }
                });
            }
        }
    }
}
