package dev.herald.email.report;

import dev.herald.email.report.ImapServer.Login;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/** One open IMAP connection to the folder in which reports arrive. Reading leaves a message unread. */
final class Mailbox implements AutoCloseable {
    private static final String CONNECT_TIMEOUT = "10000";
    private static final String TIMEOUT = "30000";
    private static final String CHUNK = "65536";

    private final IMAPStore store;
    private final IMAPFolder folder;
    private final String doneFolder;
    private final AbortableSockets sockets;
    /** How many messages there were when one last looked. */
    private int looked;

    private Mailbox(IMAPStore store, IMAPFolder folder, String doneFolder, AbortableSockets sockets) {
        this.store = store;
        this.folder = folder;
        this.doneFolder = doneFolder;
        this.sockets = sockets;
    }

    /** @throws MessagingException where it can't be opened; its text is the server's */
    static Mailbox open(ImapServer server) throws MessagingException, IOException {
        String protocol = server.protection() == ImapServer.Protection.TLS ? "imaps" : "imap";
        var sockets = new AbortableSockets(server.tls());
        var store = (IMAPStore) Session.getInstance(properties(server, protocol, sockets)).getStore(protocol);
        boolean opened = false;
        try {
            store.connect(server.host(),server.port(),server.username(),switch (server.login()) {
                case Login.Password(String value) -> value;
                case Login.Token(Login.Source source) -> source.get();
            });
            var folder = (IMAPFolder) store.getFolder(server.folder());
            folder.open(Folder.READ_WRITE);
            opened = true;
            return new Mailbox(store, folder, server.doneFolder(), sockets);
        } finally {
            if (!opened) {
                store.close();
            }
        }
    }

    private static Properties properties(ImapServer server, String protocol, AbortableSockets sockets) {
        String prefix = "mail." + protocol + '.';
        var properties = new Properties();
        properties.put(prefix + "connectiontimeout", CONNECT_TIMEOUT);
        properties.put(prefix + "timeout", TIMEOUT);
        properties.put(prefix + "writetimeout", TIMEOUT);
        properties.put(prefix + "socketFactory", sockets.plain());
        properties.put(prefix + "ssl.socketFactory", sockets);
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "starttls.enable",
                String.valueOf(server.protection() == ImapServer.Protection.STARTTLS));
        properties.put(prefix + "starttls.required",
                String.valueOf(server.protection() == ImapServer.Protection.STARTTLS));
        properties.put(prefix + "peek", "true");
        properties.put(prefix + "partialfetch", "true");
        properties.put(prefix + "fetchsize", CHUNK);
        if (server.login() instanceof Login.Token) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        return properties;
    }

    /** Numbers that stay the same as long as this does (RFC 3501 section 2.3.1.1). */
    long validity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /** The messages that came after the one with this number, oldest first. */
    List<Message> after(long uid) throws MessagingException {
        looked = folder.getMessageCount();
        return Arrays.stream(folder.getMessagesByUID(uid + 1, UIDFolder.LASTUID)).filter(Objects::nonNull)
                .filter(message -> uid(message) > uid).toList(); // the range may turn around (RFC 3501 section 6.4.8)
    }

    /** The number of a message of this folder; 0 where it has gone. */
    long uid(Message message) {
        try {
            return Math.max(0, folder.getUID(message));
        } catch (MessagingException e) {
            return 0;
        }
    }

    /** The first bytes of a message, as they are. */
    static byte[] beginning(Message message, int most) throws MessagingException, IOException {
        try (InputStream in = ((IMAPMessage) message).getMimeStream()) {
            return in.readNBytes(most);
        }
    }

    /** Moves a message to where it disturbs nobody. */
    void done(Message message) throws MessagingException {
        Folder target = store.getFolder(doneFolder);
        if (!target.exists()) {
            target.create(Folder.HOLDS_MESSAGES);
        }
        Message[] one = {message};
        looked--;
        if (store.hasCapability("MOVE")) {
            folder.moveMessages(one, target);
            return;
        }
        folder.copyMessages(one, target);
        folder.setFlags(one, new Flags(Flags.Flag.DELETED), true);
        if (store.hasCapability("UIDPLUS")) {
            folder.expunge(one); // without it what others have deleted would go, too
        }
    }

    /** Whether {@link #await} notices at once what has come. */
    boolean isTold() throws MessagingException {
        return store.hasCapability("IDLE");
    }

    /** Returns when something has come since one last looked, or at {@link #wake}. */
    void await() throws MessagingException {
        folder.doCommand(protocol -> {
            protocol.noop();
            return "";
        });
        if (folder.getMessageCount() == looked) {
            folder.idle(true);
        }
    }

    /** Ends {@link #await} from another thread. */
    void wake() {
        try {
            folder.getMessageCount(); // any command ends IDLE
        } catch (MessagingException | IllegalStateException e) {
            // whoever waits notices by himself
        }
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
