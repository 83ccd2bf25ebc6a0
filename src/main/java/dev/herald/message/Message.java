package dev.herald.message;

/** One message as the process asked for it, not yet checked. */
public sealed interface Message permits Email, Sms {

    /** The kind of action that sends it. */
    ActionType type();
}
