package dev.herald.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Refused;
import dev.herald.store.TestClock;
import dev.herald.store.TestPostgres;
import dev.herald.store.TestStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

class BudgetsTest {
    private static final int FLOW = 7;
    private final TestClock clock = new TestClock();
    @TempDir
    private Path folder = Path.of("");

    private enum Storage {
        SQLITE, POSTGRESQL
    }

    @ParameterizedTest
    @EnumSource
    void stopsAFlowThatLoops(Storage storage) {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 2, null);

            assertThat(budgets.charge(new MessageRef(1, FLOW), 1)).isEmpty();
            assertThat(budgets.charge(new MessageRef(2, FLOW), 1)).isEmpty();
            assertThat(budgets.charge(new MessageRef(3, FLOW), 1))
                    .contains(refused("herald.guardrails.max-messages-per-process-instance", 2));
            assertThat(budgets.charge(new MessageRef(4, FLOW + 1), 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void chargesAMessageOnceHoweverOftenItIsTried(Storage storage) {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 2, null);

            for (int attempt = 0; attempt < 5; attempt++) {
                assertThat(budgets.charge(new MessageRef(1, FLOW), 1)).isEmpty();
            }
            assertThat(budgets.charge(new MessageRef(2, FLOW), 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void chargesTheKeysOfAnotherClusterOnTheirOwn(Storage storage) throws SQLException {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 1, 2);
            assertThat(budgets.charge(new MessageRef(1, FLOW), 1)).isEmpty();
            store.execute("update herald_ledger set epoch = epoch + 1");

            assertThat(budgets.charge(new MessageRef(1, FLOW), 1)).isEmpty();
            assertThat(budgets.charge(new MessageRef(2, FLOW + 1), 1))
                    .contains(refused("herald.guardrails.max-messages-per-hour", 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsSegmentsAndChargesNothingForWhatItRefuses(Storage storage) {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 5, 100);

            assertThat(budgets.charge(new MessageRef(1, FLOW), 6)).isPresent();
            assertThat(budgets.charge(new MessageRef(2, FLOW), 3)).isEmpty();
            assertThat(budgets.charge(new MessageRef(3, FLOW), 3)).isPresent();
            assertThat(budgets.charge(new MessageRef(4, FLOW), 2)).isEmpty();
            assertThat(budgets(store, null, 100).charge(new MessageRef(5, FLOW), 95)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsLeftWhereAnSmsNeedsMore(Storage storage) {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 4, 100);
            String setting = "(herald.guardrails.max-messages-per-process-instance)";

            assertThat(budgets.charge(new MessageRef(1, FLOW), 5)).contains(new Refused(ErrorCode.NOT_ALLOWED,
                    "The budget of 4 messages " + setting
                            + " has 4 left, and this SMS counts 5, one for each segment."));
            budgets.charge(new MessageRef(2, FLOW), 3);
            assertThat(budgets.charge(new MessageRef(3, FLOW), 2)).contains(new Refused(ErrorCode.NOT_ALLOWED,
                    "The budget of 4 messages " + setting
                            + " has 1 left, and this SMS counts 2, one for each segment."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatWasNotTouchedForLong(Storage storage) throws SQLException {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, 1, null);
            budgets.charge(new MessageRef(1, FLOW), 1);
            clock.pass(Duration.ofDays(31));
            budgets.charge(new MessageRef(2, FLOW + 1), 1);
            long before = clock.instant().minus(Duration.ofDays(30)).toEpochMilli();

            int deleted = store.commits().run(session -> BudgetRows.prune(session, before, 500));

            assertThat(deleted).isEqualTo(2);
            assertThat(budgets.charge(new MessageRef(3, FLOW), 1)).isEmpty();
            assertThat(budgets.charge(new MessageRef(4, FLOW + 1), 1)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void startsAnewWithEachHour(Storage storage) {
        try (TestStore store = open(storage)) {
            Budgets budgets = budgets(store, null, 1);

            assertThat(budgets.charge(new MessageRef(1, FLOW), 1)).isEmpty();
            assertThat(budgets.charge(new MessageRef(2, FLOW), 1))
                    .contains(refused("herald.guardrails.max-messages-per-hour", 1));
            clock.pass(Duration.ofHours(1));
            assertThat(budgets.charge(new MessageRef(2, FLOW), 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isExactOverManyThreads(Storage storage) {
        try (TestStore store = open(storage); ExecutorService threads = Executors.newFixedThreadPool(16)) {
            Budgets budgets = budgets(store, 50, 30);
            List<CompletableFuture<Optional<Outcome>>> charges = new ArrayList<>();
            for (int job = 0; job < 100; job++) {
                MessageRef ref = new MessageRef(job, FLOW + job % 3);
                charges.add(CompletableFuture.supplyAsync(() -> budgets.charge(ref, 1), threads));
            }

            assertThat(charges.stream().filter(charge -> charge.join().isEmpty())).hasSize(30);
        }
    }

    private TestStore open(Storage storage) {
        return new TestStore(switch (storage) {
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("ledger.db");
            case POSTGRESQL -> TestPostgres.shared().newDatabase();
        });
    }

    private Budgets budgets(TestStore store, @Nullable Integer perInstance, @Nullable Integer perHour) {
        return new Budgets(new GuardrailSettings(List.of(), List.of(), List.of(), 50, perInstance, perHour,
                DataSize.ofMegabytes(5), null, null), store.commits(), clock);
    }

    private static Outcome refused(String setting, int most) {
        return new Refused(ErrorCode.NOT_ALLOWED, "The budget of " + most + " messages (" + setting + ") is used up.");
    }
}
