package dev.herald.email;

/** How a conversation ended without a reply. */
enum SmtpFault {
    UNKNOWN_HOST("the name of the server is unknown"), REFUSED("the server can't be reached"), CONNECT_TIMED_OUT(
            "the server could not be reached within %s.connect-timeout"), TLS_FAILED(
                    "TLS could not be established"), BAD_CERTIFICATE(
                            "the server's certificate is not for %1$s.host, or nobody trusts it; see %1$s.ssl-bundle"), CLOSED(
                                    "the server closed the connection"), TIMED_OUT(
                                            "the server did not answer within %s.read-timeout"), DEADLINE(
                                                    "the attempt took longer than %s.send-deadline"), GARBAGE(
                                                            "the server answered something that is not SMTP"), NO_STARTTLS(
                                                                    "the server does not offer STARTTLS, which %s.security requires"), NO_AUTH(
                                                                            "the server offers no authentication that fits %s.username"), NO_TOKEN(
                                                                                    "no access token came from %s.oauth2.token-uri");

    private final String text;

    SmtpFault(String text) {
        this.text = text;
    }

    /** How an operator reads it. */
    String text(String setting) {
        return text.formatted(setting);
    }
}
