package dev.herald.sandbox.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * A real SMTP server on a free local port, without TLS and without authentication. It takes over everything but what
 * {@link RecipientFault} says.
 */
public final class LocalSmtpServer implements AutoCloseable {
    private static final int KEPT_EMAILS = 500;

    private final Mailbox mailbox;
    private final @Nullable ReportMailbox reports;
    private final SMTPServer server;
    private final Turns turns = new Turns();

    private LocalSmtpServer(Mailbox mailbox, @Nullable ReportMailbox reports, int refusedConnections) {
        this.mailbox = mailbox;
        this.reports = reports;
        server = SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).hostName("localhost")
                .softwareName("Herald sandbox").insertReceivedHeaders(false)
                .sessionHandler(new RecoveringGreeting(refusedConnections))
                .messageHandlerFactory(Handler::new)
                .executorService(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("smtp-", 0).factory()))
                .build();
        server.start();
    }

    /** Starts a server with a mailbox of its own. */
    public static LocalSmtpServer start() {
        return new LocalSmtpServer(new Mailbox(KEPT_EMAILS), null, 0);
    }

    /** Starts a server that delivers into {@code mailbox} and bounces into {@code reports}. */
    public static LocalSmtpServer start(Mailbox mailbox, ReportMailbox reports) {
        return new LocalSmtpServer(mailbox, reports, 0);
    }

    /** Starts a server that greets the first {@code refusedConnections} connections with 421 and then works. */
    public static LocalSmtpServer startRecovering(Mailbox mailbox, int refusedConnections) {
        return new LocalSmtpServer(mailbox, null, refusedConnections);
    }

    /** The port on the loopback address. */
    public int port() {
        return server.getPortAllocated();
    }

    /** What arrived. */
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void close() {
        server.stop();
    }

    /** RFC 5321 section 3.1: a server that can't serve now says so in its greeting. */
    private static final class RecoveringGreeting implements SessionHandler {
        private final AtomicInteger toRefuse;

        RecoveringGreeting(int refusedConnections) {
            toRefuse = new AtomicInteger(refusedConnections);
        }

        @Override
        public SessionAcceptance accept(Session session) {
            return toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                    ? SessionAcceptance.failure(421, "4.3.2 localhost is starting, try again later")
                    : SessionAcceptance.success();
        }

        @Override
        public void onSessionEnd(Session session) {}
    }

    private final class Handler implements MessageHandler {
        private final Session session;
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";
        private @Nullable RecipientFault atTheEnd;

        Handler(MessageContext context) {
            session = (Session) context; // the only one that there is
        }

        @Override
        public void from(String reversePath) {
            sender = reversePath;
        }

        @Override
        public void recipient(String forwardPath) throws RejectException {
            RecipientFault fault = RecipientFault.of(forwardPath).filter(RecipientFault::isAtOnce).orElse(null);
            if (fault != null && turns.goesWrong(forwardPath.toLowerCase(Locale.ROOT), fault.times())) {
                if (fault.isAfterTheMessage()) {
                    atTheEnd = fault;
                } else {
                    throw refusal(fault, forwardPath);
                }
            }
            recipients.add(forwardPath);
        }

        private static RejectException refusal(RecipientFault fault, String address) {
            return switch (fault) {
                case UNKNOWN -> new RejectException(550, "5.1.1 <" + address + ">: no such mailbox here");
                case FULL -> new RejectException(452, "4.2.2 <" + address + ">: the mailbox is full");
                case GREYLISTED ->
                    new RejectException(451, "4.7.1 <" + address + ">: greylisted, try again later");
                case BUSY -> new RejectException(432, "4.3.2 Concurrent connections limit exceeded");
                case CLOSING -> new DropConnectionException(421, "4.3.2 localhost is too busy, try again later");
                case UNWANTED, ANSWER_LOST, MESSAGE_LOST, BOUNCES_LATER ->
                    throw new IllegalArgumentException(fault + " shows later");
            };
        }

        @Override
        public String data(InputStream content) throws IOException, RejectException {
            byte[] message = content.readAllBytes();
            if (atTheEnd == RecipientFault.UNWANTED) {
                throw new RejectException(554, "5.7.1 Message refused by the policy for its content");
            }
            if (atTheEnd != RecipientFault.MESSAGE_LOST) {
                mailbox.add(sender, recipients, message);
                if (reports != null) {
                    recipients.stream()
                            .filter(to -> RecipientFault.of(to).filter(RecipientFault.BOUNCES_LATER::equals)
                                    .isPresent())
                            .forEach(to -> reports.bounce(sender, to));
                }
            }
            if (atTheEnd != null) {
                session.closeSocket();
            }
            return "2.0.0 Ok: taken over";
        }

        @Override
        public void done() {}
    }
}
