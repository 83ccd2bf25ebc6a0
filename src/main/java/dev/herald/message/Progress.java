package dev.herald.message;

import java.util.Set;

/**
 * How far a message with several recipients has come over all attempts. Recipients are named by tokens that only their
 * channel understands, and that hold no address.
 *
 * @param accepted who has the message
 * @param rejected who is refused for good
 */
public record Progress(Set<String> accepted, Set<String> rejected) {
    /** Nothing was settled for anybody. */
    public static final Progress NONE = new Progress(Set.of(), Set.of());

    public Progress {
        accepted = Set.copyOf(accepted);
        rejected = Set.copyOf(rejected);
    }
}
