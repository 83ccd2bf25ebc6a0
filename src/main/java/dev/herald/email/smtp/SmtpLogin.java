package dev.herald.email.smtp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Logs a connection in (RFC 4954). */
public sealed interface SmtpLogin {
    /** RFC 4422 section 3.1. */
    Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");

    /** Does it. */
    void run(SmtpConnection connection, Deadline deadline) throws SmtpException;

    private static void expectSuccess(SmtpReply reply) throws SmtpException {
        if (!reply.isPositive()) {
            throw SmtpException.rejected(SmtpPhase.AUTH, reply);
        }
    }

    /** @param known what Herald could use */
    private static SmtpException nothingFits(SmtpConnection connection, String known) {
        String offered = connection.extensions().authMechanisms().stream()
                .filter(mechanism -> MECHANISM.matcher(mechanism).matches()).limit(10)
                .collect(Collectors.joining(", "));
        return SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_AUTH, offered.isEmpty()
                ? ": it offers none, before TLS at least"
                : ": it offers " + offered + ", and Herald knows " + known, null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The preset has no credentials. */
    record None() implements SmtpLogin {
        @Override
        public void run(SmtpConnection connection, Deadline deadline) {
            // RFC 5321 asks for nothing more
        }
    }

    /** PLAIN (RFC 4616), LOGIN, or CRAM-MD5 (RFC 2195), which comes first where nothing else protects the password. */
    record Password(String username, String password, boolean encrypted) implements SmtpLogin {
        private static final List<String> ENCRYPTED = List.of("PLAIN", "LOGIN", "CRAM-MD5");
        private static final List<String> IN_THE_CLEAR = List.of("CRAM-MD5", "PLAIN", "LOGIN");

        @Override
        public void run(SmtpConnection connection, Deadline deadline) throws SmtpException {
            List<String> offered = connection.extensions().authMechanisms();
            String mechanism = (encrypted ? ENCRYPTED : IN_THE_CLEAR).stream().filter(offered::contains).findFirst()
                    .orElseThrow(() -> nothingFits(connection, "PLAIN, LOGIN and CRAM-MD5"));
            switch (mechanism) {
                case "PLAIN" -> expectSuccess(
                        connection.ask(SmtpPhase.AUTH, "AUTH PLAIN " + base64('\0' + username + '\0' + password)));
                case "LOGIN" -> {
                    challenge(connection, "AUTH LOGIN");
                    challenge(connection, base64(username));
                    expectSuccess(connection.ask(SmtpPhase.AUTH, base64(password)));
                }
                default -> {
                    String challenge = challenge(connection, "AUTH CRAM-MD5");
                    expectSuccess(connection.ask(SmtpPhase.AUTH, base64(username + ' ' + digest(challenge))));
                }
            }
        }

        private static String challenge(SmtpConnection connection, String command) throws SmtpException {
            SmtpReply reply = connection.ask(SmtpPhase.AUTH, command);
            if (reply.code() != 334) {
                throw SmtpException.rejected(SmtpPhase.AUTH, reply);
            }
            return reply.lines().getFirst();
        }

        private String digest(String challenge) throws SmtpException {
            try {
                Mac mac = Mac.getInstance("HmacMD5");
                mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
                return HexFormat.of().formatHex(mac.doFinal(Base64.getDecoder().decode(challenge)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacMD5", e);
            } catch (IllegalArgumentException e) {
                throw SmtpException.broken(SmtpPhase.AUTH, SmtpFault.GARBAGE, e);
            }
        }

        @Override
        public String toString() {
            return "Password[]";
        }
    }

    /** XOAUTH2, with a token that is renewed once if the server refuses it. */
    record Token(String username, AccessTokens tokens) implements SmtpLogin {
        @Override
        public void run(SmtpConnection connection, Deadline deadline) throws SmtpException {
            if (!connection.extensions().authMechanisms().contains("XOAUTH2")) {
                throw nothingFits(connection, "XOAUTH2 where oauth2 is set");
            }
            AccessTokens.Token token = tokens.get(deadline);
            SmtpReply reply = authenticate(connection, token);
            if (reply.code() / 100 == 5 && !token.fresh()) {
                tokens.discard(token);
                reply = authenticate(connection, tokens.get(deadline));
            }
            expectSuccess(reply);
        }

        private SmtpReply authenticate(SmtpConnection connection, AccessTokens.Token token) throws SmtpException {
            String response = "user=" + username + "\1auth=Bearer " + token.value() + "\1\1";
            SmtpReply reply = connection.ask(SmtpPhase.AUTH, "AUTH XOAUTH2 " + base64(response));
            // the reason comes as a challenge, which an empty line answers
            return reply.code() == 334 ? connection.ask(SmtpPhase.AUTH, "") : reply;
        }

        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
