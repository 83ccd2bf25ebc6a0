package dev.herald.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.store.TestPostgres;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final String HASH = "0123456789abcdef";
    private static final Outcome ACCEPTED = new Outcome.Accepted("<1@acme.example>", Map.of());
    private static final Outcome NOT_NOTED = new Outcome.Unavailable("not noted", Duration.ZERO);
    private final MessageRef sent = new MessageRef(1, 7);
    private final MessageRef inTheAir = new MessageRef(3, 7);
    private final MessageRef waiting = new MessageRef(2, 7);
    private TestPostgres server;
    private TestStore store;
    private JdbcLedger ledger;

    @BeforeEach
    void start(@TempDir Path data) {
        server = TestPostgres.start(data.resolve("data"));
        store = new TestStore(server.url("postgres") + "&socketTimeout=1&connectTimeout=1");
        ledger = ledger();
        ledger.claim(sent, HASH, LEASE);
        ledger.handOver(sent, Progress.NONE);
        ledger.claim(inTheAir, HASH, LEASE);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private JdbcLedger ledger() {
        return new JdbcLedger(store.commits(), store.isExclusive(), FakeCluster.epochs(store), InstantSource.system(),
                System::nanoTime);
    }

    @Test
    void aDatabaseThatStopsAndStartsCostsNothing() {
        server.stop();
        claimsAndOutcomesAreNotTaken();
        server.start();
        theOutcomeIsNotedAndWhatWaitedIsGranted();
    }

    @Test
    void aDatabaseThatHangsCostsNothing() {
        server.freeze();
        try {
            claimsAndOutcomesAreNotTaken();
        } finally {
            server.thaw();
        }
        theOutcomeIsNotedAndWhatWaitedIsGranted();
    }

    private void claimsAndOutcomesAreNotTaken() {
        assertThatThrownBy(() -> ledger.claim(waiting, HASH, LEASE)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> ledger.handOver(inTheAir, Progress.NONE))
                .isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> ledger.settle(inTheAir, NOT_NOTED, Progress.NONE))
                .isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> ledger.settle(sent, ACCEPTED, Progress.NONE))
                .isInstanceOf(LedgerUnavailableException.class);
    }

    private void theOutcomeIsNotedAndWhatWaitedIsGranted() {
        await().ignoreExceptions().untilAsserted(() -> ledger.catchUp());
        assertThat(ledger().claim(sent, HASH, LEASE)).isEqualTo(new Claim.Settled(ACCEPTED));
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(ledger.claim(waiting, HASH, LEASE)).isInstanceOf(Claim.Granted.class));
        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(ledger().claim(inTheAir, HASH, LEASE)).isInstanceOf(Claim.Granted.class));
    }
}
