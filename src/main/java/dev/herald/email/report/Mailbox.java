package dev.herald.email.report;

import dev.herald.email.report.ImapServer.Login;
import jakarta.mail.Folder;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * One IMAP connection to the folder in which reports arrive. Messages are named by their UIDs, so that nothing is kept of them;
 * reading leaves them unread.
 */
final class Mailbox implements AutoCloseable {
    private static final String CONNECT_TIMEOUT = "10000";
    private static final String TIMEOUT = "30000";
    private static final int MOST_AT_ONCE = 1000;

    private final ImapServer server;
    private final ImapSockets sockets;
    private final IMAPStore store;
    private @Nullable IMAPFolder opened;
    private boolean moves;
    private boolean expungesOne;
    private boolean tells;
    /** How many messages had come when one last looked. */
    private int looked;

    Mailbox(ImapServer server) throws MessagingException {
        this.server = server;
        sockets = new ImapSockets(server.tls());
        String protocol = server.protection() == ImapServer.Protection.TLS ? "imaps" : "imap";
        store = (IMAPStore) Session.getInstance(properties(server, protocol, sockets)).getStore(protocol);
    }

    private static Properties properties(ImapServer server, String protocol, ImapSockets sockets) {
        String prefix = "mail." + protocol + '.';
        String starttls = String.valueOf(server.protection() == ImapServer.Protection.STARTTLS);
        var properties = new Properties();
        properties.put(prefix + "connectiontimeout", CONNECT_TIMEOUT);
        properties.put(prefix + "timeout", TIMEOUT);
        properties.put(prefix + "writetimeout", TIMEOUT);
        properties.put(prefix + "socketFactory", sockets.plain());
        properties.put(prefix + "ssl.socketFactory", sockets);
        properties.put(prefix + "socketFactory.fallback", "false"); // else it tries again without them
        properties.put(prefix + "starttls.enable", starttls);
        properties.put(prefix + "starttls.required", starttls);
        if (server.login() instanceof Login.Token) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        return properties;
    }

    /** @throws MessagingException where it can't be opened; its text is the server's */
    void open() throws MessagingException, IOException {
        store.connect(server.host(),server.port(),server.username(),switch (server.login()) {
            case Login.Password(String value) -> value;
            case Login.Token(Login.Source source) -> source.get();
        });
        moves = store.hasCapability("MOVE");
        expungesOne = store.hasCapability("UIDPLUS");
        tells = store.hasCapability("IDLE");
        Folder done = store.getFolder(server.doneFolder());
        if (!done.exists() && !done.create(Folder.HOLDS_MESSAGES) && !done.exists()) {
            throw new NoDoneFolderException();
        }
        opened = (IMAPFolder) store.getFolder(server.folder());
        opened.open(Folder.READ_WRITE);
    }

    /** Neither is there a folder for what is done, nor may it be made. */
    static final class NoDoneFolderException extends MessagingException {
        private static final long serialVersionUID = 1;
    }

    /** Numbers that stay the same as long as this does (RFC 9051 section 2.3.1.1). */
    long validity() throws MessagingException {
        return folder().getUIDValidity();
    }

    /** The first messages that came after the one with this number, oldest first; what is marked as deleted is gone. */
    List<Long> after(long uid) throws MessagingException {
        looked = folder().getMessageCount();
        // the range may turn around (RFC 9051 section 6.4.8)
        return Arrays.stream(ask("UID SEARCH UNDELETED UID " + (uid + 1) + ":*", null))
                .filter(response -> response instanceof IMAPResponse answer && answer.keyEquals("SEARCH"))
                .flatMapToLong(Mailbox::numbers).filter(found -> found > uid).sorted().limit(MOST_AT_ONCE).boxed()
                .toList();
    }

    private static LongStream numbers(Response search) {
        return LongStream.generate(() -> search.readLong()).takeWhile(number -> number != -1);
    }

    /** The first bytes of a message, as they are; none where it has gone. */
    byte[] beginning(long uid, int most) throws MessagingException {
        for (Response response : ask("UID FETCH " + uid + " (BODY.PEEK[]<0." + most + ">)", null)) {
            BODY body = response instanceof FetchResponse fetched ? fetched.getItem(BODY.class) : null;
            if (body != null && body.getByteArray() != null) {
                byte[] bytes = body.getByteArray().getNewBytes();
                return bytes.length > most ? Arrays.copyOf(bytes, most) : bytes;
            }
        }
        return new byte[0];
    }

    /** Moves a message to where it disturbs nobody. */
    void done(long uid) throws MessagingException {
        Argument target = new Argument();
        target.writeString(BASE64MailboxEncoder.encode(server.doneFolder()));
        if (moves) {
            ask("UID MOVE " + uid, target);
            return;
        }
        ask("UID COPY " + uid, target);
        ask("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)", null);
        if (expungesOne) {
            ask("UID EXPUNGE " + uid, null); // without it what others have deleted would go, too
        }
    }

    private IMAPFolder folder() {
        return Objects.requireNonNull(opened);
    }

    private Response[] ask(String command, @Nullable Argument argument) throws MessagingException {
        if (!folder().isOpen()) {
            throw new FolderClosedException(folder()); // else it would ask another connection
        }
        return (Response[]) folder().doCommand(protocol -> answers(protocol, command, argument));
    }

    private static Response[] answers(IMAPProtocol protocol, String command, @Nullable Argument argument)
            throws ProtocolException {
        Response[] answers = protocol.command(command, argument);
        protocol.notifyResponseHandlers(answers);
        protocol.handleResult(answers[answers.length - 1]);
        return answers;
    }

    /** Whether {@link #await} notices at once what has come. */
    boolean isTold() {
        return tells;
    }

    /** Returns when something has come since one last looked, or at {@link #wake}. */
    void await() throws MessagingException {
        ask("NOOP", null);
        if (folder().getMessageCount() == looked) {
            folder().idle(true);
        }
    }

    /** Ends {@link #await} from another thread; returns when it has ended. */
    void wake() {
        try {
            ask("NOOP", null); // any command ends IDLE
        } catch (MessagingException | IllegalStateException e) {
            // whoever waits notices by himself
        }
    }

    /** What the server may say in one step begins anew. */
    void nextStep() {
        sockets.nextStep();
    }

    /** Ends whatever the server is asked for; never blocks. */
    void abort() {
        sockets.abort();
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }
}
