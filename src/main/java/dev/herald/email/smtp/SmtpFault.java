package dev.herald.email.smtp;

/** How a conversation ended without a reply. */
public enum SmtpFault {
    UNKNOWN_HOST, REFUSED, CONNECT_TIMED_OUT, TLS_FAILED, BAD_CERTIFICATE, CLOSED, TIMED_OUT, DEADLINE, GARBAGE,
    /** On our side: an attachment. */
    UNREADABLE,
    // what the preset requires is not to be had
    NO_STARTTLS, NO_AUTH, NO_TOKEN;

    /**
     * How an operator reads it.
     *
     * @param setting the preset's property
     */
    public String text(String setting) {
        return switch (this) {
            case UNKNOWN_HOST -> "the name of the server is unknown";
            case REFUSED -> "the server can't be reached";
            case CONNECT_TIMED_OUT -> "the server could not be reached within " + setting + ".connect-timeout";
            case TLS_FAILED -> "TLS could not be established";
            case BAD_CERTIFICATE -> "the server's certificate is not for " + setting
                    + ".host, or nobody trusts it; see " + setting + ".ssl-bundle";
            case CLOSED -> "the server closed the connection";
            case TIMED_OUT -> "the server did not answer within " + setting + ".read-timeout";
            case DEADLINE -> "the attempt took longer than " + setting + ".send-deadline";
            case GARBAGE -> "the server answered something that is not SMTP";
            case UNREADABLE -> "an attachment could not be read";
            case NO_STARTTLS -> "the server does not offer STARTTLS, which " + setting + ".security requires";
            case NO_AUTH -> "the server offers no authentication that fits " + setting + ".username";
            case NO_TOKEN -> "no access token came from " + setting + ".oauth2.token-uri";
        };
    }
}
