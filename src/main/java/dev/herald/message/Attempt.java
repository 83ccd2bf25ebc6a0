package dev.herald.message;

/**
 * One attempt to send a message.
 *
 * @param progress what earlier attempts achieved: nobody in it is sent the message again
 * @param mark is to be set before the point of no return
 * @param spare how many connections may stay open at most that no attempt uses: where the provider counts connections, idle
 *        ones take the place of others
 */
public record Attempt(Progress progress, HandoverMark mark, int spare) {
    /** An attempt that may keep open what it finds. */
    public Attempt(Progress progress, HandoverMark mark) {
        this(progress, mark, Integer.MAX_VALUE);
    }
}
