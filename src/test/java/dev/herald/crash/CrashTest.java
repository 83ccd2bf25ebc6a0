package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Herald is killed (SIGKILL) and started again until every message is settled, and the servers count what they got. */
class CrashTest {
    /** How often it is killed at a random point, after the marked ones. */
    private static final int RANDOM_KILLS = Integer.getInteger("crash.kills", 1);

    @Test
    void noMessageGoesOutTwiceAndNoneIsLost(@TempDir Path folder) throws Exception {
        assertKept("embedded ledger", Scenarios.embedded(folder.resolve("ledger.db"), new Random(), RANDOM_KILLS));
    }

    @Test
    void noMessageGoesOutTwiceAndNoneIsLostWithReplicas() throws Exception {
        assertKept("two replicas, PostgreSQL", Scenarios.replicas(new Random(), RANDOM_KILLS));
    }

    static void assertKept(String title, Tally tally) {
        System.out.println(Tally.HEADER + System.lineSeparator() + tally.row(title));
        assertThat(tally.unexpected()).isEmpty();
        assertThat(tally.twice()).isZero();
        assertThat(tally.lost()).isZero();
        assertThat(tally.once()).isEqualTo(tally.messages());
        assertThat(tally.unconfirmed()).isPositive();
        // only of those whose Herald was killed between the mark and the final dot
        assertThat(tally.unreached()).isLessThan(tally.messages() / 10);
    }
}
