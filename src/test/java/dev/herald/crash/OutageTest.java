package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.crash.ParkingSmtpServer.Point;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mail server is away, or hangs, while messages wait for it. */
class OutageTest {
    private static final int BACKLOG = 300;

    @Test
    void anOutageLeavesNoIncidentAndEachMessageGoesOutOnce(@TempDir Path folder) throws IOException {
        try (Campaign campaign = new Campaign("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            campaign.smtp.setDown(true);
            campaign.herald();
            campaign.emails(Point.GREETING, BACKLOG);
            campaign.waitUntil(() -> campaign.smtp.refused() > 10);
            campaign.texts(20);
            campaign.waitUntil(campaign::areTextsCompleted);
            assertThat(campaign.taken()).isZero();

            campaign.smtp.setDown(false);

            Tally tally = campaign.finish();
            assertThat(tally.unexpected()).isEmpty();
            assertThat(tally).returns(BACKLOG + 20, Tally::once).returns(0, Tally::lost).returns(0, Tally::unconfirmed);
        }
    }

    @Test
    void aServerThatHangsDoesNotHoldUpTheOthers(@TempDir Path folder) throws IOException {
        try (Campaign campaign = new Campaign("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            campaign.smtp.parkGreetings(Integer.MAX_VALUE);
            campaign.herald();
            campaign.emails(Point.GREETING, 100);
            campaign.waitUntil(() -> campaign.smtp.parked(Point.GREETING) > 0);
            campaign.texts(50);
            campaign.waitUntil(campaign::areTextsCompleted);
            assertThat(campaign.taken()).isZero();

            campaign.smtp.release();

            assertThat(campaign.finish()).returns(150, Tally::once).returns(0, Tally::lost);
        }
    }
}
