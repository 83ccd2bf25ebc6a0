package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.herald.email.report.BounceAddress;
import dev.herald.email.report.ImapServer;
import dev.herald.email.report.MailboxReader;
import dev.herald.email.report.QuickReaders;
import dev.herald.email.report.Reports;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Turns;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailStatus;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, one mailbox. */
class SharedMailboxTest {
    private static final String SETTING = "herald.smtp.presets.default.reports.imap";
    private static final BounceAddress ADDRESS = new BounceAddress("bounces@acme.example", true,
            new LedgerId("0123456789abcdef"));

    private final GreenMail mail = new GreenMail(ServerSetup.IMAP.dynamicPort());
    private final ScheduledExecutorService alarms = Executors.newScheduledThreadPool(3);
    private final List<EmailStatus> received = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final List<MailboxReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private GreenMailUser user;
    private TestStore store;

    @BeforeEach
    void start() throws Exception {
        mail.start();
        user = mail.setUser("bounces@acme.example", "bounces", "secret");
        store = new TestStore(TestPostgres.shared().newDatabase());
    }

    @AfterEach
    void stop() throws InterruptedException {
        readers.forEach(MailboxReader::stop);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(20));
        }
        alarms.shutdownNow();
        mail.stop();
        store.close();
    }

    @Test
    void oneOfThemReadsEachReportOnce() throws Exception {
        read(turns());
        read(turns());

        for (int job = 1; job <= 30; job++) {
            deliver(job);
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(inbox()).isZero());
        assertThat(received).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void anotherGoesOnAtOnceWhereOneStops() throws Exception {
        MailboxReader first = read(turns());
        deliver(1);
        await().untilAsserted(() -> assertThat(received).hasSize(1));
        read(turns());

        first.stop();
        deliver(2);

        await().untilAsserted(() -> assertThat(received).hasSize(2));
    }

    @Test
    void anotherGoesOnWhereOneDies() throws Exception {
        JdbcTurns turns = turns();
        MailboxReader dead = read(new Turns() {
            @Override
            public boolean isMine(String work) {
                return turns.isMine(work);
            }

            @Override
            public void end(String work) {
                // it could not
            }
        });
        deliver(1);
        await().untilAsserted(() -> assertThat(received).hasSize(1));
        dead.stop();
        threads.getFirst().join(Duration.ofSeconds(20));
        JdbcTurns waiting = turns();
        assertThat(waiting.isMine(SETTING)).isFalse();
        deliver(2);

        now.addAndGet(Duration.ofSeconds(61).toNanos());
        read(waiting);

        await().untilAsserted(() -> assertThat(received).hasSize(2));
    }

    private JdbcTurns turns() {
        return new JdbcTurns(store.commits(), store.isExclusive(), now::get);
    }

    private MailboxReader read(Turns turns) {
        var server = new ImapServer("127.0.0.1", mail.getImap().getPort(), ImapServer.Protection.NONE,
                (SSLSocketFactory) SSLSocketFactory.getDefault(), "bounces", new ImapServer.Login.Password("secret"),
                "INBOX", "Herald");
        MailboxReader reader = QuickReaders.reader(SETTING, server,
                new Reports(ADDRESS, new AnyMessage(), received::add, status -> {}), turns, alarms);
        readers.add(reader);
        threads.add(Thread.ofPlatform().daemon().start(reader));
        return reader;
    }

    private int inbox() throws Exception {
        return mail.getManagers().getImapHostManager().getInbox(user).getMessageCount();
    }

    private void deliver(long job) throws Exception {
        user.deliver(new MimeMessage(null, new ByteArrayInputStream("""
            Return-Path: <>
            From: MAILER-DAEMON@mx.acme.example
            To: %s
            Subject: Undelivered Mail Returned to Sender

            <ann@guest.example>: 550 5.1.1 unknown
            """.formatted(ADDRESS.of(job)).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII))));
    }

    private static final class AnyMessage implements AcceptedMessages {
        @Override
        public Optional<Known> of(long jobKey) {
            return Optional.of(new Known(new MessageRef(jobKey, 2, "acme"), "<herald." + jobKey + "@acme.example>"));
        }

        @Override
        public Optional<Known> withId(String messageId) {
            return Optional.empty();
        }
    }
}
