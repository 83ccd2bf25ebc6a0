package dev.herald.dispatch;

import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.OnUnconfirmed;
import org.jspecify.annotations.Nullable;

/**
 * One service task at work.
 *
 * @param ref identifies the message over all attempts
 * @param message as the process asked for it
 * @param requiredParams what the message needs
 * @param async whether the flow goes on at once
 * @param onUnconfirmed what an operator decided for an unconfirmed message; null leaves it to the preset or sender
 */
public record Action(MessageRef ref, Message message, RequiredParams requiredParams, boolean async,
        @Nullable OnUnconfirmed onUnconfirmed) {
    /** The same action with its message filled in. */
    Action with(Message filled) {
        return new Action(ref, filled, requiredParams, async, onUnconfirmed);
    }
}
