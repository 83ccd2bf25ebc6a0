package dev.herald.email.smtp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Logs a connection in (RFC 4954). */
public sealed interface SmtpLogin {

    /** Does it. */
    void run(SmtpConnection connection, Deadline deadline) throws SmtpException;

    private static void expectSuccess(SmtpReply reply) throws SmtpException {
        if (!reply.isPositive()) {
            throw SmtpException.rejected(SmtpPhase.AUTH, reply);
        }
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
                    .orElseThrow(() -> SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_AUTH, null));
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
                throw SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_AUTH, e);
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
                throw SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_AUTH, null);
            }
            AccessTokens.Token token = tokens.get(deadline);
            SmtpReply reply = authenticate(connection, token);
            if (reply.code() == 535 && !token.fresh()) {
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
