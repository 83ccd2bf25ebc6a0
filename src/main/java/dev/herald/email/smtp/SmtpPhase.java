package dev.herald.email.smtp;

/** How far a conversation with an SMTP server has come: what was last said to it. */
public enum SmtpPhase {
    CONNECT, TLS, GREETING, EHLO, STARTTLS, AUTH, RSET, MAIL, RCPT, DATA,
    /** The message is being transferred, without its final dot: the server must discard it if it ends here. */
    CONTENT,
    /** The final dot was handed to the network: from here on the server may have accepted the message. */
    END_OF_DATA;

    /** Whether nothing was said of a recipient. */
    boolean isBeforeRecipients() {
        return compareTo(RCPT) < 0;
    }

    /** Whether nothing of the message was handed over. */
    public boolean isBeforeMessage() {
        return compareTo(CONTENT) < 0;
    }

    /** How an operator reads it. */
    public String text() {
        return switch (this) {
            case CONNECT -> "connecting";
            case TLS -> "the TLS handshake";
            case GREETING -> "the greeting";
            case EHLO -> "EHLO";
            case STARTTLS -> "STARTTLS";
            case AUTH -> "authentication";
            case RSET -> "RSET";
            case MAIL -> "MAIL FROM";
            case RCPT -> "RCPT TO";
            case DATA -> "DATA";
            case CONTENT -> "the transfer of the message";
            case END_OF_DATA -> "the end of the message";
        };
    }
}
