package dev.herald.sandbox.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * A real SMTP server on a free local port, without TLS and without authentication. It refuses the recipient
 * {@code unknown@...} with 550 5.1.1 and each {@code greylisted@...} with 451 4.7.1 the first time; it takes over everything
 * else.
 */
public final class LocalSmtpServer implements AutoCloseable {
    private static final int KEPT_EMAILS = 500;

    private final Mailbox mailbox;
    private final SMTPServer server;
    private final Set<String> greylist = ConcurrentHashMap.newKeySet();

    private LocalSmtpServer(Mailbox mailbox, int refusedConnections) {
        this.mailbox = mailbox;
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
        return start(new Mailbox(KEPT_EMAILS));
    }

    /** Starts a server that delivers into {@code mailbox}. */
    public static LocalSmtpServer start(Mailbox mailbox) {
        return new LocalSmtpServer(mailbox, 0);
    }

    /** Starts a server that greets the first {@code refusedConnections} connections with 421 and then works. */
    public static LocalSmtpServer startRecovering(Mailbox mailbox, int refusedConnections) {
        return new LocalSmtpServer(mailbox, refusedConnections);
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
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        Handler(MessageContext context) {}

        @Override
        public void from(String reversePath) {
            sender = reversePath;
        }

        @Override
        public void recipient(String forwardPath) throws RejectException {
            String address = forwardPath.toLowerCase(Locale.ROOT);
            if (address.startsWith("unknown@")) {
                throw new RejectException(550, "5.1.1 <" + forwardPath + ">: no such mailbox here");
            }
            if (address.startsWith("greylisted@") && greylist.add(address)) {
                throw new RejectException(451, "4.7.1 <" + forwardPath + ">: greylisted, try again later");
            }
            recipients.add(forwardPath);
        }

        @Override
        public String data(InputStream content) throws IOException {
            mailbox.add(sender, recipients, content.readAllBytes());
            return "2.0.0 Ok: taken over";
        }

        @Override
        public void done() {}
    }
}
