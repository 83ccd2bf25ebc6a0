package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final TestClock clock = new TestClock();
    private final List<Instant> deleted = new ArrayList<>();
    private final TestStore store;
    private final Pruning pruning;

    PruningTest(@TempDir Path folder) {
        store = new TestStore("jdbc:sqlite:" + folder.resolve("ledger.db"));
        pruning = new Pruning(store.commits(), List.of((session, now) -> {
            deleted.add(now);
            return 3 - deleted.size() % 4;
        }), clock, clock::nanoTime);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deletesInSmallStepsUntilNothingIsLeft() {
        clock.pass(HOUR);
        pruning.run();

        assertThat(deleted).hasSize(3).containsOnly(clock.instant());
    }

    @Test
    void deletesNothingWhileTheClockIsUneven() {
        for (Duration jump : List.of(Duration.ofDays(60), Duration.ofDays(-60))) {
            clock.pass(HOUR);
            clock.set(jump);
            pruning.run();

            assertThat(deleted).isEmpty();
        }
        clock.pass(HOUR);
        pruning.run();

        assertThat(deleted).isNotEmpty();
    }
}
