package dev.herald.email.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How a conversation ended without a reply. */
enum SmtpFault {
    UNKNOWN_HOST, LOOKUP_TIMED_OUT, REFUSED, UNREACHABLE, CONNECT_TIMED_OUT,
    // TLS
    TLS_FAILED, PLAIN_TEXT, EXPIRED_CERTIFICATE, UNTRUSTED_CERTIFICATE, FOREIGN_CERTIFICATE,
    // at any time
    CLOSED, TIMED_OUT, GARBAGE,
    // on our side: send-deadline, an attachment
    DEADLINE, UNREADABLE,
    // what the preset requires is not to be had
    NO_STARTTLS, NO_AUTH, NO_TOKEN;

    static SmtpFault ofConnecting(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof SocketTimeoutException || message.contains("timed out")) {
            return CONNECT_TIMED_OUT;
        }
        return message.contains("refused") ? REFUSED : UNREACHABLE;
    }

    static SmtpFault ofHandshake(IOException e) {
        List<Throwable> causes = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause).toList();
        if (hasOne(causes, CertificateExpiredException.class)
                || hasOne(causes, CertificateNotYetValidException.class)) {
            return EXPIRED_CERTIFICATE;
        }
        if (hasOne(causes, CertPathBuilderException.class) || hasOne(causes, CertPathValidatorException.class)) {
            return UNTRUSTED_CERTIFICATE;
        }
        if (hasOne(causes, CertificateException.class)) {
            return FOREIGN_CERTIFICATE;
        }
        // JSSE's words for bytes that are no TLS record
        return String.valueOf(e.getMessage()).contains("unrecognized SSL message") ? PLAIN_TEXT : TLS_FAILED;
    }

    private static boolean hasOne(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    /** How an operator reads it: names settings of the preset without its path. */
    String text(SmtpServer server) {
        return switch (this) {
            case UNKNOWN_HOST -> unreached(server, "the name is unknown");
            case LOOKUP_TIMED_OUT -> unreached(server, "looking up the name took longer than connect-timeout");
            case REFUSED -> unreached(server, "the connection was refused");
            case UNREACHABLE -> unreached(server, "there is no way to it");
            case CONNECT_TIMED_OUT -> unreached(server, "no connection within connect-timeout");
            case TLS_FAILED -> unreached(server, "TLS could not be established");
            case PLAIN_TEXT -> unreached(server, server.security() == SmtpServer.Security.TLS
                    ? "it speaks plain text, but security is tls. Usual are starttls at port 587 or 25 and tls at port"
                            + " 465: change security or port"
                    : "it goes on in plain text after STARTTLS");
            case EXPIRED_CERTIFICATE -> unreached(server, "the certificate has expired, or is not valid yet");
            case UNTRUSTED_CERTIFICATE -> unreached(server,
                    "the certificate is signed by nobody whom this JVM trusts. See ssl-bundle");
            case FOREIGN_CERTIFICATE -> unreached(server, "the certificate is not for that name. Change host, or have"
                    + " the certificate name it");
            case CLOSED -> server.where() + " closed the connection";
            case TIMED_OUT -> server.where() + " did not answer within read-timeout";
            case DEADLINE -> "the attempt took longer than send-deadline";
            case UNREADABLE -> "an attachment could not be read";
            case GARBAGE -> server.where() + " answered something that is not SMTP";
            case NO_STARTTLS ->
                server.where() + " does not offer STARTTLS, which security: starttls requires. Usual are"
                        + " starttls at port 587 or 25 and tls at port 465: change security or port";
            case NO_AUTH -> server.where() + " offers no login that fits";
            case NO_TOKEN -> "no access token came from oauth2.token-uri";
        };
    }

    /** Where it happened, and what else might help, as the end of a sentence; empty where the text says it all. */
    String hint(SmtpPhase phase, SmtpServer server) {
        return switch (this) {
            case CLOSED, TIMED_OUT, GARBAGE ->
                phase == SmtpPhase.GREETING && server.security() != SmtpServer.Security.TLS
                        ? " (the greeting). Where the server wants TLS from the first byte, as at port 465, set security: tls"
                        : in(phase);
            case DEADLINE, UNREADABLE, NO_TOKEN -> in(phase);
            case UNKNOWN_HOST, LOOKUP_TIMED_OUT, REFUSED, UNREACHABLE, CONNECT_TIMED_OUT, TLS_FAILED, PLAIN_TEXT,
                    EXPIRED_CERTIFICATE, UNTRUSTED_CERTIFICATE, FOREIGN_CERTIFICATE, NO_STARTTLS, NO_AUTH ->
                "";
        };
    }

    private static String in(SmtpPhase phase) {
        return " (" + phase.text() + ")";
    }

    private static String unreached(SmtpServer server, String cause) {
        return server.where() + " can't be reached: " + cause;
    }
}
