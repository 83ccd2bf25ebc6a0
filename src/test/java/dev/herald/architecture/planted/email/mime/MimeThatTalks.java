package dev.herald.architecture.planted.email.mime;

import dev.herald.architecture.planted.email.smtp.SmtpThatComposes;

public final class MimeThatTalks {
    public boolean isSent(Object it) {
        return it instanceof SmtpThatComposes;
    }
}
