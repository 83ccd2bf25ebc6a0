package dev.herald.email;

import static dev.herald.email.SmtpPreset.require;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.report.BounceAddress;
import dev.herald.email.smtp.OAuth2;
import dev.herald.email.smtp.SmtpServer.Security;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code reports} of a preset: where bounces go and what else servers are asked to report.
 *
 * @param address the envelope's sender
 * @param tagged whether each message has an address of its own, {@code bounces+<tag>@}, which the mail server must deliver to
 *        the same mailbox
 * @param request what servers are asked for that offer delivery status notifications (RFC 3461)
 * @param imap the mailbox; null where somebody else reads it
 */
public record ReportSettings(@Nullable String address, @DefaultValue("true") boolean tagged,
        @DefaultValue("failure") Set<Request> request, @Nullable Imap imap) {

    /** RFC 5321 section 4.5.3.1.1 allows 64 with the tag. */
    private static final int LONGEST_TAGGED = 64 - BounceAddress.LONGEST_TAG;

    /** What a server is asked to report (RFC 3461 section 4.1). */
    public enum Request {
        FAILURE, DELAY, SUCCESS
    }

    /**
     * The mailbox in which reports arrive.
     *
     * @param port null for 993 with {@code tls}, 143 else
     * @param folder where they arrive
     * @param doneFolder where they go once they were handed on; made where there is none
     * @param sslBundle as in the preset
     */
    public record Imap(@Nullable String host, @Nullable Integer port, @DefaultValue("tls") Security security,
            @Nullable String username, @Nullable String password, @Nullable OAuth2 oauth2,
            @DefaultValue("INBOX") String folder, @DefaultValue("Herald") String doneFolder,
            @Nullable String sslBundle) {

        int effectivePort() {
            return port != null ? port : security == Security.TLS ? 993 : 143;
        }

        private void check(String path) {
            require(host != null && !host.isBlank(), path + ".host", "is missing",
                    "Set it to the name of the IMAP server.");
            require(port == null || (port > 0 && port < 65536), path + ".port", "is not a port",
                    "Set it to a number from 1 to 65535, or leave it out.");
            require(username != null && !username.isBlank(), path + ".username", "is missing",
                    "Set it to the login of the mailbox that bounces go to.");
            require(password == null || oauth2 == null, path + ".password", "contradicts " + path + ".oauth2",
                    "Keep one of the two.");
            require((password != null && !password.isBlank()) || oauth2 != null, path + ".password", "is missing",
                    "Set it, or set " + path + ".oauth2.");
            if (oauth2 != null) {
                oauth2.check(path + ".oauth2");
            }
            require(!folder.isBlank() && !folder.equals(doneFolder), path + ".done-folder",
                    "is the same as " + path + ".folder", "Set it to another folder, as Herald.");
            require(!doneFolder.isBlank(), path + ".done-folder", "is blank", "Set it to a folder, as Herald.");
        }

        @Override
        public String toString() {
            return "Imap[" + host + ", " + security + "]";
        }
    }

    void check(String path) {
        require(address != null && !address.isBlank(), path + ".address", "is missing",
                "Set it to the address that bounces go to, as bounces@acme.example.");
        EmailAddress parsed = SmtpPreset.parseSender(String.valueOf(address), path + ".address");
        require(!parsed.needsSmtpUtf8(), path + ".address", "is not ASCII in front of the @",
                "Set it to an address that every mail server knows.");
        require(!tagged || (parsed.local().length() <= LONGEST_TAGGED && !parsed.local().startsWith("\"")),
                path + ".address", "leaves no room for a tag in front of the @",
                "Set it to one with " + LONGEST_TAGGED + " characters there at most and no quotes, or set " + path
                        + ".tagged to false.");
        if (imap != null) {
            imap.check(path + ".imap");
        }
    }
}
