package dev.herald.document;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where documents lie while their email is sent: a folder of this process alone, which no other user can read. What a process
 * that died has left goes with the start of the next.
 */
final class DocumentFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentFolder.class);
    private static final String PREFIX = "herald-documents-";
    private static final String LOCK = "lock";

    private final Path parent;
    private Path folder;
    private FileChannel lock;

    private DocumentFolder(Path parent) throws IOException {
        this.parent = parent;
        folder = Files.createTempDirectory(parent, PREFIX);
        lock = locked(folder);
    }

    /** @param parent where there is room, as {@code java.io.tmpdir} */
    static DocumentFolder below(Path parent) throws IOException {
        deleteLeftOvers(parent);
        return new DocumentFolder(parent);
    }

    synchronized Path newFile() throws IOException {
        if (!Files.isDirectory(folder)) { // systems clean their temporary folders of what is old
            folder = Files.createTempDirectory(parent, PREFIX);
            lock.close();
            lock = locked(folder);
        }
        return Files.createTempFile(folder, "", "");
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        return lock;
    }

    synchronized Path path() {
        return folder;
    }

    private static void deleteLeftOvers(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                deleteUnlessLocked(folder);
            }
        }
    }

    /** Who is alive holds its lock. */
    private static void deleteUnlessLocked(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("{} stays: {}", folder, e.getClass().getSimpleName());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        lock.close();
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
    }
}
