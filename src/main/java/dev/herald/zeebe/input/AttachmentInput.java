package dev.herald.zeebe.input;

import dev.herald.message.file.Attachment;
import dev.herald.message.file.Base64Content;
import dev.herald.message.file.Content;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.file.TextContent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One entry of {@code attachments}: a file in Base64, a Camunda document, or a document with what overrides its metadata. */
final class AttachmentInput {
    private static final String TYPE = "camunda.document.type";
    private static final String ANY_TYPE = "application/octet-stream";
    private static final Pattern DATA = Pattern.compile("\\A\\s*+data:[^,]{0,200},");
    private static final int LONGEST_FILE_NAME = 255;
    private static final int LONGEST_ID = 1000;

    private AttachmentInput() {}

    static Attachment read(Variables entry) {
        if (entry.any(TYPE).isPresent()) {
            return document(entry, entry);
        }
        if (entry.any("document").isPresent()) {
            Variables document = entry.context("document").orElseThrow();
            if (document.any(TYPE).isEmpty()) {
                throw new InvalidInputException(entry.path() + "document",
                        "is no document reference, which has \"camunda.document.type\".");
            }
            return document(document, entry);
        }
        String contentType = entry.line("contentType").orElse(ANY_TYPE);
        return new Attachment(
                entry.line("filename", LONGEST_FILE_NAME).or(() -> invitation(contentType))
                        .orElseThrow(() -> new InvalidInputException(entry.path() + "filename", "is required.")),
                contentType,
                entry.textEvenBlank("contentBase64").map(AttachmentInput::base64).map(Base64Content::new)
                        .orElseThrow(() -> new InvalidInputException(entry.path() + "contentBase64", "is required.")),
                entry.truth("inline", false), entry.line("contentId").orElse(null));
    }

    /** As browsers and other services write it: behind {@code data:application/pdf;base64,}, or in its alphabet for URLs. */
    private static String base64(String text) {
        return DATA.matcher(text).replaceFirst("").replace('-', '+').replace('_', '/');
    }

    /** @param entry holds what overrides the metadata */
    private static Attachment document(Variables document, Variables entry) {
        return switch (document.line(TYPE).orElse("")) {
            case "camunda" -> stored(document, entry);
            case "inline" -> inline(document, entry);
            case "external" -> throw new InvalidInputException(document.path() + TYPE,
                    "is external: put the file into Camunda's document store, and refer to it there.");
            default -> throw new InvalidInputException(document.path() + TYPE, "must be camunda or inline.");
        };
    }

    private static Attachment stored(Variables document, Variables entry) {
        Optional<Variables> metadata = document.context("metadata");
        Content content = new DocumentContent(document.line("storeId", LONGEST_ID).orElse(null),
                document.line("documentId", LONGEST_ID).orElseThrow(
                        () -> new InvalidInputException(document.path() + "documentId", "is required.")),
                document.line("contentHash", LONGEST_ID).orElse(null),
                metadata.flatMap(data -> data.wholeNumber("size")).filter(size -> size > 0).orElse(0L),
                metadata.flatMap(data -> data.line("contentType")).orElse(null));
        return attachment(entry, content, () -> metadata.flatMap(data -> data.line("fileName", LONGEST_FILE_NAME)),
                () -> metadata.flatMap(data -> data.line("contentType")));
    }

    private static Attachment inline(Variables document, Variables entry) {
        Content content = new TextContent(document.textEvenBlank("content").orElseThrow(
                () -> new InvalidInputException(document.path() + "content", "is required.")));
        return attachment(entry, content, () -> document.line("name", LONGEST_FILE_NAME),
                () -> document.line("contentType"));
    }

    private static Attachment attachment(Variables entry, Content content, Supplier<Optional<String>> name,
            Supplier<Optional<String>> type) {
        // of a bare document these are its own, which mean something else there
        boolean bare = entry.any(TYPE).isPresent();
        String contentType = (bare ? type.get() : entry.line("contentType").or(type)).orElse(ANY_TYPE);
        String filename = (bare ? name.get() : entry.line("filename", LONGEST_FILE_NAME).or(name))
                .or(() -> invitation(contentType)).orElse("document");
        return new Attachment(filename, content instanceof TextContent ? withCharset(contentType) : contentType,
                content, !bare && entry.truth("inline", false),
                bare ? null : entry.line("contentId").orElse(null));
    }

    private static String withCharset(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/") && !lower.contains("charset=") ? type + "; charset=utf-8" : type;
    }

    /** The name by which clients know an invitation. */
    private static Optional<String> invitation(String contentType) {
        return Attachment.isInvitation(contentType) ? Optional.of("invite.ics") : Optional.empty();
    }

    /** The entry that {@link #read} would read the same file from. */
    static Map<String, Object> write(Attachment file) {
        return Inputs.present(
                switch (file.content()) {
                    case Base64Content(String text) -> Inputs.entry("contentBase64", text);
                    case DocumentContent document -> Inputs.entry("document", write(document));
                    case TextContent(String text) -> Inputs.entry("document",
                            Inputs.present(Inputs.entry(TYPE, "inline"), Inputs.entry("content", text)));
                    case Content other -> throw new IllegalArgumentException("no input has " + other);
                }, Inputs.entry("filename", file.filename()), Inputs.entry("contentType", file.contentType()),
                Inputs.entry("inline", file.inline()), Inputs.entry("contentId", file.contentId()));
    }

    private static Map<String, Object> write(DocumentContent document) {
        return Inputs.present(Inputs.entry(TYPE, "camunda"), Inputs.entry("storeId", document.storeId()),
                Inputs.entry("documentId", document.documentId()),
                Inputs.entry("contentHash", document.contentHash()),
                Inputs.entry("metadata",
                        Inputs.present(Inputs.entry("size", document.length() > 0 ? document.length() : null),
                                Inputs.entry("contentType", document.contentType()))));
    }
}
