package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Herald is killed (SIGKILL) and started again until every message is settled, and the servers count what they got. */
class CrashTest {
    /** How often it is killed at a random point, after the marked ones. */
    private static final int RANDOM_KILLS = Integer.getInteger("crash.kills", 1);
    /** In one campaign: its engine keeps in memory whatever happens. */
    private static final int MOST_RANDOM_KILLS = 20;

    @Test
    void noMessageGoesOutTwiceAndNoneIsLost(@TempDir Path folder) throws Exception {
        assertKept("embedded ledger", campaigns(
                kills -> Scenarios.embedded(Files.createTempDirectory(folder, "").resolve("ledger.db"), new Random(),
                        kills)));
    }

    @Test
    void noMessageGoesOutTwiceAndNoneIsLostWithReplicas() throws Exception {
        assertKept("two replicas, PostgreSQL", campaigns(kills -> Scenarios.replicas(new Random(), kills)));
    }

    private interface Campaigner {
        Tally run(int randomKills) throws Exception;
    }

    private static Tally campaigns(Campaigner campaigner) throws Exception {
        Tally sum = campaigner.run(Math.min(RANDOM_KILLS, MOST_RANDOM_KILLS));
        for (int left = RANDOM_KILLS - MOST_RANDOM_KILLS; left > 0; left -= MOST_RANDOM_KILLS) {
            sum = sum.plus(campaigner.run(Math.min(left, MOST_RANDOM_KILLS)));
        }
        return sum;
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
