package dev.herald.sandbox.local;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The mailbox that bounces go to, on an IMAP server with a free local port, without TLS. */
public final class ReportMailbox implements AutoCloseable {
    public static final String ADDRESS = "bounces@herald.example";
    private static final String USER = "bounces";
    private static final String PASSWORD = "sandbox";
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final GreenMail server = new GreenMail(ServerSetup.IMAP.dynamicPort());
    private final ScheduledExecutorService later = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("bounces").factory());
    private final GreenMailUser user;

    private ReportMailbox() {
        server.start();
        user = server.setUser(ADDRESS, USER, PASSWORD);
    }

    public static ReportMailbox start() {
        return new ReportMailbox();
    }

    /** A preset's {@code reports} that lead here. */
    public Map<String, Object> settings() {
        return Map.of("address", ADDRESS, "imap.host", "127.0.0.1", "imap.port", port(), "imap.security", "none",
                "imap.username", USER, "imap.password", PASSWORD);
    }

    public int port() {
        return server.getImap().getPort();
    }

    /**
     * Has a bounce arrive in a second, as a mail server that took the message and then could not deliver it sends it.
     *
     * @param sender of the envelope
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a bounce that does not come is seen to be missing
    void bounce(String sender, String recipient) {
        Future<?> unused = later.schedule(() -> deliver(sender, "failed", recipient, "5.1.1"), DELAY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Has a delivery status notification (RFC 3464) arrive. */
    public void deliver(String sender, String action, String recipient, String status) {
        String report = """
            Return-Path: <>
            From: MAILER-DAEMON@localhost (Mail Delivery System)
            To: %s
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="report"

            --report
            Content-Type: text/plain; charset=us-ascii

            This is the mail system of the sandbox.

            --report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; localhost

            Final-Recipient: rfc822; %s
            Action: %s
            Status: %s

            --report--
            """.formatted(sender, recipient, action, status).replace("\n", "\r\n");
        try {
            user.deliver(new MimeMessage(null, new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8))));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        server.stop();
    }
}
