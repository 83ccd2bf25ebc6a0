package dev.herald.document;

import dev.herald.document.DocumentException.Kind;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Content;
import dev.herald.message.file.DocumentContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads documents into files, which are there until the attempt is over. */
final class DocumentStore implements Documents {
    private static final int CHUNK = 16 * 1024;
    private static final Pattern SHA_256 = Pattern.compile("(?i)[0-9a-f]{64}");

    private final StoreClient client;
    private final DocumentFolder folder;
    private final Duration limit;
    private final long mostBytes;
    private final ScheduledExecutorService alarms;

    /**
     * @param limit for all documents of an email
     * @param mostBytes of one whose reference does not say how long it is
     * @param alarms what ends a reading that takes too long
     */
    DocumentStore(StoreClient client, DocumentFolder folder, Duration limit, long mostBytes,
            ScheduledExecutorService alarms) {
        this.client = client;
        this.folder = folder;
        this.limit = limit;
        this.mostBytes = mostBytes;
        this.alarms = alarms;
    }

    @Override
    public Fetch fetch(Email email) {
        long end = System.nanoTime() + limit.toNanos();
        List<Path> files = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        for (int i = 0; i < email.attachments().size(); i++) {
            Attachment file = email.attachments().get(i);
            try {
                attachments.add(file.content() instanceof DocumentContent document
                        ? file.withContent(fetch(document, files, end))
                        : file);
            } catch (DocumentException e) {
                delete(files);
                return new Fetch.Failed(e.outcome("attachments[" + i + "]"));
            } catch (RuntimeException | Error e) {
                delete(files);
                throw e;
            }
        }
        return new Fetch.Ready(email.withAttachments(attachments), () -> delete(files));
    }

    private Content fetch(DocumentContent document, List<Path> files, long end) throws DocumentException {
        Path file;
        try {
            file = folder.newFile();
        } catch (IOException e) {
            throw noRoom();
        }
        files.add(file);
        InputStream in = client.open(document, end);
        // a read that drips never times out by itself
        Future<?> alarm = alarms.schedule(() -> close(in), Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        try (in) {
            copy(document, in, file);
        } catch (IOException e) {
            throw cutOff();
        } finally {
            alarm.cancel(false);
        }
        return new FileContent(file, size(file));
    }

    private void copy(DocumentContent document, InputStream in, Path file) throws DocumentException, IOException {
        long most = document.length() > 0 ? document.length() : mostBytes;
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        long count = 0;
        try (OutputStream out = open(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                count += read;
                if (count > most) {
                    throw new DocumentException(Kind.INPUT, document.length() > 0
                            ? "the document has more bytes than its metadata says"
                            : "the document has more than the " + most
                                    + " bytes that herald.guardrails.max-message-size allows");
                }
                digest.update(chunk, 0, read);
                write(out, chunk, read);
            }
        }
        if (count < document.length()) {
            throw cutOff();
        }
        String hash = document.contentHash();
        if (hash != null && SHA_256.matcher(hash).matches()
                && !HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(hash)) {
            throw new DocumentException(Kind.INPUT, "the document is not the one that its contentHash is of");
        }
    }

    private static OutputStream open(Path file) throws DocumentException {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private static void write(OutputStream out, byte[] chunk, int length) throws DocumentException {
        try {
            out.write(chunk, 0, length);
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private static long size(Path file) throws DocumentException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static DocumentException noRoom() {
        return new DocumentException(Kind.UNAVAILABLE,
                "the document can't be written to the temporary folder (java.io.tmpdir); is its disk full?");
    }

    private static DocumentException cutOff() {
        return new DocumentException(Kind.UNAVAILABLE,
                "Camunda's document store did not bring the whole document (camunda.client.rest-address)");
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // whoever reads notices
        }
    }

    private static void delete(List<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the next start deletes it
            }
        }
    }

    /** A document that is here. */
    private record FileContent(Path file, long length) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public String toString() {
            return "FileContent[" + length + " bytes]";
        }
    }
}
