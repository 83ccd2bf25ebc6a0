package dev.herald.email.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.herald.email.report.ImapServer.Login;
import dev.herald.email.report.ImapServer.Protection;
import dev.herald.email.report.ScriptedImap.Fault;
import dev.herald.message.LedgerId;
import dev.herald.message.MessageRef;
import dev.herald.message.Turns;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that drops, stalls and lies. */
class MailboxFaultsTest {
    private static final String SETTING = "herald.smtp.presets.default.reports.imap";
    private static final long JOB = 2251799813685406L;
    private static final String ID = "<herald.1@acme.example>";
    private static final BounceAddress ADDRESS = new BounceAddress("bounces@acme.example", true,
            new LedgerId("0123456789abcdef"));
    private static final EmailStatus BOUNCED = new EmailStatus(new MessageRef(JOB, 2, "acme"), ID, "bounced",
            "ann@guest.example", "5.1.1");
    private static final String BOUNCE = """
        Return-Path: <>
        From: MAILER-DAEMON@mx.acme.example
        To: %s
        Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

        --b1
        Content-Type: message/delivery-status

        Final-Recipient: rfc822; ann@guest.example
        Action: failed
        Status: 5.1.1

        --b1--
        """.formatted(ADDRESS.of(JOB)).replace("\n", "\r\n");

    private final ScriptedImap server = new ScriptedImap();
    private final ScheduledExecutorService alarms = Executors.newScheduledThreadPool(2);
    private final List<EmailStatus> received = new CopyOnWriteArrayList<>();
    private volatile @Nullable String accepted = ID;
    private @Nullable MailboxReader reader;
    private @Nullable Thread thread;

    @AfterEach
    void stop() throws Exception {
        if (reader != null && thread != null) {
            reader.stop();
            server.close();
            thread.join(Duration.ofSeconds(20));
        }
        server.close();
        alarms.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aReportIsReadAndMovedWhateverTheServerDoes(String command, Fault fault) {
        server.put(7, BOUNCE);
        server.once(command, fault);

        start(Protection.NONE, new Login.Password("secret"));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(server.done()).hasSize(1));
        assertThat(received).containsExactly(BOUNCED);
    }

    static Stream<Arguments> faults() {
        Fault drops = (tag, out, connection) -> false;
        Fault refuses = says("%s NO not now\r\n");
        Fault saysBye = says("* BYE shutting down\r\n%s OK\r\n");
        Fault stalls = (tag, out, connection) -> true;
        Fault talksNonsense = says("* (((\r\n* 99999999999999999999 FETCH (\r\n* \0\u00ff {}\r\n%s BAD\r\n");
        Fault drips = (tag, out, connection) -> {
            drip(out, "* OK [", ' ');
            return false;
        };
        Stream<Arguments> everywhere = Stream
                .of("GREETING", "CAPABILITY", "LOGIN", "LIST", "SELECT", "UID SEARCH", "UID FETCH", "UID MOVE")
                .flatMap(command -> Stream.of(argumentSet(command + " drops", command, drops),
                        argumentSet(command + " refuses", command, refuses),
                        argumentSet(command + " bye", command, saysBye),
                        argumentSet(command + " stalls", command, stalls),
                        argumentSet(command + " nonsense", command, talksNonsense),
                        argumentSet(command + " drips", command, drips)));
        Stream<Arguments> lies = Stream.of(
                argumentSet("two billion messages", "SELECT",
                        says("* 2000000000 EXISTS\r\n%s OK [READ-WRITE]\r\n")),
                argumentSet("more messages later", "NOOP", says("* 2000000000 EXISTS\r\n%s OK\r\n")),
                argumentSet("a literal of 2 GB", "UID FETCH",
                        says("* 1 FETCH (UID 7 BODY[]<0> {2000000000}\r\nabc\r\n%s OK\r\n")),
                argumentSet("a literal of no size", "UID FETCH",
                        says("* 1 FETCH (UID 7 BODY[]<0> {99999999999999999999}\r\nabc\r\n%s OK\r\n")),
                argumentSet("a literal that ends early", "UID FETCH",
                        says("* 1 FETCH (UID 7 BODY[]<0> {5000}\r\nabc)\r\n%s OK\r\n")),
                argumentSet("more than was asked for", "UID FETCH", says(
                        "* 1 FETCH (UID 7 BODY[]<0> {900000}\r\n" + BOUNCE + "x".repeat(900_000 - BOUNCE.length())
                                + ")\r\n%s OK\r\n")),
                argumentSet("endless messages of a bearable size", "UID FETCH", endless(
                        "* 1 FETCH (UID 7 BODY[]<0> {500000}\r\n" + "x".repeat(500_000) + ")\r\n")),
                argumentSet("an endless line", "UID SEARCH", endless("1234567 ".repeat(1000))),
                argumentSet("endless lines", "UID SEARCH", endless("* OK\r\n".repeat(1000))),
                argumentSet("numbers that are none", "UID SEARCH", says(
                        "* SEARCH 0 -1 7 99999999999999999999 abc\r\n%s OK\r\n")),
                argumentSet("messages that are not there", "UID SEARCH",
                        says("* SEARCH 5 6 4294967295\r\n%s OK\r\n")));
        return Stream.concat(everywhere, lies);
    }

    @Test
    void aMessageOf100MegabytesIsReadAtItsBeginningOnly() {
        server.put(7, BOUNCE.replace("--b1--", "--b1\r\n\r\n" + "x".repeat(2_000_000)));

        start(Protection.NONE, new Login.Password("secret"));

        await().untilAsserted(() -> assertThat(received).containsExactly(BOUNCED));
        assertThat(server.commands()).filteredOn(command -> command.startsWith("UID FETCH")).containsExactly(
                "UID FETCH 7 (BODY.PEEK[]<0.65536>)", "UID FETCH 7 (BODY.PEEK[]<0.524288>)");
    }

    @Test
    void otherMailIsLookedAtOnce() {
        server.put(1, "From: ann@guest.example\r\n\r\nHello\r\n");
        start(Protection.NONE, new Login.Password("secret"));
        await().untilAsserted(() -> assertThat(reader().lastRead()).isAfter(Instant.EPOCH));

        server.put(2, BOUNCE);

        await().untilAsserted(() -> assertThat(received).hasSize(1));
        assertThat(server.commands()).filteredOn(command -> command.startsWith("UID FETCH 1 ")).hasSize(1);
        assertThat(server.commands()).noneMatch(command -> command.contains("Seen"));
    }

    @Test
    void aMailboxWithOtherNumbersIsReadAnew() {
        server.put(9, BOUNCE);
        start(Protection.NONE, new Login.Password("secret"));
        await().untilAsserted(() -> assertThat(server.done()).hasSize(1));

        server.validity = 2;
        server.put(3, BOUNCE);
        server.once("UID SEARCH", (tag, out, connection) -> false);

        await().untilAsserted(() -> assertThat(server.done()).hasSize(2));
    }

    @Test
    void whereMessagesCantBeMovedTheyAreCopiedAndDeleted() {
        server.capabilities = "IMAP4rev1 UIDPLUS";
        server.put(7, BOUNCE);

        start(Protection.NONE, new Login.Password("secret"));

        await().untilAsserted(() -> assertThat(server.commands()).contains("UID COPY 7 Herald",
                "UID STORE 7 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 7"));
    }

    @Test
    void whatOthersHaveMarkedAsDeletedIsNotExpunged() {
        server.capabilities = "IMAP4rev1";
        server.put(7, BOUNCE);

        start(Protection.NONE, new Login.Password("secret"));

        await().untilAsserted(() -> assertThat(server.inboxSize()).isZero());
        assertThat(server.commands()).noneMatch(command -> command.contains("EXPUNGE"))
                .anyMatch(command -> command.equals("UID SEARCH UNDELETED UID 1:*"));
    }

    @Test
    void aReportWhoseMessageIsNotSettledWaits() {
        accepted = null;
        server.put(7, BOUNCE);
        server.put(8, "From: ann@guest.example\r\n\r\nHello\r\n");
        start(Protection.NONE, new Login.Password("secret"));
        await().untilAsserted(() -> assertThat(server.commands())
                .filteredOn(command -> command.startsWith("UID FETCH 7 ")).hasSizeGreaterThan(1));
        assertThat(received).isEmpty();
        assertThat(server.inboxSize()).isEqualTo(2);

        accepted = ID;

        await().untilAsserted(() -> assertThat(server.done()).hasSize(1));
        assertThat(received).containsExactly(BOUNCED);
    }

    @Test
    void logsInWithAToken() {
        server.capabilities = "IMAP4rev1 MOVE AUTH=XOAUTH2";
        server.put(7, BOUNCE);

        start(Protection.NONE, new Login.Token(() -> "t0ken"));

        await().untilAsserted(() -> assertThat(server.done()).hasSize(1));
        assertThat(server.commands()).anyMatch(command -> command.contains(Base64.getEncoder()
                .encodeToString("user=bounces\1auth=Bearer t0ken\1\1".getBytes(StandardCharsets.US_ASCII))));
    }

    @ParameterizedTest
    @MethodSource("protections")
    void saysNoPasswordWhereTlsIsMissing(Protection protection) {
        start(protection, new Login.Password("secret"));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(
                () -> assertThat(reader().state()).isInstanceOf(MailboxReader.State.Unreachable.class));
        assertThat(server.commands()).noneMatch(command -> command.startsWith("LOGIN"));
    }

    static List<Protection> protections() {
        return List.of(Protection.STARTTLS, Protection.TLS);
    }

    @Test
    void saysThatTheLoginIsRefused() {
        server.always("LOGIN", says("%s NO [AUTHENTICATIONFAILED] bounces secret\r\n"));

        start(Protection.NONE, new Login.Password("secret"));

        problemIs("the server refused the login");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        server.close();

        start(Protection.NONE, new Login.Password("secret"));

        problemIs("the connection was refused");
    }

    @Test
    void saysThatTheServerDoesNotSpeakTls() {
        start(Protection.TLS, new Login.Password("secret"));

        problemIs("TLS could not be established, or the server's certificate is not trusted");
    }

    @Test
    void saysThatTheFolderIsMissing() {
        server.always("SELECT", says("%s NO [NONEXISTENT]\r\n"));
        server.hasDoneFolder = true;

        start(Protection.NONE, new Login.Password("secret"));

        await().untilAsserted(
                () -> assertThat(reader().state()).isInstanceOf(MailboxReader.State.Unreachable.class));
    }

    @Test
    void makesTheFolderForWhatIsDone() {
        server.hasDoneFolder = false;
        server.put(7, BOUNCE);

        start(Protection.NONE, new Login.Password("secret"));

        await().untilAsserted(() -> assertThat(server.done()).hasSize(1));
    }

    @Test
    void saysThatTheFolderForWhatIsDoneCantBeMade() {
        server.hasDoneFolder = false;
        server.always("CREATE", says("%s NO [NOPERM]\r\n"));

        start(Protection.NONE, new Login.Password("secret"));

        problemIs(SETTING + ".done-folder does not exist and can't be made");
    }

    private void problemIs(String problem) {
        await().untilAsserted(
                () -> assertThat(reader().state()).isEqualTo(new MailboxReader.State.Unreachable(problem)));
    }

    private MailboxReader reader() {
        return Objects.requireNonNull(reader);
    }

    private void start(Protection protection, Login login) {
        var imap = new ImapServer("127.0.0.1", server.port(), protection,
                (SSLSocketFactory) SSLSocketFactory.getDefault(), "bounces", login, "INBOX", "Herald");
        reader = QuickReaders.reader(SETTING, imap,
                new Reports(ADDRESS, new OneMessage(), received::add, status -> {}), new Mine(), alarms);
        thread = Thread.ofPlatform().daemon().start(reader);
    }

    private static Fault says(String text) {
        return (tag, out, connection) -> {
            ScriptedImap.say(out, text.replace("%s", tag));
            return true;
        };
    }

    private static Fault endless(String text) {
        return (tag, out, connection) -> {
            ScriptedImap.say(out, "* SEARCH ");
            while (true) {
                ScriptedImap.say(out, text);
            }
        };
    }

    /** A byte now and then, so that no read takes long. */
    private static void drip(OutputStream out, String start, char more) throws IOException {
        ScriptedImap.say(out, start);
        var pause = new CountDownLatch(1);
        try {
            while (!pause.await(50, TimeUnit.MILLISECONDS)) {
                ScriptedImap.say(out, String.valueOf(more));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class OneMessage implements AcceptedMessages {
        @Override
        public Optional<Known> of(long jobKey) {
            return Optional.of(new Known(new MessageRef(JOB, 2, "acme"), accepted));
        }

        @Override
        public Optional<Known> withId(String messageId) {
            return Optional.empty();
        }
    }

    private static final class Mine implements Turns {
        @Override
        public boolean isMine(String work) {
            return true;
        }

        @Override
        public void end(String work) {
            // nobody else wants it
        }
    }
}
