package dev.herald.message;

import dev.herald.message.file.Attachment;
import dev.herald.message.file.Blank;
import dev.herald.message.file.DocumentContent;
import java.util.List;

/** Reads the documents that an email refers to. */
public interface Documents {

    /**
     * Fetches them, within the send-deadline. Never throws: whatever happens is an outcome, one of {@link Outcome.Refused},
     * {@link Outcome.Unavailable} and {@link Outcome.Misconfigured}.
     */
    Fetch fetch(Email email);

    /** What came of it. */
    sealed interface Fetch {

        /**
         * They are here until this is closed.
         *
         * @param email with contents that can be read
         */
        record Ready(Email email, Runnable end) implements Fetch, AutoCloseable {
            @Override
            public void close() {
                end.run();
            }
        }

        /** They are not to be had. */
        record Failed(Outcome outcome) implements Fetch {}
    }

    /** Whether the email refers to any. */
    static boolean in(Email email) {
        return email.attachments().stream().anyMatch(file -> file.content() instanceof DocumentContent);
    }

    /** The email with contents of the same length in the place of documents, by which it can be checked, but not sent. */
    static Email outline(Email email) {
        List<Attachment> files = email.attachments().stream()
                .map(file -> file.content() instanceof DocumentContent document
                        ? file.withContent(new Blank(document.length()))
                        : file)
                .toList();
        return email.withAttachments(files);
    }
}
