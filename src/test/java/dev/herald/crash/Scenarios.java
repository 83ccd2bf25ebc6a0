package dev.herald.crash;

import dev.herald.crash.ParkingSmtpServer.Point;
import dev.herald.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Heralds that die at every point of a message's way. */
final class Scenarios {
    /** A recipient at which nothing stops. */
    private static final Point NOWHERE = Point.GREETING;

    private Scenarios() {}

    /** One Herald with the embedded ledger, at the marked points and then so often at random ones. */
    static Tally embedded(Path ledger, RandomGenerator random, int randomKills) throws IOException {
        try (Campaign campaign = new Campaign("jdbc:sqlite:" + ledger)) {
            atManyPoints(campaign, List.of(campaign.herald()));
            asSoonAsTheProviderAnswered(campaign, campaign.herald());
            beforeTheCompletion(campaign, campaign.herald());
            betweenHandOverAndCompletion(campaign, campaign.herald());
            for (int i = 0; i < randomKills; i++) {
                anywhere(campaign, campaign.herald(), random);
            }
            campaign.herald();
            return campaign.finish();
        }
    }

    /** Two Heralds on one PostgreSQL, of which now one dies and now the other. */
    static Tally replicas(RandomGenerator random, int randomKills) throws IOException, SQLException {
        String url = TestPostgres.shared().newDatabase();
        try (Campaign campaign = new Campaign(url)) {
            ForkedJvm first = campaign.herald();
            untilItWorks(campaign);
            ForkedJvm second = campaign.herald();
            beforeTheClaim(campaign, first, url);
            first = campaign.herald();
            atManyPoints(campaign, List.of(second, first));
            second = campaign.herald();
            first = campaign.herald();
            beforeTheLedgerIsUpdated(campaign, first, url);
            for (int i = 0; i < randomKills; i++) {
                anywhere(campaign, second, random);
                first = second;
                second = campaign.herald();
            }
            return campaign.finish();
        }
    }

    /** Before the greeting, in the envelope, in mid-DATA, after the dot, after the reply, and SMS without an answer. */
    private static void atManyPoints(Campaign campaign, List<ForkedJvm> heralds) {
        campaign.twilio.withholdReplies();
        campaign.texts(3);
        List<Point> points = List.of(Point.RCPT, Point.DATA, Point.DOT, Point.REPLIED);
        points.forEach(point -> campaign.emails(point, 2));
        campaign.waitUntil(() -> points.stream().allMatch(point -> campaign.smtp.parked(point) == 2)
                && campaign.twilio.withheld() > 0);
        int before = campaign.taken();
        campaign.smtp.parkGreetings(2);
        campaign.emails(NOWHERE, 2);
        // a connection that is still open needs no greeting
        campaign.waitUntil(() -> campaign.smtp.parked(Point.GREETING) > 0 || campaign.taken() == before + 2);
        heralds.forEach(campaign::kill);
        campaign.smtp.release();
        campaign.twilio.cut();
    }

    private static void asSoonAsTheProviderAnswered(Campaign campaign, ForkedJvm herald) {
        campaign.smtp.onNextReply(herald::signalKill);
        campaign.emails(NOWHERE, 5);
        campaign.waitUntil(() -> !herald.isAlive());
        campaign.kill(herald);
    }

    private static void beforeTheCompletion(Campaign campaign, ForkedJvm herald) {
        untilItWorks(campaign);
        campaign.engine.withholdRequestsFrom("emailResult");
        campaign.emails(NOWHERE, 5);
        campaign.waitUntil(() -> campaign.engine.withheld() > 0);
        campaign.kill(herald);
        campaign.engine.cut();
    }

    private static void betweenHandOverAndCompletion(Campaign campaign, ForkedJvm herald) {
        untilItWorks(campaign);
        campaign.engine.withholdRepliesFrom("herald-background-delivery");
        campaign.asyncEmails(4);
        campaign.waitUntil(campaign::isHandedOver);
        campaign.kill(herald);
        campaign.engine.cut();
    }

    private static void beforeTheClaim(Campaign campaign, ForkedJvm herald, String url) throws SQLException {
        try (TableLock lock = new TableLock(url)) {
            campaign.emails(NOWHERE, 6);
            campaign.texts(2);
            campaign.waitUntil(lock::isWaitedFor);
            campaign.kill(herald);
        }
    }

    private static void beforeTheLedgerIsUpdated(Campaign campaign, ForkedJvm herald, String url) throws SQLException {
        campaign.emails(Point.DOT, 4);
        campaign.waitUntil(() -> campaign.smtp.parked(Point.DOT) == 4);
        try (TableLock lock = new TableLock(url)) {
            campaign.smtp.release();
            campaign.waitUntil(lock::isWaitedFor);
            campaign.kill(herald);
        }
    }

    private static void anywhere(Campaign campaign, ForkedJvm herald, RandomGenerator random) {
        campaign.emails(NOWHERE, 8);
        campaign.emails(Point.DATA, 1);
        campaign.texts(4);
        campaign.killAfter(random.nextLong(1, 90), Duration.ofNanos(random.nextLong(60_000_000)), herald);
        campaign.smtp.release();
    }

    /** Waits until a Herald has sent a message from its job to its completion. */
    private static void untilItWorks(Campaign campaign) {
        int before = campaign.taken();
        campaign.emails(NOWHERE, 1);
        campaign.waitUntil(() -> campaign.taken() > before);
    }
}
