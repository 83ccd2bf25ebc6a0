package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.crash.ParkingSmtpServer.Point;
import dev.herald.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that runs in production, in which all libraries are one. */
class PackagedIT {
    private static final Path JAR = Path.of(System.getProperty("herald.jar"));

    @Test
    void sendsWithTheEmbeddedLedger(@TempDir Path folder) throws IOException {
        assertSends("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    @Test
    void sendsWithPostgres() throws IOException, SQLException {
        assertSends(TestPostgres.shared().newDatabase());
    }

    private static void assertSends(String ledger) throws IOException {
        try (Campaign campaign = new Campaign(ledger)) {
            campaign.emails(Point.GREETING, 2);
            campaign.asyncEmails(2);
            campaign.texts(2);
            campaign.herald(JAR);
            assertThat(campaign.finish()).isEqualTo(new Tally(0, 6, 6, 0, 0, 0, List.of()));
        }
    }
}
