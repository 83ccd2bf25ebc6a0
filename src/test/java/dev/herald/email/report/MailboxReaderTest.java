package dev.herald.email.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Turns;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailStatus;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxReaderTest {
    private static final long JOB = 2251799813685406L;
    private static final String ID = "<herald.1@acme.example>";
    private static final LedgerId LEDGER = new LedgerId("0123456789abcdef");
    private static final BounceAddress ADDRESS = new BounceAddress("bounces@acme.example", true, LEDGER);

    private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());
    private final ScheduledExecutorService alarms = Executors.newScheduledThreadPool(2);
    private final List<EmailStatus> received = new CopyOnWriteArrayList<>();
    private final AtomicBoolean engineDown = new AtomicBoolean();
    private final AtomicBoolean turn = new AtomicBoolean(true);
    private GreenMailUser user;
    private MailboxReader reader;
    private Thread thread;

    @BeforeEach
    void start() {
        mail.start();
        user = mail.setUser("bounces@acme.example", "bounces", "secret");
        reader = reader();
        thread = Thread.ofPlatform().daemon().start(reader);
    }

    @AfterEach
    void stop() throws InterruptedException {
        reader.stop();
        alarms.shutdownNow();
        mail.stop();
        thread.join(Duration.ofSeconds(20));
    }

    @Test
    void handsABounceOnAndMovesItAway() {
        deliver(bounce(ADDRESS.of(JOB)));

        await().untilAsserted(() -> assertThat(received).containsExactly(
                new EmailStatus(new MessageRef(JOB, 2, "acme"), ID, "bounced", "ann@guest.example", "5.1.1")));
        await().untilAsserted(() -> {
            assertThat(inbox()).isZero();
            assertThat(folder("Herald").getMessageCount()).isOne();
        });
    }

    @Test
    void leavesOtherMailWhereItIsAndUnread() throws MessagingException {
        deliver("From: ann@guest.example\r\nTo: bounces@acme.example\r\nSubject: Hello\r\n\r\nHow are you?\r\n");
        deliver(bounce("bounces+0123456789abcdef1@acme.example"));
        deliver(bounce(ADDRESS.of(JOB)));

        await().untilAsserted(() -> assertThat(received).hasSize(1));
        await().untilAsserted(() -> assertThat(inbox()).isEqualTo(2));
        assertThat(folder("INBOX").getMessages()).noneMatch(message -> message.getFlags().contains(Flags.Flag.SEEN));
    }

    @Test
    void readsAReportAgainThatTheEngineDidNotTake() {
        engineDown.set(true);
        deliver(bounce(ADDRESS.of(JOB)));
        await().untilAsserted(() -> assertThat(reader.state()).isInstanceOf(MailboxReader.State.Unreachable.class));
        assertThat(inbox()).isOne();

        engineDown.set(false);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(received).hasSize(1));
    }

    @Test
    void hearsOfAReportThatComesWhileItWaits() {
        await().untilAsserted(() -> assertThat(reader.lastRead()).isAfter(Instant.EPOCH));

        deliver(bounce(ADDRESS.of(JOB)));

        await().untilAsserted(() -> assertThat(received).hasSize(1));
    }

    private MailboxReader reader() {
        var server = new ImapServer("127.0.0.1", mail.getImap().getPort(), ImapServer.Protection.NONE,
                (SSLSocketFactory) SSLSocketFactory.getDefault(), "bounces", new ImapServer.Login.Password("secret"),
                "INBOX", "Herald");
        var accepted = new AcceptedMessages() {
            @Override
            public Optional<Known> of(long jobKey) {
                return jobKey == JOB
                        ? Optional.of(new Known(new MessageRef(JOB, 2, "acme"), ID))
                        : Optional.empty();
            }

            @Override
            public Optional<Known> withId(String messageId) {
                return Optional.empty();
            }
        };
        return QuickReaders.reader("herald.smtp.presets.default.reports.imap", server,
                new Reports(ADDRESS, accepted, this::receive, status -> {}), new OneTurn(), alarms);
    }

    private void receive(EmailStatus status) {
        if (engineDown.get()) {
            throw new IllegalStateException("the engine is down");
        }
        received.add(status);
    }

    private void deliver(String message) {
        try {
            user.deliver(new MimeMessage(null,
                    new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1))));
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private int inbox() {
        return folder("INBOX").getMessageCount();
    }

    private MailFolder folder(String name) {
        try {
            return mail.getManagers().getImapHostManager().getFolder(user, name);
        } catch (RuntimeException e) {
            throw new AssertionError(e);
        }
    }

    private static String bounce(String to) {
        return """
            Return-Path: <>
            From: MAILER-DAEMON@mx.acme.example
            To: %s
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/plain; charset=us-ascii

            This is the mail system.

            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.acme.example

            Final-Recipient: rfc822; ann@guest.example
            Action: failed
            Status: 5.1.1

            --b1--
            """.formatted(to).replace("\n", "\r\n");
    }

    private final class OneTurn implements Turns {
        @Override
        public boolean isMine(String work) {
            return turn.get();
        }

        @Override
        public void end(String work) {
            turn.set(false);
        }
    }
}
