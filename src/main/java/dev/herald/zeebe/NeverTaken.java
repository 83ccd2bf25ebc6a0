package dev.herald.zeebe;

import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import java.util.regex.Pattern;

/**
 * What the engine will never take: a request of more than 4 MB, one that makes more than that to write down, or one at which
 * its processing fails, as it does at some of those.
 */
final class NeverTaken {
    /** The codes alone do not tell: one is also that of an engine with too much to do, another that of anything unknown. */
    private static final Pattern TOLD = Pattern
            .compile("(?i)EXCEEDED_BATCH_RECORD_SIZE|PROCESSING_ERROR|exceeds (?:the )?max|too large|larger than");

    private NeverTaken() {}

    static boolean is(RuntimeException e) {
        return switch (e) {
            case ClientStatusException grpc -> TOLD.matcher(String.valueOf(grpc.getStatus().getDescription())).find();
            case ProblemException rest -> rest.code() == 413 || TOLD.matcher(String.valueOf(rest.getMessage())).find();
            default -> false;
        };
    }
}
