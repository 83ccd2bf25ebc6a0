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

/** The jar that is released, run as it is. */
class PackagedIT {
    private static final Path JAR = Path.of(System.getProperty("herald.jar"));

    @Test
    void sendsWithTheEmbeddedLedger(@TempDir Path folder) throws IOException {
        assertSends("jdbc:sqlite:" + folder.resolve("ledger.db"), "-jar", JAR.toString());
    }

    @Test
    void sendsWithPostgresWhenStartedAsInTheImage(@TempDir Path folder) throws IOException, SQLException {
        Path extracted = folder.resolve("herald");
        try (ForkedJvm extraction = new ForkedJvm(List.of("-Djarmode=tools", "-jar", JAR.toString()), "extract",
                "--destination", extracted.toString())) {
            assertThat(extraction.awaitExit()).as(() -> extraction.lines().toString()).isZero();
        }
        assertSends(TestPostgres.shared().newDatabase(), "@src/main/docker/herald.options", "-jar",
                extracted.resolve(JAR.getFileName()).toString());
    }

    private static void assertSends(String ledger, String... program) throws IOException {
        try (Campaign campaign = new Campaign(ledger)) {
            campaign.emails(Point.GREETING, 2);
            campaign.asyncEmails(2);
            campaign.texts(2);
            campaign.herald(List.of(program));
            assertThat(campaign.finish()).isEqualTo(new Tally(0, 6, 6, 0, 0, 0, 0, List.of()));
        }
    }
}
