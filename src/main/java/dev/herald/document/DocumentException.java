package dev.herald.document;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import java.time.Duration;

/** A document that is not to be had. Its text names neither the document nor its content. */
final class DocumentException extends Exception {
    private final Kind kind;

    /** Who can mend it. */
    enum Kind {
        /** The one who refers to it. */
        INPUT,
        /** Time. */
        UNAVAILABLE,
        /** The one who configures Herald. */
        SETTING
    }

    DocumentException(Kind kind, String problem) {
        super(problem);
        this.kind = kind;
    }

    /** @param field the input that refers to it */
    Outcome outcome(String field) {
        String reason = field + ": " + getMessage();
        return switch (kind) {
            case INPUT -> new Outcome.Refused(ErrorCode.INVALID_REQUEST, reason);
            case UNAVAILABLE -> new Outcome.Unavailable(reason, Duration.ZERO);
            case SETTING -> new Outcome.Misconfigured(reason);
        };
    }
}
