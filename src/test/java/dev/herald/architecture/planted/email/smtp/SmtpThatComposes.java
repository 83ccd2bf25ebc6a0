package dev.herald.architecture.planted.email.smtp;

import dev.herald.architecture.planted.email.mime.MimeThatTalks;
import jakarta.mail.Message;

public final class SmtpThatComposes {
    public boolean isMessage(Object it) {
        return it instanceof Message || it instanceof MimeThatTalks;
    }
}
