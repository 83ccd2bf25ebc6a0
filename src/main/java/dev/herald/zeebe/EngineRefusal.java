package dev.herald.zeebe;

import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;

/** What the engine says where it does not take a command, over gRPC or REST. */
enum EngineRefusal {
    /** It knows a message with this id. Over REST also what stands under {@link #WRONG_STATE}: there both are a conflict. */
    ALREADY_THERE,
    /** The job or process is there no more, or never was. */
    NOT_FOUND,
    /** What is meant is not in a state for it. */
    WRONG_STATE, NOT_ALLOWED, INVALID,
    /** No word about the command: the engine is not there, or has too much to do. */
    NONE;

    static EngineRefusal of(RuntimeException e) {
        return switch (e) {
            case ClientStatusException grpc -> switch (grpc.getStatusCode()) {
                case ALREADY_EXISTS -> ALREADY_THERE;
                case NOT_FOUND -> NOT_FOUND;
                case FAILED_PRECONDITION -> WRONG_STATE;
                case PERMISSION_DENIED -> NOT_ALLOWED;
                case INVALID_ARGUMENT -> INVALID;
                default -> NONE;
            };
            case ProblemException rest -> switch (rest.code()) {
                case 409 -> ALREADY_THERE;
                case 404 -> NOT_FOUND;
                case 403 -> NOT_ALLOWED;
                case 400 -> INVALID;
                default -> NONE;
            };
            default -> NONE;
        };
    }
}
