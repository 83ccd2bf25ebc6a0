package dev.herald.email.report;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;

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
            case MessagingException failed when failed.getCause() != null ->
                failed.getCause().getClass().getSimpleName();
            default -> e.getClass().getSimpleName();
        };
    }
}
