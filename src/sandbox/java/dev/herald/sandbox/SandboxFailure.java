package dev.herald.sandbox;

import org.jspecify.annotations.Nullable;

/** Why the sandbox can't go on, in a sentence that says what to change. */
final class SandboxFailure extends RuntimeException {

    SandboxFailure(String message) {
        this(message, null);
    }

    SandboxFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
