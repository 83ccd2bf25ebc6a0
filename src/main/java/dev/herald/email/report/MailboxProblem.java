package dev.herald.email.report;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a mailbox is not read, for an operator. */
final class MailboxProblem {
    private MailboxProblem() {}

    /**
     * The text of an exception itself may be the server's, or hold an address.
     *
     * @param setting the property of the mailbox
     */
    static String of(Throwable e, String setting) {
        return switch (e) {
            case AuthenticationFailedException refused -> "the server refused the login";
            case FolderNotFoundException missing -> setting + ".folder does not exist";
            case ReadOnlyFolderException readOnly -> setting + ".folder can't be written to";
            case Mailbox.NoDoneFolderException missing -> setting + ".done-folder does not exist and can't be made";
            case MessagingException failed when failed.getCause() != null -> of(failed.getCause(), setting);
            case SocketTimeoutException late -> "the server did not answer in time";
            case UnknownHostException unknown -> "the server's name is unknown";
            case ConnectException refused -> "the connection was refused";
            case SSLException untrusted ->
                "TLS could not be established, or the server's certificate is not trusted";
            default -> e.getClass().getSimpleName();
        };
    }
}
