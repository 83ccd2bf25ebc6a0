package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.crash.ParkingSmtpServer.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Herald is told to end (SIGTERM). */
class ShutdownTest {
    private static final int SIGTERM = 128 + 15;

    @Test
    void whatIsInTheAirIsFinishedAndTheRestIsLeftToOthers(@TempDir Path folder) throws IOException {
        try (Campaign campaign = new Campaign("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            ForkedJvm herald = campaign.herald();
            campaign.emails(Point.DATA, 3);
            campaign.waitUntil(() -> campaign.smtp.parked(Point.DATA) == 3);

            herald.terminate();
            herald.awaitLines(lines -> lines.stream().anyMatch(line -> line.contains("3 jobs are at work")));
            campaign.emails(Point.RCPT, 5);
            campaign.smtp.release();

            assertThat(herald.awaitExit()).isEqualTo(SIGTERM);
            assertThat(campaign.taken()).isEqualTo(3);
            campaign.herald();
            campaign.waitUntil(() -> campaign.smtp.parked(Point.RCPT) == 5);
            campaign.smtp.release();
            assertThat(campaign.finish()).isEqualTo(new Tally(0, 8, 8, 0, 0, 0, 0, List.of()));
        }
    }

    @Test
    void endsThoughTheEngineIsGone(@TempDir Path folder) throws IOException {
        try (Campaign campaign = new Campaign("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            ForkedJvm herald = campaign.herald();
            campaign.emails(Point.GREETING, 1);
            assertThat(campaign.finish().once()).isEqualTo(1);

            campaign.engine.close();
            herald.terminate();

            assertThat(herald.awaitExit()).isEqualTo(SIGTERM);
        }
    }
}
