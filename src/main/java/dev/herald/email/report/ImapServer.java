package dev.herald.email.report;

import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where the mailbox is and how it is opened.
 *
 * @param host its name or address
 * @param protection how the connection is protected
 * @param login says the secret at each login
 * @param folder where reports arrive
 * @param doneFolder where they go once they were handed on
 */
public record ImapServer(String host, int port, Protection protection, SSLSocketFactory tls, String username,
        Login login, String folder, String doneFolder) {

    /** How a connection is protected. */
    public enum Protection {
        /** STARTTLS is required (RFC 2595). */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** Plain text, only where an operator says so. */
        NONE
    }

    /** What proves who logs in. */
    public sealed interface Login {

        /** A password. */
        record Password(String value) implements Login {
            @Override
            public String toString() {
                return "Password[]";
            }
        }

        /** XOAUTH2, with a token for each login. */
        record Token(Source source) implements Login {}

        /** Where tokens come from. */
        @FunctionalInterface
        interface Source {
            /** @throws IOException where none is to be had now; its text holds no credential */
            String get() throws IOException;
        }
    }

    @Override
    public String toString() {
        return "ImapServer[" + host + "]";
    }
}
